import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAlive } from './is-alive.ts';

const prefix = 'standin-chromium-';

/**
 * A fresh folder for Chromium, with our process id in its name. Folders of processes that were killed are
 * removed on the way.
 */
export function makeProfile(): string {
  for (const name of readdirSync(tmpdir())) {
    const [, owner] = /^standin-chromium-(\d+)-/.exec(name) ?? [];
    if (owner !== undefined && !isAlive(Number(owner))) {
      rmSync(join(tmpdir(), name), { recursive: true, force: true, maxRetries: 3, retryDelay: 5 });
    }
  }
  return mkdtempSync(join(tmpdir(), `${prefix}${process.pid}-`));
}
