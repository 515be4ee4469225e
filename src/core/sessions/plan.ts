import type { IdentityFacts } from '../ports.ts';
import type { Profile } from '../profiles/profile.ts';
import type { EngineState, FactsState } from './state.ts';

const userNameVariable = '${aws:username}';

export const sessionKey = (profile: Profile): string =>
  `session:${profile.identity.id}:${profile.mfa.enabled ? 'mfa' : 'plain'}`;

export const roleKey = (profile: Profile): string => `role:${profile.name}`;

/** The slot whose credentials a profile's callers get. */
export const servingKey = (profile: Profile): string =>
  profile.roleArn === undefined ? sessionKey(profile) : roleKey(profile);

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
    actingAccount(profile, undefined) === undefined
  );
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

/**
 * Whether a role is assumed with the MFA session of its identity (one code serves many roles) rather than
 * with the identity's own keys.
 */
export const comesFromSession = (state: EngineState, profile: Profile): boolean =>
  profile.roleArn !== undefined && !profile.longRoleSession && deviceOf(state, profile) !== undefined;

/** STS allows 2 to 64 characters of `[\w+=,.@-]`. The name shows in CloudTrail. */
export const roleSessionName = (facts: IdentityFacts | undefined): string =>
  `metafob-${facts?.userName ?? 'session'}`.replace(/[^\w+=,.@-]/g, '-').slice(0, 64);
