import { openBroker } from '../broker.ts';
import type { CommandContext } from '../command-context.ts';
import type { Report } from '../output/report.ts';
import { use } from './use.ts';

/**
 * Switches to a profile like `imsa assume`: with a session at its end, for which it asks in the terminal if
 * need be. The profile in use stays when there is none to be had.
 */
export async function assume(context: CommandContext, profile: string): Promise<Report> {
  // For its error when nothing runs: a session of this process would help nobody.
  const { connect } = await import('../connect.ts');
  await (await connect(context)).state();
  const broker = await openBroker(context);
  try {
    await broker.credentials(profile);
  } finally {
    await broker.close();
  }
  return use(context, profile);
}
