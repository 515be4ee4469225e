import { access, readdir } from 'node:fs/promises';
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
  /** Where alppaca keeps its files; `/etc/alppaca` unless given. */
  readonly alppacaDirectory?: string;
}

export interface LocatedFiles {
  /** Those that exist, each overriding the ones before it. */
  readonly files: readonly string[];
  /** All places that count, Metafob's own file last, for `watchConfiguration`: a file may come into being later. */
  readonly candidates: readonly string[];
  /** Files of other tools that exist; none with an explicit file. */
  readonly sources: SourceFiles;
  /** What to tell the user when there is no profile in any file. */
  readonly hint?: string;
}

/** Absent are those that do not exist. */
export interface SourceFiles {
  /** ~/.imsa */
  readonly imsa?: string;
  /** /etc/alppaca */
  readonly alppaca?: string;
  /** Of the AWS tools; `withoutMfa` is the file of AWS-recipes beside the credentials. */
  readonly aws: { readonly config?: string; readonly credentials?: string; readonly withoutMfa?: string };
}

/**
 * Finds the configuration files: only the explicit one, or all that exist of the two places of
 * aws-mock-metadata and Metafob's own, and beside them those of imsa and of the AWS tools.
 */
export const locateConfigFiles = async (
  whereabouts: Whereabouts,
): Promise<Result<LocatedFiles, readonly ConfigProblem[]>> => {
  const { explicitFile, workingDirectory, homeDirectory } = whereabouts;
  const { resolve, join } = pathsOf(whereabouts);
  if (explicitFile !== undefined) {
    const file = resolve(workingDirectory, explicitFile);
    if (await exists(file)) {
      return success({ files: [file], candidates: await withYamlFiles([file]), sources: { aws: {} } });
    }
    const message = 'the file given with --config does not exist; check the path, or leave --config out';
    return failed([{ file, line: 1, message }]);
  }
  const ownFile = ownConfigFile(whereabouts);
  const ini = [
    join(workingDirectory, 'server.conf'),
    join(homeDirectory, '.aws-mock-metadata', 'config'),
    ownFile,
  ];
  const other = sourceCandidates(whereabouts);
  // Weakest first, as among the INI files: the last one is where new profiles belong.
  const candidates = await withYamlFiles([...Object.values(other), ...ini]);
  const present = new Set<string>();
  await Promise.all(candidates.map(async (file) => (await exists(file)) && present.add(file)));
  const sources = {
    ...(present.has(other.imsa) && { imsa: other.imsa }),
    ...(present.has(other.alppaca) && { alppaca: other.alppaca }),
    aws: {
      ...(present.has(other.config) && { config: other.config }),
      ...(present.has(other.credentials) && { credentials: other.credentials }),
      ...(present.has(other.withoutMfa) && { withoutMfa: other.withoutMfa }),
    },
  };
  const files = ini.filter((file) => present.has(file));
  if (files.length > 0) return success({ files, candidates, sources });
  const hint = `No configuration file: the profile "default" uses the credentials that AWS tools find by themselves. Define profiles in ${ownFile}.`;
  return success({ files, candidates, sources, hint });
};

/** Where imsa and the AWS tools keep their files; the tools can be told otherwise by two variables. */
const sourceCandidates = (whereabouts: Whereabouts) => {
  const { environment, homeDirectory } = whereabouts;
  const { join } = pathsOf(whereabouts);
  const named = (variable: string, file: string): string => {
    const value = environment[variable];
    return value ? expandPath(value, whereabouts) : join(homeDirectory, '.aws', file);
  };
  const credentials = named('AWS_SHARED_CREDENTIALS_FILE', 'credentials');
  return {
    config: named('AWS_CONFIG_FILE', 'config'),
    credentials,
    withoutMfa: `${credentials}.no-mfa`,
    alppaca: whereabouts.alppacaDirectory ?? '/etc/alppaca',
    imsa: join(homeDirectory, '.imsa'),
  };
};

/** The files of a directory count one by one, so that an edit of one of them is noticed. */
const withYamlFiles = async (candidates: readonly string[]): Promise<readonly string[]> => {
  const inside = await Promise.all(
    candidates.map(async (path) => {
      const names = await readdir(path).catch(() => []);
      return names.filter((name) => /\.ya?ml$/.test(name)).map((name) => posix.join(path, name));
    }),
  );
  return [...inside.flat(), ...candidates];
};

/** As botocore does: variables first, then `~`. */
const expandPath = (path: string, whereabouts: Whereabouts): string => {
  const { environment, homeDirectory, workingDirectory } = whereabouts;
  const { resolve } = pathsOf(whereabouts);
  const expanded = path.replace(
    /\$(?:\{(\w+)\}|(\w+))/g,
    (written, braced: string | undefined, plain: string | undefined) =>
      environment[braced ?? plain ?? ''] ?? written,
  );
  return resolve(
    workingDirectory,
    expanded.replace(/^~(?=$|[\\/])/, () => homeDirectory),
  );
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
