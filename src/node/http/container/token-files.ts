import { createHash } from 'node:crypto';
import { chmod, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
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
      // The directory may have been there before, with other permissions.
      await chmod(directory, 0o700);
      for (const profile of missing) {
        await writeAnew(pathOf(profile), tokens.tokenFor(profile));
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

/** In one step, in place of whatever is there: a link is not followed, and old permissions do not stay. */
async function writeAnew(path: string, token: string): Promise<void> {
  const draft = `${path}.${process.pid}`;
  await rm(draft, { force: true });
  try {
    await writeFile(draft, token, { mode: 0o600, flag: 'wx' });
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

/** Some file systems do not tell `Admin` from `admin`, so a digest of the name makes it unique. */
const fileName = (profile: string): string => {
  const readable = encodeURIComponent(profile).replaceAll('*', '%2A').slice(0, 100);
  return `${readable}-${createHash('sha256').update(profile).digest('hex').slice(0, 8)}`;
};
