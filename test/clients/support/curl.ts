import { type CommandOutcome, runCommand } from '../../support/aws-environment.ts';

/** Runs curl quietly on an address; the last line of its output is the status. */
export const curl = (url: string, ...options: readonly string[]): Promise<CommandOutcome> =>
  runCommand('curl', ['--silent', '--show-error', '--write-out', '\n%{http_code}', ...options, url], {
    PATH: process.env.PATH ?? '',
  });
