import { guessShell, type ShellName, shellCode } from '../../shell-code.ts';
import { openBroker } from '../broker.ts';
import type { CommandContext } from '../command-context.ts';
import type { Report } from '../output/report.ts';
import { conflictingVariables, exportedVariables } from '../program-variables.ts';

/**
 * Prints the keys of a profile as code for a shell, as `imsa export` does. They are used before whatever the
 * active profile is, and that one stays.
 */
export async function exportKeys(
  context: CommandContext,
  profile: string,
  { shell, config }: { readonly shell?: ShellName; readonly config?: string },
): Promise<Report> {
  const broker = await openBroker(context, config === undefined ? {} : { config });
  try {
    const set = exportedVariables(await broker.credentials(profile));
    const text = shellCode(shell ?? guessShell(context.io), { set, unset: conflictingVariables });
    return { json: set, text: () => text };
  } finally {
    await broker.close();
  }
}
