import { sep } from 'node:path';
import { failed, type Result, success } from '../core/result.ts';
import { type ConfigProblem, formatConfigProblem } from '../node/config/config-problem.ts';
import { loadAllProfiles } from '../node/config/load-all-profiles.ts';
import type { Configuration } from '../node/config/load-configuration.ts';
import {
  type LocatedFiles,
  locateConfigFiles,
  type Whereabouts,
} from '../node/config/locate-config-files.ts';

export interface LoadedProfiles {
  readonly configuration: Configuration;
  /** Every place a configuration file may be, for watching. */
  readonly candidates: readonly string[];
  /** Sentences for the user: warnings with file and line, and what to do where there is no file. */
  readonly warnings: readonly string[];
}

/** Finds and reads the configuration. Paths below the home directory are shown as `~/…`. */
export async function loadProfiles(
  whereabouts: Whereabouts,
): Promise<Result<LoadedProfiles, readonly ConfigProblem[]>> {
  const { homeDirectory } = whereabouts;
  const shorten = <Place extends { readonly file: string }>(place: Place): Place => ({
    ...place,
    file: shortenHome(place.file, homeDirectory),
  });
  // Messages name other files, too.
  const shortenProblem = (problem: ConfigProblem): ConfigProblem => ({
    ...shorten(problem),
    message: problem.message.replaceAll(homeDirectory + sep, '~/'),
  });
  const located = await locateConfigFiles(whereabouts);
  if (!located.ok) return failed(located.failure.map(shortenProblem));
  const { candidates, hint } = located.value;
  const configuration = await loadLocated(whereabouts, located.value);
  if (!configuration.ok) return failed(configuration.failure.map(shortenProblem));
  const { profiles, warnings } = configuration.value;
  const hasOnlyDefault = profiles.every(({ identity }) => identity.kind === 'discovered');
  const sentences = warnings.map(shortenProblem).map(formatConfigProblem);
  return success({
    configuration: {
      ...configuration.value,
      profiles: profiles.map((profile) => ({ ...profile, origin: shorten(profile.origin) })),
    },
    candidates,
    warnings: hint === undefined || !hasOnlyDefault ? sentences : [hint, ...sentences],
  });
}

const loadLocated = async (
  { explicitFile, environment }: Whereabouts,
  located: LocatedFiles,
): Promise<Result<Configuration, readonly ConfigProblem[]>> => {
  const [file] = located.files;
  if (explicitFile === undefined || file === undefined) return loadAllProfiles(located, environment);
  const { loadExplicitFile } = await import('../node/config/load-explicit-file.ts');
  return loadExplicitFile(file, environment);
};

/** `~/…` for a path below the home directory. */
export const shortenHome = (path: string, home: string): string =>
  path.startsWith(home + sep) ? `~${path.slice(home.length)}` : path;
