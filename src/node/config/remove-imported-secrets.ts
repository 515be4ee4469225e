import { failed, type Result, success } from '../../core/result.ts';
import type { Edited } from '../user-files/edit-ini.ts';
import { type Update, updateUserFile } from '../user-files/update-user-file.ts';
import type { ConfigProblem } from './config-problem.ts';
import { readIniLine } from './ini.ts';
import { MfaSecret } from './section-schemas.ts';

/** An `mfa_secret` that is in the keychain now. `line`: where it was read; `secret`: base32, as a profile has it. */
export interface ImportedSecret {
  readonly line: number;
  readonly secret: string;
}

const removedComment = '# mfa_secret: moved to the keychain by Metafob';

/**
 * The text with a comment in place of each secret; everything else stays. A line that does not hold its secret
 * any more is a problem, because the file was edited since.
 */
export function takeOutSecrets(text: string, secrets: readonly ImportedSecret[]): Edited {
  const lines = text.split('\n');
  for (const { line, secret } of secrets) {
    const content = lines[line - 1] ?? '';
    const parsed = readIniLine(content);
    if (parsed.kind !== 'entry' || parsed.key !== 'mfa_secret' || !isSameSecret(parsed.value, secret)) {
      const message = 'this line does not hold the imported mfa_secret any more; run the import again';
      return failed({ line, key: 'mfa_secret', message });
    }
    lines[line - 1] = removedComment + content.slice(parsed.valueEnd);
  }
  return success(lines.join('\n'));
}

/** The text with asterisks for the value of each line that holds a secret, for a backup. */
export function maskSecretLines(text: string, secrets: readonly ImportedSecret[]): string {
  const lines = text.split('\n');
  for (const { line } of secrets) {
    const content = lines[line - 1] ?? '';
    const parsed = readIniLine(content);
    if (parsed.kind !== 'entry') continue;
    lines[line - 1] = `${content.slice(0, parsed.valueStart)}********${content.slice(parsed.valueEnd)}`;
  }
  return lines.join('\n');
}

const isSameSecret = (written: string, secret: string): boolean => {
  const normalised = MfaSecret.safeParse(written);
  return normalised.success && normalised.data === MfaSecret.safeParse(secret).data;
};

/**
 * Takes secrets that are in the keychain now out of a configuration file, with a backup beside it that has them
 * masked. Nothing is written when any line has changed since the import. `now`: ms since the epoch, for the name
 * of the backup.
 */
export const removeImportedSecrets = (
  file: string,
  secrets: readonly ImportedSecret[],
  now: number,
): Promise<Result<Update, ConfigProblem>> =>
  updateUserFile(file, (text) => takeOutSecrets(text, secrets), {
    now,
    backupText: (text) => maskSecretLines(text, secrets),
  });
