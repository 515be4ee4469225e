import { success } from '../../core/result.ts';
import { type Edited, readSection, removeEntries, sectionNames, setEntries } from './edit-ini.ts';
import type { IniDialect } from './ini-lines.ts';
import { keyNames } from './long-term-keys.ts';

export interface AccessKeyPair {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

export interface KeyUse {
  readonly section: string;
  /** What stands beside the id; absent when the secret is elsewhere, such as in the keychain. */
  readonly secretAccessKey?: string;
}

/** The sections of a file that use a long-term access key. */
export function usesOfKey(text: string, accessKeyId: string, dialect: IniDialect): readonly KeyUse[] {
  const { id, secret } = keyNames(dialect);
  return [...new Set(sectionNames(text))].flatMap((section) => {
    const entries = readSection(text, section, dialect);
    if (!entries.ok || entries.value?.get(id) !== accessKeyId) return [];
    const secretAccessKey = entries.value.get(secret);
    return [{ section, ...(secretAccessKey !== undefined && { secretAccessKey }) }];
  });
}

/** Puts one long-term key in the place of another, wherever the file uses that. */
export function replaceAccessKey(
  text: string,
  oldAccessKeyId: string,
  key: AccessKeyPair,
  dialect: IniDialect,
): Edited {
  const { id, secret } = keyNames(dialect);
  return usesOfKey(text, oldAccessKeyId, dialect).reduce<Edited>(
    (edited, { section, secretAccessKey }) =>
      edited.ok
        ? setEntries(
            edited.value,
            section,
            {
              [id]: key.accessKeyId,
              ...(secretAccessKey !== undefined && { [secret]: key.secretAccessKey }),
            },
            dialect,
          )
        : edited,
    success(text),
  );
}

/** A section of Metafob's own configuration whose secret key is in the keychain from now on. */
export function useStoredKey(
  text: string,
  section: string,
  { accessKeyId, ...settings }: { readonly accessKeyId: string; mfaSerial?: string; region?: string },
): Edited {
  const without = removeEntries(text, section, ['secret_key'], 'metafob');
  if (!without.ok) return without;
  return setEntries(
    without.value,
    section,
    {
      access_key: accessKeyId,
      secret_key_in: 'keychain',
      ...(settings.mfaSerial !== undefined && { mfa_serial: settings.mfaSerial }),
      ...(settings.region !== undefined && { region: settings.region }),
    },
    'metafob',
  );
}
