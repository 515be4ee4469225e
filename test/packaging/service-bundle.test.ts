import { execFile } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { requiredPackages } from './support/required-packages.ts';

const scripts = globSync('dist/service/**/*.cjs');

describe('the service bundle', () => {
  it('is built', () => {
    expect(scripts).toContain('dist/service/metafob.cjs');
  });

  it('loads no package but keytar: neither electron nor electron-store', () => {
    const required = scripts.flatMap((file) => requiredPackages(file, readFileSync(file, 'utf8')));
    expect([...new Set(required)]).toEqual(['keytar']);
  });

  it('runs in plain Node.js with electron and electron-store out of reach', async () => {
    const loadAll = `
      const { Module } = require('node:module');
      const load = Module._load;
      Module._load = function (name, ...rest) {
        if (/^electron(-store)?($|\\/)/.test(name)) throw new Error('asked for ' + name);
        return load.call(this, name, ...rest);
      };
      for (const file of JSON.parse(process.env.FILES)) require(file);
      console.log('loaded every part');
    `;
    // What stands for a package that is not installed throws by design.
    const parts = scripts.filter((file) => !file.includes('optional-peer-dep'));
    const FILES = JSON.stringify(parts.map((file) => resolve(file)));
    // metafob.cjs starts when it is loaded, so it gets something harmless to do.
    const options = ['--eval', loadAll, '--', 'metafob', '--version'];
    const { stdout } = await promisify(execFile)(process.execPath, options, {
      env: { ...process.env, FILES },
    });
    expect(stdout.split('\n')).toContain('loaded every part');
  });

  it('would be caught if it asked for electron', () => {
    expect(requiredPackages('a.cjs', "const { app } = require('electron/main');")).toEqual(['electron']);
    expect(requiredPackages('a.cjs', "import('electron-store').then(String);")).toEqual(['electron-store']);
    expect(requiredPackages('a.cjs', 'const text = \'require("electron")\';')).toEqual([]);
  });
});
