import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const configFile = fileURLToPath(new URL('../../../vite.renderer.config.ts', import.meta.url));

/**
 * Builds the pages as a release does, into a fresh temporary directory, and returns it. A build takes a
 * fraction of a second, so each test file makes its own.
 */
export const buildPages = async (): Promise<string> => {
  const directory = await mkdtemp(join(tmpdir(), 'metafob-pages-'));
  await build({ configFile, logLevel: 'warn', build: { outDir: directory } });
  return directory;
};
