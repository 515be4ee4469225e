import type { Profile } from '../../core/profiles/profile.ts';
import type { ConfigProblem } from './config-problem.ts';
import type { MergedSections, ParsedFile } from './merged-sections.ts';
import { profileNameOf, profileSectionName } from './profile-section-name.ts';

/** An `mfa_secret` that stands in plain text in a file. The secret itself is in the profiles that use it. */
export interface PlainTextSecret {
  readonly file: string;
  readonly line: number;
  /** `aws` or `profile:NAME`. */
  readonly section: string;
  /** Names of the profiles whose `mfa.secretInFile` comes from this line; empty when it is overridden. */
  readonly profiles: readonly string[];
}

const secretKeys: readonly string[] = ['secret_key', 'mfa_secret'];

/** Elsewhere the key means nothing: there is no profile to import its secret for. */
const hasEffect = (section: string): boolean => section === 'aws' || profileNameOf(section) !== undefined;

const secretEntries = ({ sections }: ParsedFile) =>
  sections
    .flatMap(({ name, entries }) => entries.map((entry) => ({ ...entry, section: name })))
    .filter(({ key, value }) => secretKeys.includes(key) && value !== '');

/** Every `mfa_secret` in the files, overridden ones too: they can be read on disk all the same. */
export const findPlainTextSecrets = (
  files: readonly ParsedFile[],
  merged: MergedSections,
  profiles: readonly Profile[],
): readonly PlainTextSecret[] =>
  files.flatMap((parsed) =>
    secretEntries(parsed)
      .filter(({ key, section }) => key === 'mfa_secret' && hasEffect(section))
      .map(({ section, line }) => {
        const { file } = parsed;
        const usedBy = profiles.filter((profile) => {
          const source = secretSource(profile, merged);
          return source?.file === file && source.line === line;
        });
        return { file, line, section, profiles: usedBy.map(({ name }) => name) };
      }),
  );

const secretSource = ({ name, mfa }: Profile, merged: MergedSections) => {
  if (mfa.secretInFile === undefined) return undefined;
  const own = merged.get(profileSectionName(name))?.entries.get('mfa_secret');
  return own ?? merged.get('aws')?.entries.get('mfa_secret');
};

export const plainTextWarning = ({ file, line }: PlainTextSecret): ConfigProblem => ({
  file,
  line,
  key: 'mfa_secret',
  message:
    'mfa_secret stands in plain text in this file; run "metafob secret import" to move it to the keychain',
});

/** Warns when others than the owner have any right on a file that holds a long-term secret. */
export const exposedFileWarnings = (parsed: ParsedFile): readonly ConfigProblem[] => {
  const secret = secretEntries(parsed)[0];
  return secret === undefined ? [] : exposedFileWarning({ ...secret, file: parsed.file }, parsed.mode);
};

/** `secret`: where the first one stands; `mode`: of the file, absent where there are no POSIX permissions. */
export const exposedFileWarning = (
  { file, line, key }: { readonly file: string; readonly line: number; readonly key: string },
  mode: number | undefined,
): readonly ConfigProblem[] => {
  if (mode === undefined || (mode & 0o077) === 0) return [];
  const rights = (mode & 0o777).toString(8).padStart(3, '0');
  const message = `this file holds a secret, but other users may open it (mode ${rights}); run: chmod 600 ${shellQuoted(file)}`;
  return [{ file, line, key, message }];
};

const shellQuoted = (text: string): string =>
  /^[\w/.,:@%+-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
