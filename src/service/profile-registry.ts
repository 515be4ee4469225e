import type { Engine } from '../core/engine.ts';
import type { Profile } from '../core/profiles/profile.ts';

interface Contribution {
  readonly profiles: readonly Profile[];
  readonly warnings: readonly string[];
}

/** The profiles of the engine, put together from the configuration and from parts that find more at run time. */
export interface ProfileRegistry {
  /** The profiles of the configuration and what is to be told about it. */
  configure(profiles: readonly Profile[], warnings: readonly string[]): void;
  /** Tells something new about the configuration; its profiles stay. */
  warn(warnings: readonly string[]): void;
  /** Replaces what a part of the service brought before; configured names win. */
  contribute(part: string, profiles: readonly Profile[], warnings?: readonly string[]): void;
}

export function createProfileRegistry(
  engine: Engine,
  profiles: readonly Profile[],
  warnings: readonly string[],
): ProfileRegistry {
  const contributed = new Map<string, Contribution>();
  let configured: Contribution = { profiles, warnings };

  function load(): void {
    const byName = new Map(configured.profiles.map((profile) => [profile.name, profile]));
    const parts = [...contributed.values()];
    for (const profile of parts.flatMap((part) => part.profiles)) {
      if (!byName.has(profile.name)) byName.set(profile.name, profile);
    }
    const warnings = [configured, ...parts].flatMap((part) => part.warnings);
    engine.loadProfiles([...byName.values()], warnings);
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
    contribute(part, nextProfiles, nextWarnings = []) {
      contributed.set(part, { profiles: nextProfiles, warnings: nextWarnings });
      load();
    },
  };
}
