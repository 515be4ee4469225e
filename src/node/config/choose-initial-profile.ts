import type { Profile } from '../../core/profiles/profile.ts';
import { failed, type Result, success } from '../../core/result.ts';
import type { ConfigProblem } from './config-problem.ts';
import type { Meaning } from './interpret-sections.ts';

/** The configured profile, else `default` where there is one, else the first. */
export const chooseInitialProfile = (
  { initialProfile, initialProfileAt }: Pick<Meaning, 'initialProfile' | 'initialProfileAt'>,
  profiles: readonly Profile[],
): Result<string, readonly ConfigProblem[]> => {
  if (profiles.some(({ name }) => name === initialProfile)) return success(initialProfile);
  if (initialProfileAt === undefined) return success(profiles[0]?.name ?? initialProfile);
  const names = profiles.map(({ name }) => name).join(', ');
  const message = `profile in [metadata] names a profile that does not exist; the profiles are: ${names}`;
  return failed([{ ...initialProfileAt, message }]);
};
