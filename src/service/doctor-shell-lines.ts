import type { ShellLines } from '../node/doctor/shell-lines.ts';
import { shellLine } from '../node/host/addresses/plan.ts';
import type { CliIo } from './cli/cli-io.ts';
import { ownCommandLine } from './cli/own-command-line.ts';
import { guessShell, type ShellName, shellCode } from './shell-code.ts';

/** Lines for the shell that the environment names, and for `metafob` where it can be found. */
export async function createShellLines(io: Pick<CliIo, 'environment' | 'platform'>): Promise<ShellLines> {
  const shell = guessShell(io);
  const program = await ownCommandLine(io, []);
  return {
    variables: ({ set = {}, unset = [] }) => oneLine(shell, shellCode(shell, { set, unset })),
    metafob: (first, ...rest) => `${program} ${shellLine({ program: first ?? '--help', arguments: rest })}`,
    both: (first, second) => (shell === 'powershell' ? `${first}; ${second}` : `${first} && ${second}`),
  };
}

/** A command a line becomes one line that can be typed. */
function oneLine(shell: ShellName, code: string): string {
  const commands = code.split('\n').map((line) => line.replace(/^@|;$/g, ''));
  return commands.join(shell === 'cmd' ? ' & ' : '; ');
}
