import {
  accessKeyIdentity,
  type Identity,
  type Profile,
  storedKeyIdentity,
} from '../../../core/profiles/profile.ts';
import { failed, type Result, success } from '../../../core/result.ts';
import { describeFailure } from '../../../core/sessions/failure.ts';
import { formatConfigProblem } from '../../../node/config/config-problem.ts';
import type { Configuration } from '../../../node/config/load-configuration.ts';
import { createMfaSecrets } from '../../../node/secrets/mfa-secrets.ts';
import { hasCode } from '../../../node/secrets/private-file.ts';
import type { SecretStore } from '../../../node/secrets/secret-store.ts';
import { createStoredAccessKeys } from '../../../node/secrets/stored-access-keys.ts';
import { awsKeyFiles } from '../../../node/user-files/aws-files.ts';
import type { IniDialect } from '../../../node/user-files/ini-lines.ts';
import { readUserText, storeAndVerify } from '../../../node/user-files/keep-long-term-keys.ts';
import {
  type AccessKeyPair,
  replaceAccessKey,
  usesOfKey,
} from '../../../node/user-files/replace-access-key.ts';
import { updateUserFile } from '../../../node/user-files/update-user-file.ts';
import { CliError } from '../cli-error.ts';
import type { CliIo } from '../cli-io.ts';
import type { LocalOptions } from '../local-secrets.ts';
import { mfaSecretOf } from './configure-mfa-secret.ts';

/** Where this machine has a long-term key, and how another one comes there. */
export interface KeyPlaces {
  readonly key: AccessKeyPair;
  readonly files: readonly string[];
  replace(from: AccessKeyPair, to: AccessKeyPair): Promise<Result<void, string>>;
  /** Files other than those of this key that use another one. */
  usedIn(accessKeyId: string): Promise<readonly string[]>;
  forget(key: AccessKeyPair): Promise<Result<void, string>>;
}

interface Search {
  readonly io: CliIo;
  readonly options: LocalOptions;
  readonly configuration: Configuration;
  readonly profile: Profile;
  readonly store: SecretStore;
}

interface KeyFile {
  readonly file: string;
  readonly dialect: IniDialect;
}

/** @throws CliError `configuration` when the secret can not be read or the key is in no file. */
export async function findKeyPlaces({
  io,
  options,
  configuration,
  profile,
  store,
}: Search): Promise<KeyPlaces> {
  const { identity } = profile;
  if (identity.kind !== 'access-key' && identity.kind !== 'stored-key') {
    throw new CliError('configuration', `Profile ${profile.name} has no long-term key.`);
  }
  const storedKeys = createStoredAccessKeys(store);
  const { accessKeyId } = identity;
  const isStored = identity.kind === 'stored-key';
  const secretAccessKey = isStored ? await storedSecret(accessKeyId) : identity.secretAccessKey;
  // Other profiles may have the same key, one in a file and one in the keychain.
  const inKeychain = configuration.profiles.some(
    ({ identity: other }) => other.kind === 'stored-key' && other.accessKeyId === accessKeyId,
  );
  const files = await filesWith(io, configuration, accessKeyId);
  if (files.length === 0) {
    throw new CliError(
      'configuration',
      `The key ${accessKeyId} of profile ${profile.name} is in a file that Metafob can not change (${profile.origin.file}). Rotate it there.`,
    );
  }
  const carry = await mfaSecretOf(io, options, store, profile.name);

  return {
    key: { accessKeyId, secretAccessKey },
    files: files.map(({ file }) => file),

    async replace(from, to) {
      if (inKeychain) {
        const stored = await storeAndVerify(storedKeys, to);
        if (!stored.ok) return stored;
      }
      try {
        await carry(identityOf(to));
      } catch (error) {
        return failed(`The MFA secret can not be kept for the new key: ${String(error)}.`);
      }
      for (const { file, dialect } of files) {
        const update = await updateUserFile(
          file,
          (text) => replaceAccessKey(text, from.accessKeyId, to, dialect),
          { now: io.now() },
        );
        if (!update.ok) return failed(`${formatConfigProblem(update.failure)}.`);
      }
      return success(undefined);
    },

    usedIn: async (otherId) => (await filesWith(io, configuration, otherId)).map(({ file }) => file),

    async forget(key) {
      const identity = identityOf(key);
      await createMfaSecrets(store).remove({ ...profile, identity });
      if (!inKeychain) return success(undefined);
      const removed = await storedKeys.remove(key.accessKeyId);
      return removed.ok ? success(undefined) : failed(removed.failure.reason);
    },
  };

  function identityOf({ accessKeyId, secretAccessKey }: AccessKeyPair): Identity {
    return isStored ? storedKeyIdentity(accessKeyId) : accessKeyIdentity(accessKeyId, secretAccessKey);
  }

  async function storedSecret(accessKeyId: string): Promise<string> {
    const found = await storedKeys.find(accessKeyId);
    if (found.ok) return found.value.secretAccessKey;
    throw new CliError('configuration', describeFailure(found.failure));
  }
}

/** @throws CliError `configuration` when a file has the key in a form that can not be changed here. */
async function filesWith(
  io: CliIo,
  configuration: Configuration,
  accessKeyId: string,
): Promise<readonly KeyFile[]> {
  const { credentials, config, withoutMfa } = awsKeyFiles(io.environment, io.homeDirectory);
  const awsFiles = [credentials, config, withoutMfa];
  const candidates: KeyFile[] = [
    ...configuration.files
      .filter((file) => !awsFiles.includes(file))
      .map((file) => ({ file, dialect: 'metafob' as const })),
    ...awsFiles.map((file) => ({ file, dialect: 'aws' as const })),
  ];
  const found: KeyFile[] = [];
  for (const { file, dialect } of candidates) {
    const text = await textOf(file);
    if (!text.includes(accessKeyId)) continue;
    // What is only in a comment, or in another format such as YAML.
    const uses = usesOfKey(text, accessKeyId, dialect);
    const mentions = text.split('\n').filter((line) => line.includes(accessKeyId) && !/^\s*[#;]/.test(line));
    if (mentions.length > uses.length) {
      throw new CliError(
        'configuration',
        `${file} has the key ${accessKeyId} where Metafob can not change it. Take it out there, or rotate the key by hand.`,
      );
    }
    if (uses.length > 0) found.push({ file, dialect });
  }
  return found;
}

/** A folder of configuration files, as of alppaca, holds no keys. */
async function textOf(file: string): Promise<string> {
  try {
    return await readUserText(file);
  } catch (error) {
    if (hasCode(error, 'EISDIR')) return '';
    throw error;
  }
}
