import { mkdir, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { failed, type Result, success } from '../../core/result.ts';
import { replaceFile } from '../config/atomic-file.ts';
import type { ConfigProblem } from '../config/config-problem.ts';
import { systemErrorSentence } from '../config/system-error.ts';
import { readIfPresent } from '../secrets/private-file.ts';
import { keepBackup } from '../user-files/backups.ts';
import { loadOverrides } from './load-overrides.ts';
import { setOverride } from './set-override.ts';

export type Problems = readonly ConfigProblem[];
type Written = Promise<Result<void, Problems>>;

/** The document in which a person sets what the instance is. No method throws. */
export interface OverridesFile {
  /** Empty where there is none. */
  read(): Promise<Result<string, Problems>>;
  /** Checks a document and, unless it has problems, replaces the old one, of which a backup is kept. */
  write(text: string): Written;
  /** Sets one key and keeps all other lines; without a value the key goes. Keys are told at `setOverride`. */
  set(key: string, value: string | undefined): Written;
  /** Keeps a backup, and removes the document. */
  remove(): Written;
}

/** @param now ms since the epoch */
export function createOverridesFile(
  file: string,
  environment: Readonly<Record<string, string | undefined>>,
  now: () => number,
): OverridesFile {
  const check = async (text: string): Written => {
    const loaded = await loadOverrides({ file, text, environment });
    return loaded.ok ? success(undefined) : loaded;
  };

  async function read(): Promise<Result<string | undefined, Problems>> {
    try {
      const content = await readIfPresent(file);
      return success(content && Buffer.from(content).toString());
    } catch (error) {
      return failed(cannot('read', error));
    }
  }

  /** An empty document is as good as none, so the file goes. */
  async function replace(wanted: string): Written {
    const text = wanted.trim() === '' ? undefined : wanted;
    const before = await read();
    if (!before.ok) return before;
    if (before.value === text) return success(undefined);
    try {
      await mkdir(dirname(file), { recursive: true, mode: 0o700 });
      if (before.value !== undefined) await keepBackup(file, Buffer.from(before.value), now());
      if (text === undefined) await rm(file, { force: true });
      else await replaceFile(file, text);
      return success(undefined);
    } catch (error) {
      return failed(cannot('written', error));
    }
  }

  const cannot = (what: string, error: unknown): Problems => [
    { file, line: 1, message: `this file cannot be ${what}: ${systemErrorSentence(error)}` },
  ];

  return {
    async read() {
      const content = await read();
      return content.ok ? success(content.value ?? '') : content;
    },
    async write(text) {
      const checked = await check(text);
      return checked.ok ? replace(text) : checked;
    },
    async set(key, value) {
      const before = await read();
      if (!before.ok) return before;
      const changed = await setOverride(file, before.value ?? '', key, value, check);
      if (!changed.ok) return changed;
      return changed.value === (before.value ?? '') ? success(undefined) : replace(changed.value);
    },
    remove: () => replace(''),
  };
}
