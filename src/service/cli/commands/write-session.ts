import { storedKeyIdentity } from '../../../core/profiles/profile.ts';
import { failed, type Result, success } from '../../../core/result.ts';
import { toTimestamp } from '../../../core/sessions/credentials.ts';
import type { ConfigProblem } from '../../../node/config/config-problem.ts';
import { ownConfigFile } from '../../../node/config/locate-config-files.ts';
import { profileSectionName } from '../../../node/config/profile-section-name.ts';
import { createStoredAccessKeys } from '../../../node/secrets/stored-access-keys.ts';
import { awsKeyFiles, sectionWithoutMfa } from '../../../node/user-files/aws-files.ts';
import { type Edited, readSection, removeEntries, setEntries } from '../../../node/user-files/edit-ini.ts';
import {
  findKeyHome,
  type KeyHome,
  keepLongTermKeys,
  readUserText,
} from '../../../node/user-files/keep-long-term-keys.ts';
import {
  heldKeys,
  keyNames,
  type LongTermKeys,
  longTermEntries,
  type SessionKeys,
  sessionEntries,
} from '../../../node/user-files/long-term-keys.ts';
import { maskSecrets } from '../../../node/user-files/mask-secrets.ts';
import { updateUserFile } from '../../../node/user-files/update-user-file.ts';
import { openBroker } from '../broker.ts';
import { CliError } from '../cli-error.ts';
import type { CommandContext } from '../command-context.ts';
import {
  configurationError,
  type LocalOptions,
  openLocalStore,
  readConfiguration,
  whereaboutsOf,
} from '../local-secrets.ts';
import { type Report, sentence } from '../output/report.ts';
import { mfaSecretOf } from './configure-mfa-secret.ts';
import { makeSession } from './login.ts';

export interface WriteOptions extends LocalOptions {
  readonly code?: string;
  readonly as?: string;
}

/** Makes a session as `login` does, also without a service, and writes it into the credentials file. */
export async function writeLogin(
  context: CommandContext,
  profileArgument: string | undefined,
  options: WriteOptions,
): Promise<Report> {
  const { profile, session } = await sessionOf(context, profileArgument, options);
  const mfaSerial = await configuredSerial(context, profile, options);
  const keys = mfaSerial === undefined ? session : { ...session, mfaSerial };
  const written = await writeSession(context, options.as ?? profile, keys, options);
  return reportOf(profile, session, written);
}

/**
 * AWS-recipes keeps the serial number beside the session. A configuration that cannot be read costs only that:
 * the session is made already.
 */
async function configuredSerial(
  { io }: CommandContext,
  name: string,
  options: LocalOptions,
): Promise<string | undefined> {
  const configuration = await readConfiguration(io, options).catch((error: unknown) => {
    if (error instanceof CliError) return undefined;
    throw error;
  });
  return configuration?.profiles.find((profile) => profile.name === name)?.mfa.serialNumber;
}

async function sessionOf(
  context: CommandContext,
  profileArgument: string | undefined,
  { code, ...options }: WriteOptions,
): Promise<{ readonly profile: string; readonly session: SessionKeys }> {
  try {
    const { profile, session } = await makeSession(context, profileArgument, code);
    if (session === undefined) throw new CliError('unexpected', `Profile ${profile} has no session.`);
    const { accessKey, secretKey, sessionToken, expiration } = session;
    return {
      profile,
      session: { accessKeyId: accessKey, secretAccessKey: secretKey, sessionToken, expiration },
    };
  } catch (error) {
    const isNamed = context.url !== undefined || Boolean(context.io.environment.METAFOB_URL);
    const isAbsent = error instanceof CliError && ['not-running', 'no-token'].includes(error.kind);
    if (!isAbsent || isNamed || code !== undefined) throw error;
  }
  const profile = profileArgument ?? (await readConfiguration(context.io, options)).initialProfile;
  return { profile, session: await brokeredSession(context, profile, options) };
}

/** Credentials of a profile from the running service, or from an engine of this command's own. */
export async function brokeredSession(
  context: CommandContext,
  profile: string,
  { config }: Pick<LocalOptions, 'config'>,
): Promise<SessionKeys> {
  const broker = await openBroker(context, config === undefined ? {} : { config });
  try {
    const { accessKeyId, secretAccessKey, sessionToken, expiresAt } = await broker.credentials(profile);
    return { accessKeyId, secretAccessKey, sessionToken, expiration: toTimestamp(expiresAt) };
  } finally {
    await broker.close();
  }
}

export interface WrittenSession {
  readonly file: string;
  readonly section: string;
  readonly backup?: string;
  /** Where long-term keys went that the section held. */
  readonly movedTo?: KeyHome;
}

/**
 * Writes a session into a section of the credentials file. Long-term keys that the section holds are moved
 * first, as `configure` would store them.
 *
 * @throws CliError `configuration`
 */
