import { access } from 'node:fs/promises';
import { posix, win32 } from 'node:path';
import { failed, type Result, success } from '../../core/result.ts';
import type { ConfigProblem } from './config-problem.ts';

export interface Whereabouts {
  /** From `--config FILE`; relative to the working directory. */
  readonly explicitFile?: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly homeDirectory: string;
  readonly workingDirectory: string;
  /** `process.platform` unless given. */
  readonly platform?: NodeJS.Platform;
}

export interface LocatedFiles {
  /** Those that exist, each overriding the ones before it. */
  readonly files: readonly string[];
  /** All places that count, for `watchConfiguration`: a file may come into being later. */
  readonly candidates: readonly string[];
  /** What to tell the user when there is no file. */
  readonly hint?: string;
}

/**
 * Finds the configuration files: only the explicit one, or all that exist of the two places of
 * aws-mock-metadata and Metafob's own.
 */
export const locateConfigFiles = async (
  whereabouts: Whereabouts,
): Promise<Result<LocatedFiles, readonly ConfigProblem[]>> => {
  const { explicitFile, workingDirectory, homeDirectory } = whereabouts;
  const { resolve, join } = pathsOf(whereabouts);
  if (explicitFile !== undefined) {
    const file = resolve(workingDirectory, explicitFile);
    if (await exists(file)) return success({ files: [file], candidates: [file] });
    const message = 'the file given with --config does not exist; check the path, or leave --config out';
    return failed([{ file, line: 1, message }]);
  }
  const ownFile = ownConfigFile(whereabouts);
  const candidates = [
    join(workingDirectory, 'server.conf'),
    join(homeDirectory, '.aws-mock-metadata', 'config'),
    ownFile,
  ];
  const present = await Promise.all(candidates.map(exists));
  const files = candidates.filter((_, index) => present[index]);
  if (files.length > 0) return success({ files, candidates });
  const hint = `No configuration file: the profile "default" uses the credentials that AWS tools find by themselves. Define profiles in ${ownFile}.`;
  return success({ files, candidates, hint });
};

/** Metafob's own file, where new profiles belong. */
export const ownConfigFile = (whereabouts: Whereabouts): string => {
  const { join } = pathsOf(whereabouts);
  return join(configDirectory(whereabouts), 'metafob', 'config');
};

const platformOf = ({ platform = process.platform }: Whereabouts): NodeJS.Platform => platform;

const pathsOf = (whereabouts: Whereabouts) => (platformOf(whereabouts) === 'win32' ? win32 : posix);

const configDirectory = (whereabouts: Whereabouts): string => {
  const { environment, homeDirectory } = whereabouts;
  const { join, isAbsolute } = pathsOf(whereabouts);
  switch (platformOf(whereabouts)) {
    case 'win32':
      return environment.APPDATA || join(homeDirectory, 'AppData', 'Roaming');
    case 'darwin':
      return join(homeDirectory, 'Library', 'Application Support');
    default: {
      // The XDG specification has relative paths ignored.
      const configHome = environment.XDG_CONFIG_HOME ?? '';
      return isAbsolute(configHome) ? configHome : join(homeDirectory, '.config');
    }
  }
};

/** A file without read permission exists too: passing over it would silently change the credentials. */
const exists = async (file: string): Promise<boolean> => {
  try {
    await access(file);
    return true;
  } catch (error) {
    return !(
      error instanceof Error &&
      'code' in error &&
      (error.code === 'ENOENT' || error.code === 'ENOTDIR')
    );
  }
};
