import { guessShell, type ShellName, shellCode } from '../../shell-code.ts';
import { runningClient } from '../broker.ts';
import { CliError } from '../cli-error.ts';
import type { CommandContext } from '../command-context.ts';
import { requireProfile } from '../connect.ts';
import type { Report } from '../output/report.ts';
import { conflictingVariables, containerVariables } from '../program-variables.ts';

/** Prints code with which the programs of a shell use one profile, whichever is active elsewhere. */
export async function env(
  context: CommandContext,
  profileArgument: string | undefined,
  { shell, token }: { readonly shell?: ShellName; readonly token?: true },
): Promise<Report> {
  const client = await runningClient(context);
  if (client === undefined) {
    throw new CliError(
      'not-running',
      'No service is running, and the variables lead to one. Start it with “metafob start”, or use “metafob exec” or “metafob export”, which need none.',
    );
  }
  const view = await client.state();
  const { name } = requireProfile(view, profileArgument ?? view.activeProfile);
  const set = await containerVariables(name, await client.access(name), token === true);
  const text = shellCode(shell ?? guessShell(context.io), { set, unset: conflictingVariables });
  return { json: set, text: () => text };
}