export async function writeSession(
  { io }: CommandContext,
  section: string,
  session: SessionKeys,
  options: LocalOptions,
): Promise<WrittenSession> {
  const files = awsKeyFiles(io.environment, io.homeDirectory);
  const file = files.credentials;
  const read = readSection(await readUserText(file), section);
  if (!read.ok) throw configurationError([{ file, ...read.failure }]);
  const held = heldKeys(read.value);
  const home = held.kind === 'long-term' ? await keepSafe(held.keys) : undefined;
  const heldSerial = held.kind === 'long-term' ? held.keys.mfaSerial : read.value?.get('aws_mfa_serial');
  const mfaSerial = heldSerial ?? session.mfaSerial;
  const update = await updateUserFile(file, edit, {
    now: io.now(),
    backupText: (text) => maskSecrets(text, section),
  });
  if (!update.ok) throw configurationError([update.failure]);
  const { backup } = update.value;
  return {
    file,
    section,
    ...(backup !== undefined && { backup }),
    ...(home !== undefined && { movedTo: home }),
  };

  /** In one step with the rest where both are in this file. */
  function edit(text: string): Edited {
    const now = readSection(text, section);
    if (!now.ok) return now;
    const present = heldKeys(now.value);
    const isOurs = held.kind === 'long-term' && present.kind === 'long-term' && same(held.keys, present.keys);
    if (present.kind === 'long-term' && !isOurs) {
      return failed({ line: 1, message: `[${section}] has changed meanwhile; run the command again` });
    }
    const moved =
      home?.file === file && held.kind === 'long-term'
        ? setEntries(text, home.section, longTermEntries(held.keys))
        : success(text);
    const cleared = moved.ok ? removeEntries(moved.value, section, ['aws_security_token']) : moved;
    return cleared.ok
      ? setEntries(cleared.value, section, sessionEntries(mfaSerial ? { ...session, mfaSerial } : session))
      : cleared;
  }

  async function keepSafe(keys: LongTermKeys): Promise<KeyHome> {
    const ownFile = options.config ?? ownConfigFile(whereaboutsOf(io));
    const wanted = await findKeyHome(files, ownFile, section);
    const store = openLocalStore(io, options);
    const hasNoStore = wanted.kind === 'keychain' && (await store.place()) === 'memory';
    const target: KeyHome = hasNoStore ? { kind: 'file', file, section: sectionWithoutMfa(section) } : wanted;
    await refuseOtherKey(target, keys);
    if (target.file === file) return target;
    const carry = await mfaSecretOf(io, options, store, section);
    const kept = await keepLongTermKeys({
      home: target,
      keys,
      storedKeys: async () => createStoredAccessKeys(store),
      now: io.now(),
    });
    if (!kept.ok) throw configurationError([kept.failure]);
    if (target.kind === 'keychain') await carry(storedKeyIdentity(keys.accessKeyId));
    return target;
  }
}

const same = (one: LongTermKeys, other: LongTermKeys): boolean =>
  one.accessKeyId === other.accessKeyId && one.secretAccessKey === other.secretAccessKey;

/** Neither of two keys may be lost. */
async function refuseOtherKey(home: KeyHome, { accessKeyId }: LongTermKeys): Promise<void> {
  const { file, section } = home;
  const present = presentKeyId(await readUserText(file), home);
  if (!present.ok) throw configurationError([{ file, ...present.failure }]);
  if (!present.value || present.value === accessKeyId) return;
  throw new CliError(
    'configuration',
    `The section holds the long-term key ${accessKeyId}, which would have to move to [${section}] of ${file}; but that uses another key, ${present.value}. Write the session elsewhere with --as, or remove one of the keys. Nothing was changed.`,
  );
}

function presentKeyId(
  text: string,
  { kind, section }: KeyHome,
): Result<string | undefined, Omit<ConfigProblem, 'file'>> {
  const dialect = kind === 'keychain' ? 'metafob' : 'aws';
  const own = readSection(text, section, dialect);
  if (!own.ok) return own;
  const id = own.value?.get(keyNames(dialect).id);
  const inherits =
    kind === 'keychain' && (own.value !== undefined || section === profileSectionName('default'));
  if (id !== undefined || !inherits) return success(id);
  const aws = readSection(text, 'aws', dialect);
  return aws.ok ? success(aws.value?.get('access_key')) : aws;
}

export function reportOf(
  profile: string,
  { expiration }: SessionKeys,
  { file, section, backup, movedTo }: WrittenSession,
): Report {
  const lines = [`The session is in [${section}] of ${file}, until ${expiration}.`];
  if (movedTo !== undefined) {
    const where = movedTo.kind === 'keychain' ? 'the store, and its id to ' : '';
    lines.push(`The long-term key that was there moved to ${where}[${movedTo.section}] of ${movedTo.file}.`);
  }
  if (backup !== undefined) lines.push(`Copy of the file before, without those secrets: ${backup}`);
  return sentence(lines.join('\n'), { profile, section, file, expiration, backup, movedTo });
}
