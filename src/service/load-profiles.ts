import { sep } from 'node:path';
import { failed, type Result, success } from '../core/result.ts';
import { type ConfigProblem, formatConfigProblem } from '../node/config/config-problem.ts';
import { type Configuration, loadConfiguration } from '../node/config/load-configuration.ts';
import { locateConfigFiles, type Whereabouts } from '../node/config/locate-config-files.ts';
import { readConfigFile } from '../node/config/read-config-file.ts';

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
  const shorten = <Place extends { readonly file: string }>(place: Place): Place => ({
    ...place,
    file: shortenHome(place.file, whereabouts.homeDirectory),
  });
  const located = await locateConfigFiles(whereabouts);
  if (!located.ok) return failed(located.failure.map(shorten));
  const { files, candidates, hint } = located.value;
  const configuration = await loadConfiguration(files, readConfigFile);
  if (!configuration.ok) return failed(configuration.failure.map(shorten));
  const { profiles, warnings } = configuration.value;
  const sentences = warnings.map(shorten).map(formatConfigProblem);
  return success({
    configuration: {
      ...configuration.value,
      profiles: profiles.map((profile) => ({ ...profile, origin: shorten(profile.origin) })),
    },
    candidates,
    warnings: hint === undefined ? sentences : [hint, ...sentences],
  });
}

/** `~/…` for a path below the home directory. */
export const shortenHome = (path: string, home: string): string =>
  path.startsWith(home + sep) ? `~${path.slice(home.length)}` : path;
