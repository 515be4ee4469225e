import type { MfaSettings, Profile } from '../../../core/profiles/profile.ts';
import type { ConfigProblem } from '../config-problem.ts';
import { defaultProfileName } from '../profile-section-name.ts';
import { defaultRegion, type Environment, type SourceProfiles } from '../profile-source.ts';
import { ProfileName } from '../section-schemas.ts';
import { hasRole, type ProfileChain, resolveChain } from './resolve-chain.ts';
import {
  collectProfiles,
  layersOf,
  type SharedFiles,
  type SharedProfile,
  settingOf,
} from './shared-profiles.ts';

export interface AwsProfileOptions {
  readonly environment: Environment;
  /** `process.platform` unless given. */
  readonly platform?: NodeJS.Platform;
}

/**
 * The profiles of ~/.aws that Metafob can serve. What it serves already (through instance metadata or a
 * process) and what has no credentials is left out without a word; the rest is told in warnings. Pure.
 */
export const buildAwsProfiles = (
  files: SharedFiles,
  { environment, platform = process.platform }: AwsProfileOptions,
): SourceProfiles => {
  const shared = collectProfiles(files);
  const byName = new Map(shared.map((profile) => [profile.name, profile]));
  const profiles: Profile[] = [];
  const warnings: ConfigProblem[] = [];
  const unsupported: SharedProfile[] = [];
  for (const profile of shared) {
    const resolution = resolveChain(profile, byName, platform);
    switch (resolution.kind) {
      case 'chain': {
        const problem = nameProblem(profile);
        warnings.push(...(problem === undefined ? durationWarning(profile) : [problem]));
        warnings.push(...hiddenKeysWarning(profile));
        if (problem === undefined) profiles.push(buildProfile(resolution.chain, environment));
        break;
      }
      case 'problem':
        warnings.push(resolution.problem);
        break;
      case 'unsupported':
        unsupported.push(profile);
        break;
      case 'temporary':
      case 'from-us':
      case 'nothing':
        break;
    }
  }
  return {
    profiles,
    warnings: [...warnings, ...unsupportedWarning(unsupported)],
    hasDiscoverableDefault: unsupported.some(({ name }) => name === defaultProfileName),
  };
};

const buildProfile = ({ links, identity }: ProfileChain, environment: Environment): Profile => {
  const [profile, source] = links;
  if (profile === undefined) throw new Error('a chain has at least one profile');
  const find = (...keys: readonly string[]) => settingOf(profile, ...keys)?.value;
  const inherited = (...keys: readonly string[]) =>
    links.map((link) => settingOf(link, ...keys)?.value).find((value) => value !== undefined);
  const serialNumber = inherited('mfa_serial', 'aws_mfa_serial');
  const roleArn = hasRole(profile) ? find('role_arn') : undefined;
  const externalId = find('external_id');
  const roleSessionName = find('role_session_name');
  const duration = durationOf(profile);
  return {
    name: profile.name,
    identity,
    region: inherited('region') ?? defaultRegion(environment),
    ...(duration !== undefined && { tokenDurationSeconds: duration }),
    ...(roleArn !== undefined && {
      roleArn,
      ...(externalId !== undefined && { externalId }),
      ...(roleSessionName !== undefined && { roleSessionName }),
      // The last link has the keys; a source before it is a role, and its session makes this one.
      ...(source !== undefined && links.length > 2 && { sourceProfile: source.name }),
    }),
    mfa: mfaSettings(serialNumber, roleArn === undefined && identity.kind === 'access-key'),
    longRoleSession: false,
    origin: originOf(profile),
  };
};

/** Without a serial number the AWS CLI asks for no code; for plain keys, which it never asked for, look it up. */
const mfaSettings = (serialNumber: string | undefined, lookUp: boolean): MfaSettings =>
  serialNumber === undefined ? { enabled: lookUp } : { enabled: true, serialNumber };

const originOf = (profile: SharedProfile): Profile['origin'] => {
  const { config } = profile;
  const { file, line } = config ?? layersOf(profile)[0] ?? { file: '~/.aws/config', line: 1 };
  return { file, line };
};

/** Absent, too, where the AWS CLI ignores what is no whole number. */
const durationOf = (profile: SharedProfile): number | undefined => {
  const setting = settingOf(profile, 'duration_seconds');
  return setting !== undefined && /^\d{1,9}$/.test(setting.value) && Number(setting.value) > 0
    ? Number(setting.value)
    : undefined;
};

const durationWarning = (profile: SharedProfile): readonly ConfigProblem[] => {
  const setting = settingOf(profile, 'duration_seconds');
  if (setting === undefined || durationOf(profile) !== undefined) return [];
  const { file, line, key } = setting;
  return [{ file, line, key, message: 'duration_seconds is ignored; it must be a whole number of seconds' }];
};

const nameProblem = (profile: SharedProfile): ConfigProblem | undefined => {
  const name = ProfileName.safeParse(profile.name);
  if (name.success) return undefined;
  const reason = name.error.issues.map(({ message }) => message).join(', ');
  return { ...originOf(profile), message: `this profile is left out: for Metafob its name ${reason}` };
};

/** Temporary keys of the same name are what AWS-recipes made of the long-term ones. */
const hiddenKeysWarning = ({ name, withoutMfa, credentials }: SharedProfile): readonly ConfigProblem[] => {
  const used = withoutMfa?.settings.get('aws_access_key_id');
  const hidden = credentials?.settings.get('aws_access_key_id');
  if (used === undefined || hidden === undefined || used.value === hidden.value) return [];
  if (credentials?.settings.get('aws_session_token')?.value) return [];
  const { file, line, key } = hidden;
  return [{ file, line, key, message: `these keys are not used: ${used.file} has others for ${name}` }];
};

const unsupportedWarning = (profiles: readonly SharedProfile[]): readonly ConfigProblem[] => {
  const [first] = profiles;
  if (first === undefined) return [];
  const names = profiles.map(({ name }) => name).join(', ');
  const message = `profiles of IAM Identity Center (SSO), "aws login" and web identity are not supported yet: ${names}`;
  return [{ ...originOf(first), message }];
};
