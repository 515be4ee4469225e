import { CliError } from '../cli-error.ts';
import type { CommandContext } from '../command-context.ts';
import { connect } from '../connect.ts';
import { type Report, sentence } from '../output/report.ts';

/** Forgets the sessions of one profile (the active one when none is named) or of all. */
export async function clear(
  context: CommandContext,
  profile: string | undefined,
  all: boolean,
): Promise<Report> {
  if (all && profile !== undefined) {
    throw new CliError('usage', 'Name a profile or give --all, not both.');
  }
  const client = await connect(context);
  if (all) {
    await client.clearAllSessions();
    return sentence('All sessions are cleared.', { cleared: 'all' });
  }
  if (profile === undefined) {
    await client.clearActiveSession();
    return sentence('The session of the active profile is cleared.', { cleared: 'active-profile' });
  }
  await client.clearSession(profile);
  return sentence(`The session of profile ${profile} is cleared.`, { cleared: 'profile', profile });
}
