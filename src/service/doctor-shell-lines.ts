import type { ShellLines } from '../node/doctor/shell-lines.ts';
import type { CliIo } from './cli/cli-io.ts';
import { ownCommandLine } from './cli/own-command-line.ts';
import { guessShell, type ShellName, shellCode, wordFor } from './shell-code.ts';

/** Lines for the shell that the environment names, and for `metafob` where it can be found. */
export async function createShellLines(io: Pick<CliIo, 'environment' | 'platform'>): Promise<ShellLines> {
  const shell = guessShell(io);
  const program = await ownCommandLine(io, []);
  return {
    variables: ({ set = {}, unset = [] }) => oneLine(shell, shellCode(shell, { set, unset })),
    // A word that no pasted line can hold is left for the user to type.
    metafob: (...words) => [program, ...words.map((word) => wordFor(shell, word) ?? '…')].join(' '),
    both: (first, second) => (shell === 'powershell' ? `${first}; ${second}` : `${first} && ${second}`),
  };
}

/** A command a line becomes one line that can be typed. */
function oneLine(shell: ShellName, code: string): string {
  const commands = code.split('\n').map((line) => line.replace(/^@|;$/g, ''));
  return commands.join(shell === 'cmd' ? ' & ' : '; ');
}
