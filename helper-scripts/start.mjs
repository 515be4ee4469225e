/**
 * `npm start`: runs the built desktop app. Where Electron's program is not there yet, Electron's own installer
 * downloads it; where that fails, two lines say why and what works without it.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, run, say } from './prepare/process.mjs';

const electronPackage = join(root, 'node_modules', 'electron');

/** Electron's program, or undefined when it is to be downloaded. The package reads the same places. */
const findElectron = () => {
  const pathFile = join(electronPackage, 'path.txt');
  const name = existsSync(pathFile) ? readFileSync(pathFile, 'utf8') : undefined;
  const elsewhere = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (elsewhere !== undefined && elsewhere !== '') return join(elsewhere, name ?? 'electron');
  if (name === undefined) return undefined;
  const program = join(electronPackage, 'dist', name);
  return existsSync(program) ? program : undefined;
};

/** Why the installer failed, from the stack trace that it prints; undefined when it did not. */
const install = () => {
  if (!existsSync(join(electronPackage, 'install.js'))) return 'the package "electron" is not installed';
  say('downloading Electron, once');
  const { status, stderr, error } = spawnSync(process.execPath, [join(electronPackage, 'install.js')], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
  });
  if (status === 0 && findElectron() !== undefined) return undefined;
  const lines = (stderr ?? '').split('\n').map((line) => line.trim());
  return error?.message ?? lines.find((line) => /error/i.test(line)) ?? `exit code ${status}`;
};

const start = async (args) => {
  const reason = findElectron() === undefined ? install() : undefined;
  const program = findElectron();
  if (program === undefined) {
    say(`Electron could not be downloaded (${reason}): check the network or the proxy, then try again`);
    say(
      'without it there is no tray, but "node bin/metafob.js serve" serves programs and asks on a web page',
    );
    return 1;
  }
  return run(program, ['.', ...args]);
};

process.exitCode = await start(process.argv.slice(2));
