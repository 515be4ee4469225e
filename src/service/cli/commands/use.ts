import type { SessionResponse } from '../../../shared/manage-api.ts';
import { CliError, type CliErrorKind } from '../cli-error.ts';
import type { CommandContext } from '../command-context.ts';
import { connect, unknownProfile } from '../connect.ts';
import type { ManageClient } from '../manage-client.ts';
import { type Report, sentence } from '../output/report.ts';
import { timeLeft } from '../output/time-left.ts';

/** Makes a profile the active one: the one whose credentials the metadata address gives. */
export async function use(context: CommandContext, profile: string): Promise<Report> {
  const client = await connect(context);
  const { session } = await switchTo(client, profile);
  const state =
    session === undefined
      ? `No session yet: the first program that asks gets one, or run “metafob login”.`
      : `Session: ${timeLeft(Date.parse(session.expiration), context.io.now())}.`;
  return sentence(`Profile ${profile} is in use now. ${state}`, {
    activeProfile: profile,
    ...expiryJson(session),
  });
}

async function switchTo(client: ManageClient, profile: string): Promise<SessionResponse> {
  try {
    return await client.useProfile(profile);
  } catch (error) {
    // aws-mock-metadata answers 400 for a name that does not exist.
    const doubtful: readonly CliErrorKind[] = ['unknown-profile', 'not-found', 'bad-request'];
    const isDoubtful = error instanceof CliError && doubtful.includes(error.kind);
    const names = isDoubtful ? await profileNames(client) : undefined;
    if (names === undefined || names.includes(profile)) throw error;
    throw new CliError('unknown-profile', unknownProfile(profile, names));
  }
}

/** Undefined when the service does not tell. */
async function profileNames(client: ManageClient): Promise<string[] | undefined> {
  try {
    return (await client.state()).profiles.map(({ name }) => name);
  } catch {
    return undefined;
  }
}

/** `expiresAt` for `--json`; the credentials themselves are never printed. */
export const expiryJson = (session: SessionResponse['session']): { expiresAt?: string } =>
  session === undefined ? {} : { expiresAt: new Date(session.expiration).toISOString() };
