import type { Engine } from '../core/engine.ts';
import type { Profile } from '../core/profiles/profile.ts';

/** The profiles of the engine, put together from the configuration and from parts that find more at run time. */
export interface ProfileRegistry {
  /** The profiles of the configuration and what is to be told about it. */
  configure(profiles: readonly Profile[], warnings: readonly string[]): void;
  /** Tells something new about the configuration; its profiles stay. */
  warn(warnings: readonly string[]): void;
  /** Replaces the profiles that a part of the service brought before; configured names win. */
  contribute(part: string, profiles: readonly Profile[]): void;
}

export function createProfileRegistry(
  engine: Engine,
  profiles: readonly Profile[],
  warnings: readonly string[],
): ProfileRegistry {
  const contributed = new Map<string, readonly Profile[]>();
  let configured = { profiles, warnings };

  function load(): void {
    const byName = new Map(configured.profiles.map((profile) => [profile.name, profile]));
    for (const profile of [...contributed.values()].flat()) {
      if (!byName.has(profile.name)) byName.set(profile.name, profile);
    }
    engine.loadProfiles([...byName.values()], configured.warnings);
  }

  return {
    configure(nextProfiles, nextWarnings) {
      configured = { profiles: nextProfiles, warnings: nextWarnings };
      load();
    },
    warn(nextWarnings) {
      configured = { ...configured, warnings: nextWarnings };
      load();
    },
    contribute(part, nextProfiles) {
      contributed.set(part, nextProfiles);
      load();
    },
  };
}
