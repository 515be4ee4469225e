import type { Engine } from '../core/engine.ts';
import { formatConfigProblem } from '../node/config/config-problem.ts';
import type { Whereabouts } from '../node/config/locate-config-files.ts';
import { watchConfiguration } from '../node/config/watch-configuration.ts';
import { type LoadedProfiles, loadProfiles } from './load-profiles.ts';
import type { Logger } from './logger.ts';
import type { ProfileRegistry } from './profile-registry.ts';

export interface FollowOptions {
  readonly engine: Engine;
  readonly registry: ProfileRegistry;
  readonly whereabouts: Whereabouts;
  /** Every place a configuration file may be. */
  readonly candidates: readonly string[];
  readonly logger: Logger;
  /** After the engine has the new profiles. */
  readonly onLoaded?: (loaded: LoadedProfiles) => void;
}

/**
 * Reads the configuration again after each change. A broken edit keeps the last good one; the faces and the
 * log show what is wrong. Returns a function that ends it.
 */
export function followConfiguration(options: FollowOptions): () => void {
  const { candidates, logger } = options;
  return watchConfiguration(candidates, {
    onChange: () => void reload(options),
    onProblem: (message) => logger.warn({}, message),
  });
}

async function reload({ engine, registry, whereabouts, logger, onLoaded }: FollowOptions): Promise<void> {
  const loaded = await loadProfiles(whereabouts);
  if (loaded.ok) {
    const { profiles } = loaded.value.configuration;
    registry.configure(profiles, loaded.value.warnings);
    // The files may also hold MFA secrets that were not there before.
    engine.secretsChanged();
    logger.info({ profiles: profiles.length }, 'the configuration was read again');
    onLoaded?.(loaded.value);
    return;
  }
  const problems = loaded.failure.map(formatConfigProblem);
  const consequence =
    engine.profiles().length === 0
      ? 'The configuration has errors, so nothing is served. Correct it; Metafob notices.'
      : 'The configuration has errors, so the last good one stays in use.';
  registry.warn([...problems, consequence]);
  for (const problem of problems) logger.error({}, problem);
}
