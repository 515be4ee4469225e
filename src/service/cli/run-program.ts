import { spawn } from 'node:child_process';
import { constants } from 'node:os';

/** As shells have it. */
const NOT_EXECUTABLE = 126;
const NOT_FOUND = 127;

export interface ProgramOutcome {
  readonly exitCode: number;
  /** Why the program could not be started. */
  readonly problem?: string;
}

/** What a process may be sent besides what ends it at once. */
const forwarded = ['SIGTERM', 'SIGHUP', 'SIGINT', 'SIGQUIT', 'SIGUSR1', 'SIGUSR2'] as const;

/** In a terminal, Ctrl-C and Ctrl-\ reach the program by themselves. */
const fromKeyboard: readonly NodeJS.Signals[] = ['SIGINT', 'SIGQUIT'];

/** Undefined when Node.js refuses, for instance because of a NUL; its own words may quote a secret. */
function start(
  command: string,
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
) {
  try {
    return spawn(command, args, { env: { ...environment }, stdio: 'inherit', shell: false });
  } catch {
    return undefined;
  }
}

/**
 * Runs a program in the place of this one: with its standard streams and without a shell. Signals are passed
 * on. Resolves with its exit code, or 128 and the number of the signal that ended it.
 */
export function runProgram(
  [command = '', ...args]: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
  { isTerminal }: { readonly isTerminal: boolean },
): Promise<ProgramOutcome> {
  return new Promise((resolve) => {
    const child = start(command, args, environment);
    if (child === undefined) {
      resolve({ exitCode: NOT_EXECUTABLE, problem: `“${command}” cannot be run with these arguments.` });
      return;
    }
    const forwarders = forwarded.map((signal) => {
      const forward = () => {
        if (!(isTerminal && fromKeyboard.includes(signal))) child.kill(signal);
      };
      process.on(signal, forward);
      return () => process.off(signal, forward);
    });
    const end = (outcome: ProgramOutcome) => {
      for (const stop of forwarders) stop();
      resolve(outcome);
    };
    child.once('error', (error: NodeJS.ErrnoException) => {
      const isMissing = error.code === 'ENOENT';
      end({
        exitCode: isMissing ? NOT_FOUND : NOT_EXECUTABLE,
        problem: isMissing
          ? `There is no program “${command}” in PATH.`
          : `“${command}” cannot be run (${error.code ?? error.message}).`,
      });
    });
    child.once('exit', (code, signal) => end({ exitCode: code ?? 128 + numberOf(signal) }));
  });
}

const numberOf = (signal: NodeJS.Signals | null): number => (signal === null ? 0 : constants.signals[signal]);
