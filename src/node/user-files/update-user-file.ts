import { mkdir, realpath } from 'node:fs/promises';
import { dirname } from 'node:path';
import { failed, type Result, success } from '../../core/result.ts';
import { replaceFile } from '../config/atomic-file.ts';
import type { ConfigProblem } from '../config/config-problem.ts';
import { systemErrorSentence } from '../config/system-error.ts';
import { type LockFileOptions, whileLocked } from '../secrets/lock-file.ts';
import { hasCode, readIfPresent } from '../secrets/private-file.ts';
import { keepBackup, removeLeftDrafts } from './backups.ts';
import type { Edited } from './edit-ini.ts';
import { maskMfaSecrets } from './mask-secrets.ts';

export interface UpdateOptions {
  /** Milliseconds since the epoch, for the name of the backup. */
  readonly now: number;
  /** What the backup holds of the text before: all of it but MFA secrets, unless more must not be left there. */
  readonly backupText?: (text: string) => string;
  readonly lock?: LockFileOptions;
}

export interface Update {
  readonly changed: boolean;
  /** The copy of what was there before, beside the file; absent when nothing was, or nothing changed. */
  readonly backup?: string;
}

/**
 * Changes a file of the user: under a lock, with a backup beside it (mode 0600), replaced in one step, and read
 * back. Links are followed; the mode of an existing file stays, a new one gets 0600. `edit` gets the present
 * text (empty for no file) and must be free of effects; when it fails, nothing is written. Killed at any
 * moment, this leaves the old or the new file. Never throws.
 */
export async function updateUserFile(
  path: string,
  edit: (text: string) => Edited,
  options: UpdateOptions,
): Promise<Result<Update, ConfigProblem>> {
  const problem = (message: string): ConfigProblem => ({ file: path, line: 1, message });
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const target = await realTarget(path);
    const lockFile = `${target}.metafob-lock`;
    const outcome = await whileLocked(lockFile, () => update(path, target, edit, options), options.lock);
    if (outcome.kind === 'done') return outcome.value;
    const message = `another program is changing this file; try again, or delete ${lockFile} if none is`;
    return failed(problem(message));
  } catch (error) {
    return failed(problem(`cannot change this file: ${systemErrorSentence(error)}. It is as it was`));
  }
}

async function update(
  path: string,
  target: string,
  edit: (text: string) => Edited,
  { now, backupText = (text) => text }: UpdateOptions,
): Promise<Result<Update, ConfigProblem>> {
  await removeLeftDrafts(target, now);
  const before = await readIfPresent(target);
  const text = Buffer.from(before ?? []).toString('utf8');
  if (before !== undefined && !Buffer.from(text).equals(before)) {
    const message = 'this file is not valid UTF-8 text; save it in that encoding';
    return failed({ file: path, line: 1, message });
  }
  const edited = edit(text);
  if (!edited.ok) return failed({ file: path, ...edited.failure });
  if (edited.value === text) return success({ changed: false });
  const backup =
    before === undefined
      ? undefined
      : await keepBackup(target, Buffer.from(maskMfaSecrets(backupText(text))), now);
  const after = Buffer.from(edited.value);
  await replaceFile(target, after, { mode: 0o600 });
  if (!after.equals((await readIfPresent(target)) ?? Buffer.alloc(0))) {
    const message = 'this file does not hold what was written to it; see the backup beside it and the disk';
    return failed({ file: path, line: 1, message });
  }
  return success({ changed: true, ...(backup !== undefined && { backup }) });
}

/** The file behind links; the path itself while there is none. */
async function realTarget(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return path;
    throw error;
  }
}
