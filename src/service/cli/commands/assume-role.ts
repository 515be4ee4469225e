import { discoveredIdentity, type Profile } from '../../../core/profiles/profile.ts';
import { failed } from '../../../core/result.ts';
import { type Credentials, toTimestamp } from '../../../core/sessions/credentials.ts';
import { describeFailure } from '../../../core/sessions/failure.ts';
import { ownConfigFile } from '../../../node/config/locate-config-files.ts';
import { profileSectionName } from '../../../node/config/profile-section-name.ts';
import { createMemoryStore } from '../../../node/secrets/memory-store.ts';
import { createLazyAwsPort } from '../../../node/sts/lazy-aws-port.ts';
import { type Edited, readSection, setEntries } from '../../../node/user-files/edit-ini.ts';
import type { SessionKeys } from '../../../node/user-files/long-term-keys.ts';
import { updateUserFile } from '../../../node/user-files/update-user-file.ts';
import { shellWord } from '../../../shared/shell-word.ts';
import { createBaseCredentialSources } from '../../base-credential-sources.ts';
import { openBroker } from '../broker.ts';
import { CliError } from '../cli-error.ts';
import type { CommandContext } from '../command-context.ts';
import {
  configurationError,
  findProfile,
  type LocalOptions,
  readConfiguration,
  whereaboutsOf,
} from '../local-secrets.ts';
import { type Report, sentence } from '../output/report.ts';
import { waitForProfile } from '../wait-for-profile.ts';
import { brokeredSession, reportOf, writeSession } from './write-session.ts';

export interface AssumeRoleOptions extends LocalOptions {
  readonly as: string;
  readonly profile?: string;
  readonly externalId?: string;
  readonly duration?: string;
  readonly sessionName?: string;
  readonly write?: true;
}

/** A role to assume, and from whose session. */
interface Assumption {
  readonly source: string;
  readonly roleArn: string;
  readonly externalId?: string;
  readonly durationSeconds?: number;
  readonly sessionName?: string;
}

/** Assumes a role once, and keeps it as a profile of Metafob, or its credentials as a section. */
export async function assumeRole(
  context: CommandContext,
  role: string,
  options: AssumeRoleOptions,
): Promise<Report> {
  const durationSeconds = options.duration === undefined ? undefined : readDuration(options.duration);
  if (!/^arn:/.test(role)) return fromProfile(context, role, options);
  const source = options.profile ?? (await readConfiguration(context.io, options)).initialProfile;
  const assumption: Assumption = {
    source,
    roleArn: role,
    ...(options.externalId !== undefined && { externalId: options.externalId }),
    ...(options.sessionName !== undefined && { sessionName: options.sessionName }),
    ...(durationSeconds !== undefined && { durationSeconds }),
  };
  const session = await assume(context, assumption, options);
  if (options.write === true) {
    return reportOf(options.as, session, await writeSession(context, options.as, session, options));
  }
  return keepAsProfile(context, assumption, session, options);
}

/** The role of a profile, with what the configuration says about it. */
async function fromProfile(
  context: CommandContext,
  name: string,
  options: AssumeRoleOptions,
): Promise<Report> {
  const { roleArn }: Profile = findProfile(await readConfiguration(context.io, options), name);
  if (roleArn === undefined) {
    throw new CliError(
      'usage',
      `Profile ${name} has no role. Give the ARN of a role, with --profile ${name}.`,
    );
  }
  if (options.write !== true) {
    throw new CliError(
      'usage',
      `Profile ${name} is a profile already. With --write its credentials go into [${options.as}].`,
    );
  }
  if ([options.externalId, options.duration, options.sessionName, options.profile].some(Boolean)) {
    throw new CliError(
      'usage',
      `The settings of profile ${name} are in the configuration: leave out the other options, or give an ARN.`,
    );
  }
  const session = await brokeredSession(context, name, options);
  return reportOf(name, session, await writeSession(context, options.as, session, options));
}

function readDuration(text: string): number {
  const seconds = /^\d{3,5}$/.test(text) ? Number(text) : 0;
  if (seconds >= 900 && seconds <= 43_200) return seconds;
  throw new CliError('usage', '--duration is a number of seconds from 900 to 43200.');
}

async function assume(
  context: CommandContext,
  { source, roleArn, externalId, durationSeconds = 3600, sessionName = 'metafob' }: Assumption,
  { config }: LocalOptions,
): Promise<SessionKeys> {
  const { io } = context;
  const broker = await openBroker(context, config === undefined ? {} : { config });
  try {
    const { region, ...credentials } = await broker.credentials(source);
    const aws = createLazyAwsPort(
      { now: io.now },
      io.environment,
      createBaseCredentialSources({ secretStore: createMemoryStore() }),
    );
    const answer = await aws.assumeRole({
      identity: discoveredIdentity,
      region,
      clockSkewMs: 0,
      source: { ...credentials, obtainedAt: io.now() },
      roleArn,
      roleSessionName: sessionName,
      durationSeconds,
      ...(externalId !== undefined && { externalId }),
    });
    if (answer.result.ok) return toSession(answer.result.value);
    const { failure } = answer.result;
    throw new CliError(failure.kind, `${describeFailure(failure)} Nothing was written.`);
  } finally {
    await broker.close();
  }
}

const toSession = ({ expiresAt, accessKeyId, secretAccessKey, sessionToken }: Credentials): SessionKeys => ({
  accessKeyId,
  secretAccessKey,
  sessionToken,
  expiration: toTimestamp(expiresAt),
});

async function keepAsProfile(
  context: CommandContext,
  { source, roleArn, externalId, durationSeconds, sessionName }: Assumption,
  { expiration }: SessionKeys,
  options: AssumeRoleOptions,
): Promise<Report> {
  const { io } = context;
  const file = options.config ?? ownConfigFile(whereaboutsOf(io));
  const section = profileSectionName(options.as);
  const update = await updateUserFile(file, edit, { now: io.now() });
  if (!update.ok) throw configurationError([update.failure]);
  const { backup } = update.value;
  await waitForProfile(context, options.as);
  return sentence(
    `The role works. It is profile ${options.as} now, in [${section}] of ${file}: “metafob use ${shellWord(options.as)}”.`,
    { profile: options.as, section, file, roleArn, expiration, backup },
  );

  /** A profile of that name with keys of its own would become another one. */
  function edit(text: string): Edited {
    const existing = readSection(text, section, 'metafob');
    if (!existing.ok) return existing;
    const role = existing.value?.get('role_arn');
    if (existing.value !== undefined && role !== roleArn) {
      const message = `[${section}] is there already, for something else; choose another name for --as`;
      return failed({ line: 1, message });
    }
    return setEntries(text, section, entries(), 'metafob');
  }

  function entries(): Record<string, string> {
    return {
      source_profile: source,
      role_arn: roleArn,
      ...(externalId !== undefined && { external_id: externalId }),
      ...(sessionName !== undefined && { role_session_name: sessionName }),
      ...(durationSeconds !== undefined && { token_duration: String(durationSeconds) }),
    };
  }
}
