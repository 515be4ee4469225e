import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { backupName, replaceFile } from '../config/atomic-file.ts';
import { hasCode } from '../secrets/private-file.ts';

/** How many backups of one file stay. */
export const backupsKept = 10;

/** A draft that a killed process left is surely nobody's any more after this time, in ms. */
const draftLifetime = 60_000;

/** The backups of a file, oldest first: their names hold the time. */
export const backupsOf = async (file: string): Promise<readonly string[]> => {
  const prefix = `${basename(file)}.metafob-backup-`;
  const names = await readdir(dirname(file));
  return names
    .filter((name) => name.startsWith(prefix))
    .sort()
    .map((name) => join(dirname(file), name));
};

/**
 * Keeps a copy that only its owner may read, and the newest backups only. A copy like the newest backup is not
 * made. `now`: ms since the epoch, for the name.
 *
 * @returns The backup that holds this content.
 */
export const keepBackup = async (file: string, content: Uint8Array, now: number): Promise<string> => {
  const existing = await backupsOf(file);
  const newest = existing.at(-1);
  if (newest !== undefined && (await readFile(newest)).equals(content)) return newest;
  const backup = unusedName(file, existing, now);
  await replaceFile(backup, content, { mode: 0o600 });
  for (const old of [...existing, backup].sort().slice(0, -backupsKept)) await rm(old, { force: true });
  return backup;
};

const unusedName = (file: string, existing: readonly string[], now: number): string => {
  const name = backupName(file, now);
  return existing.includes(name) ? unusedName(file, existing, now + 1) : name;
};

/** Removes what a process left that was killed while it wrote or locked: it may hold secrets. */
export const removeLeftDrafts = async (file: string, now: number): Promise<void> => {
  const prefixes = [`.${basename(file)}.metafob-`, `${basename(file)}.metafob-lock.`];
  for (const name of await readdir(dirname(file))) {
    if (!prefixes.some((prefix) => name.startsWith(prefix))) continue;
    const draft = join(dirname(file), name);
    const age = await ageOf(draft, now);
    if (age !== undefined && age > draftLifetime) await rm(draft, { force: true });
  }
};

/** In ms; undefined for a file that its owner has taken away meanwhile. */
const ageOf = async (file: string, now: number): Promise<number | undefined> => {
  try {
    return now - (await stat(file)).mtimeMs;
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
};
