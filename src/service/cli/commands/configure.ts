import type { IdentityFacts } from '../../../core/ports.ts';
import { accessKeyIdentity, type Profile, storedKeyIdentity } from '../../../core/profiles/profile.ts';
import { describeFailure } from '../../../core/sessions/failure.ts';
import { ownConfigFile } from '../../../node/config/locate-config-files.ts';
import { createMemoryStore } from '../../../node/secrets/memory-store.ts';
import { createStoredAccessKeys } from '../../../node/secrets/stored-access-keys.ts';
import { createLazyAwsPort } from '../../../node/sts/lazy-aws-port.ts';
import { awsKeyFiles } from '../../../node/user-files/aws-files.ts';
import { findKeyHome, keepLongTermKeys } from '../../../node/user-files/keep-long-term-keys.ts';
import type { AccessKeyPair } from '../../../node/user-files/replace-access-key.ts';
import { createBaseCredentialSources } from '../../base-credential-sources.ts';
import { CliError } from '../cli-error.ts';
import type { CliIo } from '../cli-io.ts';
import type { CommandContext } from '../command-context.ts';
import { configurationError, type LocalOptions, openLastingStore, whereaboutsOf } from '../local-secrets.ts';
import { type Report, sentence } from '../output/report.ts';
import { waitForProfile } from '../wait-for-profile.ts';
import { mfaSecretOf } from './configure-mfa-secret.ts';
import { chooseDevice, type KeySource, readKey } from './configure-questions.ts';

export interface ConfigureOptions extends LocalOptions, KeySource {
  readonly mfaSerial?: string;
  readonly region?: string;
  readonly verify: boolean;
}

/** Stores a long-term key for a profile, after AWS has said whose it is. */
export async function configure(
  context: CommandContext,
  name: string,
  options: ConfigureOptions,
): Promise<Report> {
  const { io } = context;
  refuseName(name);
  const key = await readKey(io, options);
  const facts = options.verify ? await whoseKey(io, key, options.region ?? 'us-east-1') : undefined;
  const mfaSerial = options.mfaSerial ?? (facts && (await chooseDevice(io, facts)));
  const ownFile = options.config ?? ownConfigFile(whereaboutsOf(io));
  const home = await findKeyHome(awsKeyFiles(io.environment, io.homeDirectory), ownFile, name);
  // A store only where it is needed: opening one may ask for a passphrase.
  const store = home.kind === 'keychain' ? await openLastingStore(io, options) : createMemoryStore();
  const isSameUser = ({ identity, mfa }: Profile): boolean =>
    identity.id === key.accessKeyId || (mfaSerial !== undefined && mfa.serialNumber === mfaSerial);
  const carry = await mfaSecretOf(io, options, store, name, isSameUser);
  const kept = await keepLongTermKeys({
    home,
    keys: { ...key, ...(mfaSerial && { mfaSerial }), ...(options.region && { region: options.region }) },
    storedKeys: async () => createStoredAccessKeys(store),
    now: io.now(),
  });
  if (!kept.ok) throw configurationError([kept.failure]);
  if (home.kind === 'keychain') await carry(storedKeyIdentity(key.accessKeyId));
  await waitForProfile(context, name);

  const owner =
    facts?.userName === undefined ? '' : ` of user ${facts.userName} (account ${facts.accountId})`;
  const place = `[${home.section}] of ${home.file}`;
  const device = mfaSerial === undefined ? 'no MFA device' : `the MFA device ${mfaSerial}`;
  const text =
    home.kind === 'keychain'
      ? `The key ${key.accessKeyId}${owner} is stored, with ${device}: its id in ${place}, its secret in the secret store (${store.description.replace(/\.$/, '')}).`
      : `The key ${key.accessKeyId}${owner} is stored in ${place}, with ${device}.`;
  return sentence(text, {
    profile: name,
    accessKeyId: key.accessKeyId,
    accountId: facts?.accountId,
    userName: facts?.userName,
    mfaSerial,
    ...home,
    backup: kept.value.backup,
  });
}

function refuseName(name: string): void {
  if (/^[^\]/\p{Cc}]+$/u.test(name) && name === name.trim() && !['.', '..'].includes(name)) return;
  throw new CliError(
    'usage',
    'The name of a profile must not be empty nor contain / or ] or control characters.',
  );
}

/** @throws CliError of the kind of failure that AWS told */
async function whoseKey(io: CliIo, key: AccessKeyPair, region: string): Promise<IdentityFacts> {
  const sources = createBaseCredentialSources({ secretStore: createMemoryStore() });
  const aws = createLazyAwsPort({ now: io.now }, io.environment, sources);
  const identity = accessKeyIdentity(key.accessKeyId, key.secretAccessKey);
  const { result } = await aws.describeIdentity({ identity, region, clockSkewMs: 0, findDevices: true });
  if (result.ok) return result.value;
  throw new CliError(
    result.failure.kind,
    `${describeFailure(result.failure)} Nothing was stored; --no-verify stores the key without asking AWS.`,
  );
}
