import { randomUUID } from 'node:crypto';
import { link, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { z } from 'zod';
import { isRunning } from '../host/is-running.ts';
import { hasCode, readIfPresent } from './private-file.ts';
import { systemTimer, type Timer } from './timer.ts';

const ownerSchema = z.object({ host: z.string(), processId: z.int().positive() });

export interface LockFileOptions {
  readonly timer?: Timer;
  /** How often, and how long apart (ms), to try before giving up. */
  readonly attempts?: number;
  readonly pause?: number;
}

/** Makes the lock with its owner in it at once: killed in between, this leaves no lock that nobody owns. */
const createExclusively = async (path: string): Promise<boolean> => {
  const draft = `${path}.${process.pid}-${randomUUID()}`;
  try {
    const owner = JSON.stringify({ host: hostname(), processId: process.pid });
    await writeFile(draft, owner, { flag: 'wx', mode: 0o600 });
    await link(draft, path);
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
};

const parseOwner = (content: Uint8Array): z.infer<typeof ownerSchema> | undefined => {
  try {
    return ownerSchema.parse(JSON.parse(Buffer.from(content).toString('utf8')));
  } catch {
    return undefined;
  }
};

/** True only for a lock of this machine whose process has ended. */
const isLeftOver = async (path: string): Promise<boolean> => {
  const content = await readIfPresent(path);
  const owner = content === undefined ? undefined : parseOwner(content);
  return owner !== undefined && owner.host === hostname() && !isRunning(owner.processId);
};

/**
 * Removes the lock of a process that crashed. Guarded by a second lock, because of two processes that both
 * found it left over, the slower one would otherwise remove the new lock of the faster one.
 */
const removeLeftOver = async (path: string): Promise<void> => {
  if (!(await isLeftOver(path))) return;
  const guard = `${path}.cleanup`;
  // Whoever cleans up does so in a moment; a guard that stays is left over itself.
  if (!(await createExclusively(guard))) {
    if (await isLeftOver(guard)) await rm(guard, { force: true });
    return;
  }
  try {
    if (await isLeftOver(path)) await rm(path, { force: true });
  } finally {
    await rm(guard, { force: true });
  }
};

const pauseFor = (timer: Timer, milliseconds: number): Promise<void> =>
  new Promise((resolve) => {
    timer(milliseconds, resolve);
  });

/**
 * Runs an action while holding a lock file, which keeps out other processes and other stores of this process.
 *
 * @returns `busy` when somebody else held the lock all the time (5 s, unless told otherwise).
 * @throws What the action throws, and file system errors while locking.
 */
export const whileLocked = async <Value>(
  path: string,
  action: () => Promise<Value>,
  { timer = systemTimer, attempts = 100, pause = 50 }: LockFileOptions = {},
): Promise<{ readonly kind: 'done'; readonly value: Value } | { readonly kind: 'busy' }> => {
  for (let attempt = 1; !(await createExclusively(path)); attempt += 1) {
    if (attempt >= attempts) return { kind: 'busy' };
    await removeLeftOver(path);
    await pauseFor(timer, pause);
  }
  try {
    return { kind: 'done', value: await action() };
  } finally {
    await rm(path, { force: true });
  }
};
