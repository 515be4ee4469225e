import { failed, type Result, success } from '../../core/result.ts';
import type { ConfigProblem } from '../config/config-problem.ts';
import { profileSectionName } from '../config/profile-section-name.ts';
import { readIfPresent } from '../secrets/private-file.ts';
import type { StoredAccessKeys } from '../secrets/stored-access-keys.ts';
import { type AwsKeyFiles, sectionWithoutMfa } from './aws-files.ts';
import { type Edited, readSection, setEntries } from './edit-ini.ts';
import { type LongTermKeys, longTermEntries } from './long-term-keys.ts';
import { maskSecrets } from './mask-secrets.ts';
import { useStoredKey } from './replace-access-key.ts';
import { updateUserFile } from './update-user-file.ts';

/** Where long-term keys of a profile go: a section of a file, and the secret perhaps into the keychain. */
export type KeyHome =
  | { readonly kind: 'keychain'; readonly file: string; readonly section: string }
  | { readonly kind: 'file'; readonly file: string; readonly section: string };

/** The text of a file of the user; empty when there is none. @throws the system's error */
export const readUserText = async (file: string): Promise<string> =>
  Buffer.from((await readIfPresent(file)) ?? []).toString('utf8');

/**
 * Follows AWS-recipes where its conventions are in use: `~/.aws/credentials.no-mfa`, or a section `NAME-nomfa`
 * of the credentials file. Else the secret goes into the keychain and the rest into Metafob's own file.
 */
export async function findKeyHome(
  { credentials, withoutMfa }: AwsKeyFiles,
  ownFile: string,
  profile: string,
): Promise<KeyHome> {
  if ((await readIfPresent(withoutMfa)) !== undefined) {
    return { kind: 'file', file: withoutMfa, section: profile };
  }
  const section = sectionWithoutMfa(profile);
  const existing = readSection(await readUserText(credentials), section);
  if (existing.ok && existing.value !== undefined) return { kind: 'file', file: credentials, section };
  return { kind: 'keychain', file: ownFile, section: profileSectionName(profile) };
}

export interface KeepOptions {
  readonly home: KeyHome;
  readonly keys: LongTermKeys & { readonly region?: string };
  /** Asked for only when the secret goes there. */
  readonly storedKeys: () => Promise<StoredAccessKeys>;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** Puts long-term keys into their home. A secret is stored and read back before a file points to it. */
export async function keepLongTermKeys({
  home,
  keys,
  storedKeys,
  now,
}: KeepOptions): Promise<Result<{ readonly backup?: string }, ConfigProblem>> {
  const { file, section } = home;
  if (home.kind === 'keychain') {
    const stored = await storeAndVerify(await storedKeys(), keys);
    if (!stored.ok) return failed({ file, line: 1, message: `${stored.failure} This file is as it was.` });
  }
  const edit = (text: string): Edited =>
    home.kind === 'keychain'
      ? useStoredKey(text, section, keys)
      : setEntries(text, section, { ...longTermEntries(keys), ...(keys.region && { region: keys.region }) });
  const dialect = home.kind === 'keychain' ? 'metafob' : 'aws';
  return updateUserFile(file, edit, { now, backupText: (text) => maskSecrets(text, section, dialect) });
}

/** The failure is a sentence. */
export async function storeAndVerify(
  storedKeys: StoredAccessKeys,
  { accessKeyId, secretAccessKey }: LongTermKeys,
): Promise<Result<void, string>> {
  const stored = await storedKeys.set(accessKeyId, secretAccessKey);
  if (!stored.ok) return failed(stored.failure.reason);
  const found = await storedKeys.find(accessKeyId);
  if (found.ok && found.value.secretAccessKey === secretAccessKey) return success(undefined);
  return failed(`The secret key of ${accessKeyId} could not be read back after it was stored.`);
}
