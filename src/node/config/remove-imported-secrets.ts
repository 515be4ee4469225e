import { readFile } from 'node:fs/promises';
import { failed, type Result, success } from '../../core/result.ts';
import { backupName, createPrivateFile, replaceFile } from './atomic-file.ts';
import type { ConfigProblem } from './config-problem.ts';
import { readIniLine } from './ini.ts';
import { MfaSecret } from './section-schemas.ts';
import { systemErrorSentence } from './system-error.ts';

/** An `mfa_secret` that is in the keychain now. `line`: where it was read; `secret`: base32, as a profile has it. */
export interface ImportedSecret {
  readonly line: number;
  readonly secret: string;
}

export interface RemovalPlan {
  /** The file with a comment in place of each secret. */
  readonly rewritten: Buffer;
  /** The file with asterisks in place of each secret. */
  readonly backup: Buffer;
}

const removedComment = '# mfa_secret: moved to the keychain by Metafob';

/**
 * Works out both texts without touching the disk. Only what stands for the given secrets changes; every other
 * byte stays. A line that does not hold its secret any more is a problem, because the file was edited since.
 */
export const planRemoval = (
  content: Uint8Array,
  secrets: readonly ImportedSecret[],
): Result<RemovalPlan, readonly Omit<ConfigProblem, 'file'>[]> => {
  // Latin-1 maps each byte to one character and back, so bytes that are no valid UTF-8 survive.
  const lines = Buffer.from(content).toString('latin1').split('\n');
  const rewritten = [...lines];
  const backup = [...lines];
  const problems: Omit<ConfigProblem, 'file'>[] = [];
  for (const { line, secret } of secrets) {
    const text = lines[line - 1] ?? '';
    const parsed = readIniLine(text);
    if (parsed.kind === 'entry' && parsed.key === 'mfa_secret' && isSameSecret(parsed.value, secret)) {
      const rest = text.slice(parsed.valueEnd);
      rewritten[line - 1] = removedComment + rest;
      backup[line - 1] = `${text.slice(0, parsed.valueStart)}********${rest}`;
    } else {
      const message = 'this line does not hold the imported mfa_secret any more; run the import again';
      problems.push({ line, key: 'mfa_secret', message });
    }
  }
  if (problems.length > 0) return failed(problems);
  const toBytes = (text: readonly string[]) => Buffer.from(text.join('\n'), 'latin1');
  return success({ rewritten: toBytes(rewritten), backup: toBytes(backup) });
};

const isSameSecret = (written: string, secret: string): boolean => {
  const normalised = MfaSecret.safeParse(written);
  return normalised.success && normalised.data === MfaSecret.safeParse(secret).data;
};

/**
 * Takes secrets that are in the keychain now out of a configuration file, atomically and with a backup beside
 * it (mode 0600, the secrets masked). Nothing is written when any line has changed since the import.
 * `now`: ms since the epoch, for the name of the backup.
 */
export const removeImportedSecrets = async (
  file: string,
  secrets: readonly ImportedSecret[],
  now: number,
): Promise<Result<{ readonly backup: string }, readonly ConfigProblem[]>> => {
  try {
    const plan = planRemoval(await readFile(file), secrets);
    if (!plan.ok) return failed(plan.failure.map((problem) => ({ file, ...problem })));
    const backup = backupName(file, now);
    await createPrivateFile(backup, plan.value.backup);
    await replaceFile(file, plan.value.rewritten);
    return success({ backup });
  } catch (error) {
    const reason = systemErrorSentence(error);
    const message = `cannot take the mfa_secret out of this file: ${reason}. It still stands there in plain text`;
    return failed([{ file, line: secrets[0]?.line ?? 1, key: 'mfa_secret', message }]);
  }
};
