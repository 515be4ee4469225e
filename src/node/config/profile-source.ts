import type { Profile } from '../../core/profiles/profile.ts';
import type { ConfigProblem } from './config-problem.ts';

/** What a source of profiles besides Metafob's own files yields. */
export interface SourceProfiles {
  readonly profiles: readonly Profile[];
  readonly warnings: readonly ConfigProblem[];
  /** It has a `default` that Metafob cannot use by itself, but the AWS discovery can. */
  readonly hasDiscoverableDefault?: boolean;
}

/** Variables of the service's environment. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The region of profiles that name none. */
export const defaultRegion = ({ AWS_REGION, AWS_DEFAULT_REGION }: Environment): string =>
  AWS_REGION || AWS_DEFAULT_REGION || 'us-east-1';
