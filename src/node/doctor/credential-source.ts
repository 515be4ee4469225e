import { baseOfProfile, usesWebIdentity } from '../config/aws/base-of-profile.ts';
import {
  type LocatedSetting,
  layersOf,
  type ProfileLayer,
  type SharedProfile,
  settingOf,
} from '../config/aws/shared-profiles.ts';

/** What an AWS client makes of a profile in its files: where the first credentials it finds come from. */
export type CredentialSource =
  /** It has nothing of its own, so the client goes on to containers and instance metadata. */
  | { readonly kind: 'metadata' }
  /** `metafob connect` wrote it. */
  | { readonly kind: 'metafob-process' }
  | { readonly kind: 'environment'; readonly setting: LocatedSetting }
  | { readonly kind: 'container'; readonly setting: LocatedSetting }
  /** Another source; `what` goes on “The profile has …”. */
  | { readonly kind: 'own'; readonly what: string; readonly setting: LocatedSetting };

/**
 * The order of botocore (`create_credential_resolver`), which the JavaScript SDK shares for what stands in
 * files: role, web identity, IAM Identity Center, keys of the credentials file, login, process, keys of the
 * configuration file.
 */
export function credentialSourceOf(
  profile: SharedProfile | undefined,
  platform: NodeJS.Platform,
): CredentialSource {
  if (profile === undefined) return { kind: 'metadata' };
  return roleSource(profile) ?? ownSource(profile, platform) ?? { kind: 'metadata' };
}

function roleSource(profile: SharedProfile): CredentialSource | undefined {
  const role = settingOf(profile, 'role_arn');
  if (role === undefined || usesWebIdentity(profile)) return undefined;
  const source = settingOf(profile, 'credential_source');
  switch (source?.value.toLowerCase()) {
    case 'ec2instancemetadata':
      return { kind: 'metadata' };
    case 'ecscontainer':
      return { kind: 'container', setting: source };
    case 'environment':
      return { kind: 'environment', setting: source };
    default: {
      const sourceProfile = settingOf(profile, 'source_profile');
      return sourceProfile && own(`a role from the profile “${sourceProfile.value}”`, sourceProfile);
    }
  }
}

function ownSource(profile: SharedProfile, platform: NodeJS.Platform): CredentialSource | undefined {
  const { credentials, config } = profile;
  const login = settingOf(profile, 'login_session');
  const process = settingOf(profile, 'credential_process');
  if (usesWebIdentity(profile)) {
    const setting = settingOf(profile, 'web_identity_token_file');
    return setting && own('a web identity token', setting);
  }
  const signIn = identityCenterSetting(profile);
  if (signIn !== undefined) return own('a sign-in with IAM Identity Center', signIn);
  const stored = keyOf(credentials);
  if (stored !== undefined) return own('keys of its own', stored);
  if (login !== undefined) return own('a sign-in of “aws login”', login);
  if (process !== undefined) {
    const isOurs = baseOfProfile(profile, platform).kind === 'from-us';
    return isOurs ? { kind: 'metafob-process' } : own('a credential_process', process);
  }
  const configured = keyOf(config);
  return configured && own('keys of its own', configured);
}

const own = (what: string, setting: LocatedSetting): CredentialSource => ({ kind: 'own', what, setting });

const keyOf = (layer: ProfileLayer | undefined): LocatedSetting | undefined =>
  ['aws_access_key_id', 'aws_secret_access_key']
    .map((key) => layer?.settings.get(key))
    .find((setting) => setting !== undefined && setting.value !== '');

const identityCenterSetting = (profile: SharedProfile): LocatedSetting | undefined =>
  layersOf(profile)
    .flatMap(({ settings }) => [...settings.values()])
    .find(({ key }) => key.startsWith('sso_'));
