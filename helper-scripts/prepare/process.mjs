/** Running other programs: with the local tools first on PATH, signals passed on and exit codes kept. */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** One line about what the starter does itself. */
export const say = (message) => console.log(`metafob: ${message}`);

/** Something a command needs could not be made ready; the message says what to do. */
export class StepFailure extends Error {
  constructor(message, exitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

const forwarded = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** The terminal sends Ctrl-C to the whole process group, children included: only then is it not repeated. */
const forwardSignals = (child) => {
  const forward = (signal) => {
    if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
  };
  for (const signal of forwarded) process.on(signal, forward);
  return () => {
    for (const signal of forwarded) process.off(signal, forward);
  };
};

/** True for the exit codes of a program that one of these signals ended: what follows is not wanted either. */
export const wasInterrupted = (exitCode) =>
  forwarded.some((signal) => exitCode === 128 + constants.signals[signal]);

const environment = (extra) => ({
  ...process.env,
  PATH: [join(root, 'node_modules', '.bin'), process.env.PATH].join(delimiter),
  ...extra,
});

/** Runs a program in the project's folder and gives its exit code (128 + n when signal n ended it). */
export const run = (program, args, extraEnvironment = {}) =>
  new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: root,
      env: environment(extraEnvironment),
      stdio: 'inherit',
      shell: process.platform === 'win32',
    });
    const stopForwarding = forwardSignals(child);
    child.on('error', (error) => reject(new StepFailure(`cannot start ${program}: ${error.message}`)));
    child.on('close', (code, signal) => {
      stopForwarding();
      resolve(code ?? 128 + constants.signals[signal]);
    });
  });
