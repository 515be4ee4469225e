import { randomUUID } from 'node:crypto';
import { type FileHandle, open, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/**
 * Replaces (or makes) a file in one step: after a crash there is the old or the new content, never a part.
 * Symbolic links are followed (one that leads nowhere is replaced); mode and owner of an existing file are kept, a new one gets `mode` (default
 * 0600). Throws the system's error and leaves the old file untouched when any step fails, also when the
 * owner could not be kept.
 */
export const replaceFile = async (
  file: string,
  content: string | Uint8Array,
  { mode = 0o600 }: { readonly mode?: number } = {},
): Promise<void> => {
  const target = await targetOf(file);
  const temporary = join(dirname(target), `.${basename(target)}.metafob-${randomUUID()}`);
  try {
    await createFile(temporary, content, (handle) => takeOver(handle, target, mode));
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await syncDirectory(dirname(target));
};

/** Makes a file that only its owner can read, safely on disk. Throws `EEXIST` when there is one already. */
export const createPrivateFile = async (file: string, content: string | Uint8Array): Promise<void> => {
  await createFile(file, content);
  await syncDirectory(dirname(file));
};

/** A name beside `file` for its backup, such as `config.metafob-backup-2026-01-31T120000.000Z`. */
export const backupName = (file: string, now: number): string =>
  `${file}.metafob-backup-${new Date(now).toISOString().replaceAll(':', '')}`;

const createFile = async (
  file: string,
  content: string | Uint8Array,
  prepare?: (handle: FileHandle) => Promise<void>,
): Promise<void> => {
  // Exclusive, so that a planted link is not followed; private until the content is complete.
  const handle = await open(file, 'wx', 0o600);
  try {
    await handle.writeFile(content);
    await prepare?.(handle);
    await handle.sync();
  } finally {
    await handle.close();
  }
};

const takeOver = async (handle: FileHandle, target: string, newFileMode: number): Promise<void> => {
  const existing = await statIfPresent(target);
  const own = await handle.stat();
  if (existing !== undefined && (existing.uid !== own.uid || existing.gid !== own.gid)) {
    await handle.chown(existing.uid, existing.gid);
  }
  await handle.chmod((existing?.mode ?? newFileMode) & 0o7777);
};

/** The file behind a chain of links; the path itself when there is nothing yet. */
const targetOf = async (file: string): Promise<string> =>
  (await statIfPresent(file)) === undefined ? file : realpath(file);

const statIfPresent = async (file: string) => {
  try {
    return await stat(file);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
};

/** Makes the rename itself last; Windows cannot open directories and does not need it. */
const syncDirectory = async (directory: string): Promise<void> => {
  if (process.platform === 'win32') return;
  const handle = await open(directory, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};
