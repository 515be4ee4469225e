import type { Identity } from '../../../core/profiles/profile.ts';
import type { ConfigProblem } from '../config-problem.ts';
import { baseOfProfile, hasKeys, type ProfileBase, usesWebIdentity } from './base-of-profile.ts';
import { type SharedProfile, settingOf } from './shared-profiles.ts';

/** A profile, the profiles that it is assumed from (the nearest first), and the identity they start from. */
export interface ProfileChain {
  readonly links: readonly SharedProfile[];
  readonly identity: Identity;
}

export type Resolution =
  | { readonly kind: 'chain'; readonly chain: ProfileChain }
  | Exclude<ProfileBase, { readonly kind: 'identity' }>;

export const hasRole = (profile: SharedProfile): boolean =>
  settingOf(profile, 'role_arn') !== undefined && !usesWebIdentity(profile);

/** Follows `source_profile` from a profile to its keys, as botocore's `AssumeRoleProvider` does. */
export const resolveChain = (
  profile: SharedProfile,
  profiles: ReadonlyMap<string, SharedProfile>,
  platform: NodeJS.Platform,
): Resolution => {
  const follow = (current: SharedProfile, visited: readonly string[]): Resolution => {
    const isSource = visited.length > 0;
    if (!hasRole(current) || (isSource && hasKeys(current))) return baseLink(current);
    const sourceName = settingOf(current, 'source_profile');
    const named = settingOf(current, 'credential_source');
    if (named !== undefined) {
      if (sourceName !== undefined) return fault(named, 'it has source_profile too; keep one of the two');
      return /^(Ec2InstanceMetadata|EcsContainer)$/i.test(named.value)
        ? { kind: 'from-us' }
        : fault(named, 'only Ec2InstanceMetadata and EcsContainer are supported; use source_profile');
    }
    if (sourceName === undefined) {
      const role = settingOf(current, 'role_arn');
      return role === undefined
        ? { kind: 'nothing' }
        : fault(role, 'there is no source_profile to assume it with');
    }
    const path = [...visited, current.name];
    if (sourceName.value === current.name && hasKeys(current)) return baseLink(current);
    const source = profiles.get(sourceName.value);
    if (source === undefined) return fault(sourceName, `there is no profile ${sourceName.value}`);
    if (path.includes(source.name)) {
      const circle = [...path.slice(path.indexOf(source.name)), source.name].join(' → ');
      return fault(sourceName, `the profiles go round in a circle: ${circle}`);
    }
    const rest = follow(source, path);
    switch (rest.kind) {
      case 'chain':
        return { kind: 'chain', chain: { ...rest.chain, links: [current, ...rest.chain.links] } };
      case 'nothing':
        return fault(sourceName, `the profile ${source.name} has no credentials; give it keys`);
      case 'temporary':
        return fault(
          sourceName,
          `the profile ${source.name} has only temporary keys (with aws_session_token); name one with long-term keys`,
        );
      case 'from-us':
      case 'unsupported':
      case 'problem':
        return rest;
    }
  };

  const baseLink = (link: SharedProfile): Resolution => {
    const base = baseOfProfile(link, platform);
    return base.kind === 'identity'
      ? { kind: 'chain', chain: { links: [link], identity: base.identity } }
      : base;
  };

  const fault = (
    { file, line, key }: { readonly file: string; readonly line: number; readonly key: string },
    reason: string,
  ): Resolution => {
    const problem: ConfigProblem = {
      file,
      line,
      key,
      message: `the profile ${profile.name} is left out because of ${key}: ${reason}`,
    };
    return { kind: 'problem', problem };
  };

  return follow(profile, []);
};
