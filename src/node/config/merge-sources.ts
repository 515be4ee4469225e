import type { Profile } from '../../core/profiles/profile.ts';
import type { ConfigProblem } from './config-problem.ts';
import { defaultProfileName } from './profile-section-name.ts';
import type { Environment, SourceProfiles } from './profile-source.ts';

/** The profiles of Metafob's own files. */
export interface OwnProfiles {
  readonly profiles: readonly Profile[];
  readonly hasImplicitDefault: boolean;
  /** The own files speak of a profile `default`, without defining it. */
  readonly mentionsDefault: boolean;
}

export interface MergedProfiles {
  readonly profiles: readonly Profile[];
  readonly warnings: readonly ConfigProblem[];
}

/**
 * One list of profiles with unique names, `default` first. Own profiles win, then those of the sources in
 * their order; a profile that loses its name is told. Pure.
 */
export const mergeSources = (
  own: OwnProfiles,
  sources: readonly SourceProfiles[],
  environment: Environment,
): MergedProfiles => {
  const ownProfiles = keepsImplicitDefault(own, sources, environment)
    ? own.profiles
    : own.profiles.filter(({ name }) => name !== defaultProfileName);
  const merged = new Map(ownProfiles.map((profile) => [profile.name, profile]));
  const warnings: ConfigProblem[] = [];
  for (const source of sources) {
    const fromSource = new Map<string, Profile>();
    for (const profile of source.profiles) {
      const winner = merged.get(profile.name);
      if (winner === undefined) fromSource.set(profile.name, profile);
      else warnings.push(...clash(profile, winner));
    }
    const { complete, orphans } = withoutOrphans(fromSource);
    for (const profile of complete) merged.set(profile.name, profile);
    warnings.push(...orphans.map(orphaned));
    warnings.push(...source.warnings);
  }
  const profiles = [...merged.values()];
  const isDefault = ({ name }: Profile): boolean => name === defaultProfileName;
  return {
    profiles: [...profiles.filter(isDefault), ...profiles.filter((profile) => !isDefault(profile))],
    warnings,
  };
};

/**
 * A `default` of which the own files say nothing stands for the credentials that AWS tools find by themselves.
 * It stays where the environment names such credentials. Otherwise it gives way to the `default` of a source;
 * and beside profiles of sources it would be one that can never work, unless ~/.aws has a default of a kind
 * that only the AWS discovery understands, or the own files speak of it.
 */
const keepsImplicitDefault = (
  { hasImplicitDefault, mentionsDefault }: OwnProfiles,
  sources: readonly SourceProfiles[],
  environment: Environment,
): boolean => {
  if (!hasImplicitDefault || namesCredentials(environment)) return true;
  const names = sources.flatMap(({ profiles }) => profiles.map(({ name }) => name));
  if (names.length === 0) return true;
  if (names.includes(defaultProfileName)) return false;
  return mentionsDefault || sources.some(({ hasDiscoverableDefault }) => hasDiscoverableDefault === true);
};

const namesCredentials = (environment: Environment): boolean =>
  [
    'AWS_ACCESS_KEY_ID',
    'AWS_PROFILE',
    'AWS_WEB_IDENTITY_TOKEN_FILE',
    'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
    'AWS_CONTAINER_CREDENTIALS_FULL_URI',
  ].some((name) => Boolean(environment[name]));

/** Nothing is said where both mean the same. The implicit default has no file that could be named. */
const clash = (loser: Profile, winner: Profile): readonly ConfigProblem[] => {
  if (winner.identity.kind === 'discovered' && winner.name === defaultProfileName) return [];
  if (meaningOf(loser) === meaningOf(winner)) return [];
  const { file, line } = winner.origin;
  const message = `the profile ${loser.name} of this file is not used, because ${file}:${line} has one of this name`;
  return [{ ...loser.origin, message }];
};

const meaningOf = ({ identity, roleArn, sourceProfile, mfa, region }: Profile): string =>
  JSON.stringify([identity, roleArn, sourceProfile, mfa.enabled, mfa.serialNumber, region]);

/** A role must not be assumed from a profile of another file that only happens to have the name of its source. */
const withoutOrphans = (
  profiles: ReadonlyMap<string, Profile>,
): { readonly complete: readonly Profile[]; readonly orphans: readonly Profile[] } => {
  const hasSources = ({ sourceProfile }: Profile): boolean => {
    if (sourceProfile === undefined) return true;
    const source = profiles.get(sourceProfile);
    return source !== undefined && hasSources(source);
  };
  const all = [...profiles.values()];
  return { complete: all.filter(hasSources), orphans: all.filter((profile) => !hasSources(profile)) };
};

const orphaned = ({ name, sourceProfile, origin }: Profile): ConfigProblem => ({
  ...origin,
  message: `the profile ${name} is left out, because its source_profile ${sourceProfile} of this file is not used`,
});
