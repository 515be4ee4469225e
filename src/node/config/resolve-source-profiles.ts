import type { Profile } from '../../core/profiles/profile.ts';
import { failed, type Result, success } from '../../core/result.ts';
import { collectResults } from './collect-results.ts';
import type { ConfigProblem } from './config-problem.ts';

/**
 * Gives each of Metafob's own profiles with a `source_profile` the identity and the MFA device of the profile
 * at the end of that chain, which may come from any source. Pure.
 *
 * @param own those of Metafob's own files; the profiles of other sources are resolved already
 */
export const resolveSourceProfiles = (
  profiles: readonly Profile[],
  own: ReadonlySet<Profile>,
): Result<readonly Profile[], readonly ConfigProblem[]> => {
  const byName = new Map(profiles.map((profile) => [profile.name, profile]));

  const startOf = (profile: Profile, path: readonly string[]): Result<Profile, string> => {
    if (profile.sourceProfile === undefined || !own.has(profile)) return success(profile);
    if (profile.roleArn === undefined)
      return failed(`${profile.name} has source_profile but no role_arn; add it`);
    const source = byName.get(profile.sourceProfile);
    if (source === undefined) {
      const names = profiles.map(({ name }) => name).join(', ');
      return failed(`source_profile names ${profile.sourceProfile}, but the profiles are: ${names}`);
    }
    const visited = [...path, profile.name];
    if (visited.includes(source.name)) {
      const circle = [...visited.slice(visited.indexOf(source.name)), source.name].join(' → ');
      return failed(`source_profile goes round in a circle: ${circle}; take one of them out`);
    }
    return startOf(source, visited);
  };

  return collectResults(
    profiles.map((profile): Result<Profile, readonly ConfigProblem[]> => {
      const start = startOf(profile, []);
      if (!start.ok) return failed([{ ...profile.origin, key: 'source_profile', message: start.failure }]);
      const { identity, mfa } = start.value;
      return success({ ...profile, identity, mfa });
    }),
  );
};
