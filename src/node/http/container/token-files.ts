import { createHash } from 'node:crypto';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { replaceFile } from '../../config/atomic-file.ts';
import type { ContainerTokens } from './container-tokens.ts';

/** One file for each profile, with the token that its programs send. */
export interface TokenFiles {
  pathOf(profile: string): string;
  /** Writes the files of profiles that have none yet. */
  write(profiles: readonly string[]): Promise<void>;
  /** Removes the files of this service; those that another one has written over meanwhile stay. */
  remove(): Promise<void>;
}

export function createTokenFiles(directory: string, tokens: ContainerTokens): TokenFiles {
  const written = new Set<string>();
  const pathOf = (profile: string): string => join(directory, fileName(profile));

  return {
    pathOf,
    async write(profiles) {
      const missing = profiles.filter((profile) => !written.has(profile));
      if (missing.length === 0) return;
      await mkdir(directory, { recursive: true, mode: 0o700 });
      for (const profile of missing) {
        await replaceFile(pathOf(profile), tokens.tokenFor(profile));
        written.add(profile);
      }
    },
    async remove() {
      for (const profile of written) {
        const path = pathOf(profile);
        const content = await readFile(path, 'utf8').catch(() => undefined);
        if (content === tokens.tokenFor(profile)) await rm(path, { force: true });
      }
      written.clear();
    },
  };
}

/** Some file systems do not tell `Admin` from `admin`, so a digest of the name makes it unique. */
const fileName = (profile: string): string => {
  const readable = encodeURIComponent(profile).replaceAll('*', '%2A').slice(0, 100);
  return `${readable}-${createHash('sha256').update(profile).digest('hex').slice(0, 8)}`;
};
