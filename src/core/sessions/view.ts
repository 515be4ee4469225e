import type { MfaMode, ProfileView, PromptView, SessionView, ViewState } from '../../shared/view-state.ts';
import type { Profile } from '../profiles/profile.ts';
import { toProblem } from './failure.ts';
import { isServable } from './freshness.ts';
import {
  actingAccount,
  codeKey,
  deviceOf,
  knownFacts,
  resolvedRoleArn,
  servingKey,
  userAccount,
} from './plan.ts';
import type { EngineState, Prompt, Slot } from './state.ts';

/** What the faces may see of the state: no secret and no code. `now` in AWS's time. */
export const viewOf = (state: EngineState, now: number): ViewState => ({
  now,
  activeProfile: state.activeProfile,
  profiles: state.profiles.map((profile) => profileView(state, profile, now)),
  prompts: state.prompts.map((prompt) => promptView(state, prompt)),
  warnings: [...state.warnings],
  clockSkewMs: state.clockSkewMs,
});

function profileView(state: EngineState, profile: Profile, now: number): ProfileView {
  const facts = knownFacts(state.facts.get(profile.identity.id));
  const accountId = actingAccount(profile, facts);
  const limit = state.roleLimits.get(profile.name);
  const device = deviceOf(state, profile);
  return {
    name: profile.name,
    active: profile.name === state.activeProfile,
    region: profile.region,
    ...(accountId === undefined ? {} : { accountId }),
    ...(facts?.userName === undefined ? {} : { userName: facts.userName }),
    ...(profile.roleArn === undefined ? {} : { roleArn: resolvedRoleArn(profile.roleArn, facts?.userName) }),
    ...(profile.metadataRoleName === undefined ? {} : { metadataRoleName: profile.metadataRoleName }),
    mfa: {
      mode: mfaMode(state, profile),
      ...(device === undefined ? {} : { serialNumber: device.serialNumber }),
    },
    session: sessionView(state, profile, now),
    ...(limit === undefined ? {} : { notice: limitNotice(limit) }),
    origin: `${profile.origin.file}, line ${profile.origin.line}`,
  };
}

const limitNotice = (seconds: number): string =>
  `AWS does not allow this role longer sessions than its own maximum, so they last ${seconds / 60} minutes. Lower token_duration, or raise the role's MaxSessionDuration.`;

function mfaMode(state: EngineState, profile: Profile): MfaMode {
  if (!profile.mfa.enabled) return 'none';
  const facts = knownFacts(state.facts.get(profile.identity.id));
  if (facts !== undefined && deviceOf(state, profile) === undefined) return 'none';
  switch (rootSlot(state, profile)?.codeSource) {
    case 'person':
      return 'prompt';
    case 'secret':
      return 'stored-secret';
    case 'nowhere':
      return 'none';
    case undefined:
      return profile.mfa.secretInFile === undefined ? 'unknown' : 'stored-secret';
  }
}

/** The slot for which a profile's codes are needed. */
const rootSlot = (state: EngineState, profile: Profile): Slot | undefined =>
  state.slots.get(codeKey(state, profile));

function sessionView(state: EngineState, profile: Profile, now: number): SessionView {
  const slot = state.slots.get(servingKey(profile));
  if (slot === undefined) return { state: 'none' };
  const root = rootSlot(state, profile);
  const problem = slot.failed && toProblem(slot.failed.failure);
  // A session that is made for another profile is no news for this one until it is there.
  const isAskedFor = slot.askedFor.includes(profile.name);
  const prompt = state.prompts.find(
    ({ slots }) =>
      slots.includes(slot.key) ||
      (slot.work.stage === 'awaiting-session' && root !== undefined && slots.includes(root.key)),
  );
  if (prompt !== undefined && isAskedFor) return { state: 'waiting-for-code', promptId: prompt.id };
  if (isServable(slot.credentials, now)) {
    return {
      state: needsCodeSoon(root, now) ? 'expiring' : 'active',
      expiresAt: slot.credentials.expiresAt,
      ...(problem === undefined ? {} : { problem }),
    };
  }
  if (slot.work.stage !== 'idle' && isAskedFor) return { state: 'working' };
  return problem === undefined ? { state: 'none' } : { state: 'failed', problem };
}

/** The user was told already, or the MFA session behind a role has ended. */
const needsCodeSoon = (root: Slot | undefined, now: number): boolean =>
  root?.codeSource === 'person' && (root.nudged || !isServable(root.credentials, now));

function promptView(state: EngineState, prompt: Prompt): PromptView {
  const facts = knownFacts(state.facts.get(prompt.identityId));
  const accountId = userAccount(prompt.serialNumber, facts);
  const slots = slotsWaitingFor(state, prompt);
  const profiles = [...new Set(slots.flatMap(({ askedFor }) => askedFor))];
  const first = profiles[0] ?? slots[0]?.profile ?? '';
  return {
    id: prompt.id,
    profile: first,
    profiles: profiles.length === 0 ? [first] : profiles,
    ...(accountId === undefined ? {} : { accountId }),
    ...(facts?.userName === undefined ? {} : { userName: facts.userName }),
    serialNumber: prompt.serialNumber,
    serialNumberIsGuess: prompt.serialNumberIsGuess,
    devices: [...new Set([prompt.serialNumber, ...(facts?.mfaDevices ?? [])])],
    waiting: slots.reduce((sum, { waiters }) => sum + waiters.length, 0),
    openedAt: prompt.openedAt,
    checking: prompt.checking !== undefined,
    ...(prompt.problem === undefined ? {} : { problem: toProblem(prompt.problem) }),
    ...(prompt.problem?.nextCodeAt === undefined ? {} : { nextCodeAt: prompt.problem.nextCodeAt }),
  };
}

/** The prompt's own slots, and the roles that wait for one of them. */
function slotsWaitingFor(state: EngineState, { slots: keys }: Prompt): Slot[] {
  return [...state.slots.values()].filter((slot) => {
    if (keys.includes(slot.key)) return true;
    const profile = state.profiles.find(({ name }) => name === slot.profile);
    return (
      slot.work.stage === 'awaiting-session' &&
      profile !== undefined &&
      keys.includes(codeKey(state, profile))
    );
  });
}
