#!/usr/bin/env node
// Plain JavaScript that even an old Node can read, so that it can say what is wrong; CommonJS (see
// package.json beside this file), because the start of an ES module takes about as long as the whole service.
'use strict';
const { existsSync, mkdirSync, statSync } = require('node:fs');
const { join } = require('node:path');

/** Whoever else could write there would put code into this program. */
function isOwn(directory) {
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    const { mode, uid } = statSync(directory);
    return process.platform === 'win32' || ((mode & 0o022) === 0 && uid === process.getuid());
  } catch {
    return false;
  }
}

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
const bundle = join(__dirname, '..', 'dist', 'service', 'metafob.cjs');

if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`metafob needs Node.js 20.19 or newer; this is ${process.versions.node}.`);
  console.error('Install a newer one from https://nodejs.org/ and run the command again.');
  process.exitCode = 1;
} else if (!existsSync(bundle)) {
  console.error('metafob is not built yet. In its directory, run:');
  console.error('  npm ci && npm run build');
  process.exitCode = 1;
} else {
  // Not the default place below the shared temporary directory, where others could plant compiled code.
  const cache = process.env.LOCALAPPDATA ?? join(require('node:os').homedir(), '.cache');
  const compiled = join(cache, 'metafob', 'compile-cache');
  if (isOwn(compiled)) require('node:module').enableCompileCache?.(compiled);
  require(bundle);
}
