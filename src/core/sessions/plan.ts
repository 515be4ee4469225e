import type { IdentityFacts } from '../ports.ts';
import type { Identity, Profile } from '../profiles/profile.ts';
import { unreachable } from '../unreachable.ts';
import type { EngineState, FactsState, Slot } from './state.ts';

const userNameVariable = '${aws:username}';

export const sessionKey = (profile: Profile): string =>
  `session:${profile.identity.id}:${profile.mfa.enabled ? 'mfa' : 'plain'}`;

export const roleKey = (profile: Profile): string => `role:${profile.name}`;

/** The slot whose credentials a profile's callers get. */
export const servingKey = (profile: Profile): string =>
  profile.roleArn === undefined ? sessionKey(profile) : roleKey(profile);

export const slotKind = ({ roleArn }: Profile): Slot['kind'] => (roleArn === undefined ? 'session' : 'role');

/** The role ARN with `${aws:username}` replaced, as aws-mock-metadata does. */
export const resolvedRoleArn = (roleArn: string, userName: string | undefined): string =>
  roleArn.replaceAll(userNameVariable, userName ?? userNameVariable);

const accountInArn = (arn: string | undefined): string | undefined =>
  arn?.match(/^arn:[^:]*:[^:]*:[^:]*:(\d{12}):/)?.[1];

/** The account in which the profile's credentials act, as far as it is known. */
export const actingAccount = (profile: Profile, facts: IdentityFacts | undefined): string | undefined =>
  accountInArn(profile.roleArn) ?? facts?.accountId ?? accountInArn(profile.mfa.serialNumber);

/** The account of the user whose MFA device is asked. */
export const userAccount = (serialNumber: string, facts: IdentityFacts | undefined): string | undefined =>
  facts?.accountId ?? accountInArn(serialNumber);

export const knownFacts = (facts: FactsState | undefined): IdentityFacts | undefined =>
  facts?.stage === 'known' ? facts.facts : undefined;

export const wantsDevices = (profile: Profile): boolean =>
  profile.mfa.enabled && profile.mfa.serialNumber === undefined;

/** Whether the identity must be looked up at AWS before the profile's credentials can be made. */
export function needsFacts(profile: Profile, facts: FactsState | undefined): boolean {
  if (facts?.stage === 'known') return wantsDevices(profile) && !facts.devicesAsked;
  return (
    wantsDevices(profile) ||
    profile.roleArn?.includes(userNameVariable) === true ||
    (isOwnUser(profile.identity) && actingAccount(profile, undefined) === undefined)
  );
}

/** Credentials that somebody else hands out are passed on; who they belong to is nothing to ask AWS for. */
function isOwnUser({ kind }: Identity): boolean {
  switch (kind) {
    case 'access-key':
    case 'stored-key':
    case 'discovered':
      return true;
    case 'process':
    case 'upstream':
    case 'bootstrap':
      return false;
    default:
      return unreachable(kind);
  }
}

export interface Device {
  readonly serialNumber: string;
  /** Derived from the user's name because AWS did not let us list the devices. */
  readonly isGuess: boolean;
}

/** The MFA device whose codes the profile needs; undefined when it needs none. */
export function deviceOf(state: EngineState, profile: Profile): Device | undefined {
  if (!profile.mfa.enabled) return undefined;
  const chosen = state.chosenDevices.get(profile.identity.id) ?? profile.mfa.serialNumber;
  if (chosen !== undefined) return { serialNumber: chosen, isGuess: false };
  const facts = knownFacts(state.facts.get(profile.identity.id));
  if (facts?.mfaDevices !== undefined) {
    const first = facts.mfaDevices[0];
    return first === undefined ? undefined : { serialNumber: first, isGuess: false };
  }
  // Without the permission to list devices: the name that the console proposes for a virtual device.
  if (facts?.accountId === undefined || facts.userName === undefined) return undefined;
  return {
    serialNumber: `arn:${facts.partition ?? 'aws'}:iam::${facts.accountId}:mfa/${facts.userName}`,
    isGuess: true,
  };
}

/** The credentials with which a profile's role is assumed, when they are not the identity's own keys. */
export interface RoleSource {
  readonly key: string;
  readonly kind: Slot['kind'];
  readonly profile: Profile;
}

/**
 * Where a profile's role session comes from: the role session of another profile, or the MFA session of its
 * identity (one code serves many roles). Undefined when it is assumed with the identity's own keys.
 */
export function roleSource(state: EngineState, profile: Profile): RoleSource | undefined {
  if (profile.roleArn === undefined || brokenChain(state, profile) !== undefined) return undefined;
  const source = state.profiles.find(({ name }) => name === profile.sourceProfile);
  if (source !== undefined) return { key: servingKey(source), kind: slotKind(source), profile: source };
  if (profile.longRoleSession || deviceOf(state, profile) === undefined) return undefined;
  return { key: sessionKey(profile), kind: 'session', profile };
}

/** Why the source profiles of a profile lead to no credentials, as a sentence; undefined when they do. */
export function brokenChain(state: EngineState, profile: Profile): string | undefined {
  const names = new Set<string>();
  let link: Profile = profile;
  while (link.sourceProfile !== undefined) {
    names.add(link.name);
    const { sourceProfile } = link;
    if (names.has(sourceProfile)) {
      return `The source profiles of “${profile.name}” go in a circle: ${[...names, sourceProfile].join(' → ')}.`;
    }
    const next = state.profiles.find(({ name }) => name === sourceProfile);
    if (next === undefined) {
      return `The profile “${sourceProfile}”, with which “${link.name}” is assumed, does not exist.`;
    }
    link = next;
  }
  return undefined;
}

/** The slot whose credentials a profile serves, the one that comes from, and so on; the last is the root. */
export function chainKeys(state: EngineState, profile: Profile): readonly string[] {
  const source = roleSource(state, profile);
  if (source === undefined) return [servingKey(profile)];
  return [servingKey(profile), ...(source.kind === 'role' ? chainKeys(state, source.profile) : [source.key])];
}

/** The slot for which a profile's token codes are needed. */
export const codeKey = (state: EngineState, profile: Profile): string =>
  chainKeys(state, profile).at(-1) ?? servingKey(profile);

/** STS allows 2 to 64 characters of `[\w+=,.@-]`. The name shows in CloudTrail. */
export const roleSessionName = (facts: IdentityFacts | undefined): string =>
  `metafob-${facts?.userName ?? 'session'}`.replace(/[^\w+=,.@-]/g, '-').slice(0, 64);
