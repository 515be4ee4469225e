import { readFile, realpath } from 'node:fs/promises';
import { failed, type Result, success } from '../../core/result.ts';
import { backupsOf } from '../user-files/backups.ts';
import type { Edited } from '../user-files/edit-ini.ts';
import { type Update, updateUserFile } from '../user-files/update-user-file.ts';
import { replaceFile } from './atomic-file.ts';
import type { ConfigProblem } from './config-problem.ts';
import { readIniLine } from './ini.ts';
import { MfaSecret } from './section-schemas.ts';
import { systemErrorSentence } from './system-error.ts';

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

/** The text with asterisks in place of the secrets, wherever it has them as `mfa_secret`. */
export const maskMfaSecrets = (text: string, secrets: readonly ImportedSecret[]): string =>
  text
    .split('\n')
    .map((content) => {
      const parsed = readIniLine(content);
      if (parsed.kind !== 'entry' || parsed.key !== 'mfa_secret') return content;
      if (!secrets.some(({ secret }) => isSameSecret(parsed.value, secret))) return content;
      return `${content.slice(0, parsed.valueStart)}********${content.slice(parsed.valueEnd)}`;
    })
    .join('\n');

const isSameSecret = (written: string, secret: string): boolean => {
  const normalised = MfaSecret.safeParse(written);
  return normalised.success && normalised.data === MfaSecret.safeParse(secret).data;
};

/**
 * Takes secrets that are in the keychain now out of a configuration file and out of its backups. The file is not
 * written when any line has changed since the import. `now`: ms since the epoch, for the name of the backup.
 */
export async function removeImportedSecrets(
  file: string,
  secrets: readonly ImportedSecret[],
  now: number,
): Promise<Result<Update, ConfigProblem>> {
  // Before the file: without a secret there, a second import would not come here again.
  const masked = await maskInBackups(file, secrets);
  if (!masked.ok) return masked;
  return updateUserFile(file, (text) => takeOutSecrets(text, secrets), {
    now,
    backupText: (text) => maskMfaSecrets(text, secrets),
  });
}

/** Commands that changed something else left backups with everything that was there. */
async function maskInBackups(
  file: string,
  secrets: readonly ImportedSecret[],
): Promise<Result<void, ConfigProblem>> {
  try {
    for (const backup of await backupsOf(await realpath(file))) {
      // Latin-1 maps each byte to one character and back.
      const text = await readFile(backup, 'latin1');
      const masked = maskMfaSecrets(text, secrets);
      if (masked !== text) await replaceFile(backup, Buffer.from(masked, 'latin1'));
    }
    return success(undefined);
  } catch (error) {
    const reason = systemErrorSentence(error);
    const message = `cannot take the mfa_secret out of the backups of this file: ${reason}. It still stands there, and in this file, in plain text`;
    return failed({ file, line: secrets[0]?.line ?? 1, key: 'mfa_secret', message });
  }
}
