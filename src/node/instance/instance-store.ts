import { mkdir, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import * as z from 'zod/mini';
import { generateInstance } from '../../core/instance-metadata/generate-instance.ts';
import type { Instance } from '../../core/instance-metadata/instance.ts';
import { backupName, replaceFile } from '../config/atomic-file.ts';
import { systemErrorSentence } from '../config/system-error.ts';
import { readIfPresent } from '../secrets/private-file.ts';

/** What is kept: everything else follows from it. */
const StoredInstance = z.object({ seed: z.string().check(z.minLength(1)), launchedAt: z.int() });
type StoredInstance = z.infer<typeof StoredInstance>;

/** The instance of this installation; `warning` is a sentence for the user. */
export interface LoadedInstance {
  readonly instance: Instance;
  readonly warning?: string;
}

/**
 * The instance of this installation, made at the first call and the same ever after. A damaged file is kept
 * aside. Never throws: without a file that can be written, the instance lasts until the service ends.
 *
 * @param now ms since the epoch
 * @param randomSeed a text that no other installation has
 */
export async function loadInstance(
  file: string,
  { now, randomSeed }: { readonly now: () => number; readonly randomSeed: () => string },
): Promise<LoadedInstance> {
  const fresh = { seed: randomSeed(), launchedAt: Math.floor(now() / 1000) * 1000 };
  try {
    const found = await readStored(file);
    if (found.kind === 'good') return { instance: generateInstance(found.seed, found.launchedAt) };
    const aside = found.kind === 'damaged' ? backupName(file, now()) : undefined;
    if (aside !== undefined) await rename(file, aside);
    await write(file, fresh);
    const instance = generateInstance(fresh.seed, fresh.launchedAt);
    return aside === undefined
      ? { instance }
      : { instance, warning: `${file} was damaged and is now ${aside}; the instance has new ids.` };
  } catch (error) {
    return {
      instance: generateInstance(fresh.seed, fresh.launchedAt),
      warning: `The instance cannot be kept in ${file}: ${systemErrorSentence(error)}. It has new ids at every start.`,
    };
  }
}

async function readStored(
  file: string,
): Promise<({ readonly kind: 'good' } & StoredInstance) | { readonly kind: 'none' | 'damaged' }> {
  const content = await readIfPresent(file);
  if (content === undefined) return { kind: 'none' };
  try {
    return { kind: 'good', ...StoredInstance.parse(JSON.parse(Buffer.from(content).toString())) };
  } catch {
    return { kind: 'damaged' };
  }
}

async function write(file: string, stored: StoredInstance): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  await replaceFile(file, `${JSON.stringify(stored, null, 2)}\n`);
}
