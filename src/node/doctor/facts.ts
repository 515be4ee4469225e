import type { ProfileView } from '../../shared/view-state.ts';
import type { SharedProfile } from '../config/aws/shared-profiles.ts';
import { settingOf } from '../config/aws/shared-profiles.ts';
import { credentialSourceOf } from './credential-source.ts';
import type { Surroundings } from './surroundings.ts';

/** The AWS profile that programs use, if a file defines it. */
export const chosenProfile = ({ awsFiles, awsProfile }: Surroundings): SharedProfile | undefined =>
  awsFiles.profiles.find(({ name }) => name === awsProfile.name);

/** What Metafob serves now; undefined without a service of this user. */
export function activeProfileOf({ service }: Surroundings): ProfileView | undefined {
  if (service.kind !== 'running') return undefined;
  return service.state?.profiles.find(({ name }) => name === service.state?.activeProfile);
}

/** The AWS profile that `metafob connect` wrote for a profile, if it did. */
export const connectedName = (
  { awsFiles, platform }: Surroundings,
  metafobProfile: string,
): string | undefined =>
  awsFiles.profiles.find(
    (profile) =>
      settingOf(profile, 'metafob_profile')?.value === metafobProfile &&
      credentialSourceOf(profile, platform).kind === 'metafob-process',
  )?.name;

/** Whether programs get as far as asking for instance metadata, once other problems are mended. */
export function asksForMetadata(surroundings: Surroundings): boolean {
  const { container, platform } = surroundings;
  const source = credentialSourceOf(chosenProfile(surroundings), platform);
  return source.kind === 'metadata' && container?.answer !== 'accepted';
}

/** Origin of an address; undefined when the text is none. */
export const originOf = (text: string): string | undefined =>
  URL.canParse(text) ? new URL(text).origin : undefined;
