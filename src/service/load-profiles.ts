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

/** Finds and reads the configuration. */
export async function loadProfiles(
  whereabouts: Whereabouts,
): Promise<Result<LoadedProfiles, readonly ConfigProblem[]>> {
  const located = await locateConfigFiles(whereabouts);
  if (!located.ok) return located;
  const { files, candidates, hint } = located.value;
  const configuration = await loadConfiguration(files, readConfigFile);
  if (!configuration.ok) return failed(configuration.failure);
  const warnings = configuration.value.warnings.map(formatConfigProblem);
  return success({
    configuration: configuration.value,
    candidates,
    warnings: hint === undefined ? warnings : [hint, ...warnings],
  });
}
