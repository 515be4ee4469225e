import { accessKeyIdentity, type Identity, processIdentity } from '../../../core/profiles/profile.ts';
import type { ConfigProblem } from '../config-problem.ts';
import { layersOf, type ProfileLayer, type SharedProfile, settingOf } from './shared-profiles.ts';
import { splitCommand } from './shell-words.ts';

/** What a profile offers to start from, its role left aside. */
export type ProfileBase =
  | { readonly kind: 'identity'; readonly identity: Identity }
  /** Keys with a session token: somebody else makes and renews them. */
  | { readonly kind: 'temporary' }
  /** It gets its credentials from Metafob. */
  | { readonly kind: 'from-us' }
  /** A way that Metafob does not know, such as IAM Identity Center. */
  | { readonly kind: 'unsupported' }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'problem'; readonly problem: ConfigProblem };

const keyId = 'aws_access_key_id';
const secretKey = 'aws_secret_access_key';

/** Whether the profile has keys of its own; then a role on it is assumed from them, not from its own role. */
export const hasKeys = (profile: SharedProfile): boolean => layersOf(profile).some(hasKeysInLayer);

const hasKeysInLayer = ({ settings }: ProfileLayer): boolean =>
  Boolean(settings.get(keyId)?.value || settings.get(secretKey)?.value);

/** In the order in which botocore asks its providers. */
export const baseOfProfile = (profile: SharedProfile, platform: NodeJS.Platform): ProfileBase => {
  const { withoutMfa, credentials, config } = profile;
  if (withoutMfa !== undefined && hasKeysInLayer(withoutMfa)) return keysOf(withoutMfa);
  if (usesWebIdentity(profile) || usesIdentityCenter(profile)) return { kind: 'unsupported' };
  if (credentials !== undefined && hasKeysInLayer(credentials)) return keysOf(credentials);
  if (settingOf(profile, 'login_session') !== undefined) return { kind: 'unsupported' };
  const command = settingOf(profile, 'credential_process')?.value;
  if (command !== undefined) {
    return isOurs(command, platform)
      ? { kind: 'from-us' }
      : { kind: 'identity', identity: processIdentity(command) };
  }
  if (config !== undefined && hasKeysInLayer(config)) return keysOf(config);
  return settingOf(profile, 'ec2_metadata_service_endpoint') === undefined
    ? { kind: 'nothing' }
    : { kind: 'from-us' };
};

export const usesWebIdentity = (profile: SharedProfile): boolean =>
  settingOf(profile, 'web_identity_token_file') !== undefined;

const usesIdentityCenter = (profile: SharedProfile): boolean =>
  layersOf(profile).some(({ settings }) => [...settings.keys()].some((key) => key.startsWith('sso_')));

/** The pair of one file: halves of two files would sign with mismatched keys. */
const keysOf = ({ settings }: ProfileLayer): ProfileBase => {
  const id = settings.get(keyId);
  const secret = settings.get(secretKey);
  if (id?.value && secret?.value) {
    const isTemporary = ['aws_session_token', 'aws_security_token'].some((key) => settings.get(key)?.value);
    return isTemporary
      ? { kind: 'temporary' }
      : { kind: 'identity', identity: accessKeyIdentity(id.value, secret.value) };
  }
  const present = id?.value ? id : secret;
  if (present === undefined) return { kind: 'nothing' };
  const missing = present === id ? secretKey : keyId;
  const message = `${present.key} without ${missing} in the same section; add ${missing}, or remove ${present.key}`;
  return { kind: 'problem', problem: { file: present.file, line: present.line, key: present.key, message } };
};

/** A process that asks us for credentials: to start from it would be to wait for ourselves. */
const isOurs = (command: string, platform: NodeJS.Platform): boolean => {
  const words = splitCommand(command, platform) ?? [];
  const program = words.findIndex((word) => /(^|[\\/])metafob(\.(js|exe|cmd))?$/i.test(word));
  return program !== -1 && words.slice(program + 1).includes('credential-process');
};
