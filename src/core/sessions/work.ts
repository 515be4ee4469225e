import { stepAt } from '../mfa/time-step.ts';
import { nextCodeAt, nextUsableStep, rememberCode, wasUsed } from '../mfa/used-codes.ts';
import type { BaseCall } from '../ports.ts';
import type { Profile } from '../profiles/profile.ts';
import { failed, success } from '../result.ts';
import type { Credentials } from './credentials.ts';
import { roleSeconds, sessionSeconds } from './durations.ts';
import { type Failure, failure } from './failure.ts';
import { isServable } from './freshness.ts';
import {
  brokenChain,
  type Device,
  deviceOf,
  knownFacts,
  needsFacts,
  type RoleSource,
  resolvedRoleArn,
  roleSessionName,
  roleSource,
  wantsDevices,
} from './plan.ts';
import { allDependents, dependents, fail, release } from './settle.ts';
import type { Prompt, SentCode, Slot } from './state.ts';
import type { Transition } from './transition.ts';

/** Does the next thing that a slot needs on its way to credentials. */
export function advance(transition: Transition, key: string): void {
  const slot = transition.slot(key);
  if (slot === undefined) return;
  const profile = transition.profile(slot.profile);
  if (profile === undefined) {
    fail(transition, key, failure('unknown-profile', `The profile “${slot.profile}” was removed.`));
    return;
  }
  const broken = brokenChain(transition.state, profile);
  if (broken !== undefined) {
    fail(transition, key, failure('unknown-profile', broken));
    return;
  }
  if (needsFacts(profile, transition.state.facts.get(profile.identity.id))) {
    askWhoItIs(transition, slot, profile);
    return;
  }
  const source = slot.kind === 'role' ? roleSource(transition.state, profile) : undefined;
  if (source !== undefined && ownCredentials(transition, slot, profile) === undefined) {
    assumeFromSession(transition, slot, source);
    return;
  }
  const device = deviceOf(transition.state, profile);
  if (device === undefined) call(transition, key, { from: 'nowhere' });
  else if (slot.givenCode === undefined) findCode(transition, slot, profile, device);
  else sendGivenCode(transition, slot, device, slot.givenCode.code);
}

function askWhoItIs(transition: Transition, { key }: Slot, profile: Profile): void {
  const { identity } = profile;
  transition.changeSlot(key, { work: { stage: 'describing' } });
  if (transition.state.facts.get(identity.id)?.stage === 'asking') return;
  const findDevices = wantsDevices(profile);
  transition.change({
    facts: new Map(transition.state.facts).set(identity.id, { stage: 'asking', devicesAsked: findDevices }),
  });
  transition.emit({
    type: 'describe-identity',
    call: { ...baseCall(transition, profile), findDevices },
  });
}

function assumeFromSession(transition: Transition, slot: Slot, source: RoleSource): void {
  const session = transition.openSlot(source.key, source.kind, source.profile);
  if (isServable(session.credentials, transition.now) && slot.givenCode === undefined) {
    transition.changeSlot(session.key, { used: true });
    call(transition, slot.key, { from: 'nowhere' });
    return;
  }
  transition.changeSlot(slot.key, {
    work: { stage: 'awaiting-session', source: session.key },
    givenCode: undefined,
  });
  if (slot.givenCode !== undefined) transition.changeSlot(session.key, { givenCode: slot.givenCode });
  if (session.work.stage !== 'idle') return;
  const { failed: record } = session;
  if (record !== undefined && transition.now < record.retryAt) {
    fail(transition, slot.key, record.failure, { retryAt: record.retryAt });
    return;
  }
  advance(transition, session.key);
}

function sendGivenCode(transition: Transition, { key }: Slot, { serialNumber }: Device, code: string): void {
  if (wasUsed(transition.state.usedCodes.get(serialNumber), code, transition.now)) {
    rejectGivenCode(transition, key, usedUp(transition.now));
    return;
  }
  call(transition, key, { from: 'person', code, serialNumber });
}

/**
 * Refuses a code that came with a request. Only the request that brought it fails; others get what is still
 * valid, or go on to ask a person.
 */
export function rejectGivenCode(transition: Transition, key: string, cause: Failure): void {
  const requestId = transition.slot(key)?.givenCode?.requestId;
  if (requestId !== undefined) {
    transition.removeWaiter(requestId);
    transition.answer([requestId], failed(cause));
  }
  transition.changeSlot(key, { givenCode: undefined });
  const slot = transition.slot(key);
  if (slot === undefined || !isServable(slot.credentials, transition.now)) {
    needPerson(transition, key, cause);
    return;
  }
  const waiting = dependents(transition, key);
  release(transition, slot, success(slot.credentials));
  for (const role of waiting) advance(transition, role.key);
}

export const usedUp = (now: number): Failure => ({
  kind: 'code-already-used',
  nextCodeAt: nextCodeAt(now),
});

export function findCode(
  transition: Transition,
  { key, work }: Slot,
  profile: Profile,
  device: Device,
): void {
  const workId = transition.newId();
  const step = nextUsableStep(transition.state.usedCodes.get(device.serialNumber), transition.now);
  const stage = work.stage === 'prompting' ? 'prompting' : 'finding-code';
  transition.changeSlot(key, { work: { stage, workId } });
  transition.emit({ type: 'find-code', slot: key, workId, profile, step });
}

/** Asks a person, if anyone who waits can be kept waiting; fails otherwise. */
export function needPerson(transition: Transition, key: string, problem?: Failure): void {
  const slot = transition.slot(key);
  const profile = slot && transition.profile(slot.profile);
  const device = profile && deviceOf(transition.state, profile);
  if (profile === undefined || device === undefined) {
    // The profile changed meanwhile: look again at what it needs.
    advance(transition, key);
    return;
  }
  dismissWhoCannotWait(transition, key, problem);
  if (!someoneMayBeAsked(transition, key)) {
    fail(transition, key, problem ?? failure('mfa-required'), { forget: true });
    return;
  }
  transition.changeSlot(key, { work: { stage: 'prompting', workId: undefined } });
  const open = transition.state.prompts.find(({ serialNumber }) => serialNumber === device.serialNumber);
  if (open !== undefined) {
    transition.changePrompt(open.id, { slots: [...open.slots, key] });
    return;
  }
  const prompt: Prompt = {
    id: `prompt-${transition.newId()}`,
    identityId: profile.identity.id,
    serialNumber: device.serialNumber,
    serialNumberIsGuess: device.isGuess,
    slots: [key],
    openedAt: transition.now,
    checking: undefined,
    problem,
  };
  transition.change({ prompts: [...transition.state.prompts, prompt] });
}

/** Callers that handle a missing code themselves do not wait for a person to give one elsewhere. */
function dismissWhoCannotWait(transition: Transition, key: string, problem: Failure | undefined): void {
  const waiters = [transition.slot(key), ...allDependents(transition, key)].flatMap(
    (slot) => slot?.waiters ?? [],
  );
  for (const { requestId, mayPrompt } of waiters) {
    if (mayPrompt) continue;
    transition.removeWaiter(requestId);
    transition.answer([requestId], failed(problem ?? failure('mfa-required')));
  }
}

const someoneMayBeAsked = (transition: Transition, key: string): boolean =>
  [transition.slot(key), ...allDependents(transition, key)].some((slot) => slot?.mayPrompt === true);

/** What a role that renews itself is assumed with, unless that was refused just now. */
export const ownCredentials = (
  transition: Transition,
  { credentials, fromBase }: Slot,
  { renewsItself }: Profile,
): Credentials | undefined =>
  renewsItself === true && !fromBase && isServable(credentials, transition.now) ? credentials : undefined;

/** The credentials that a role is assumed with; undefined for the identity's own keys. */
function sourceCredentials(transition: Transition, slot: Slot, profile: Profile): Credentials | undefined {
  const own = ownCredentials(transition, slot, profile);
  const source = roleSource(transition.state, profile);
  return own ?? (source && transition.slot(source.key)?.credentials);
}

/** Calls STS for a slot's credentials. From here on a code counts as used. */
export function call(transition: Transition, key: string, sent: SentCode): void {
  const slot = transition.slot(key);
  const profile = slot && transition.profile(slot.profile);
  if (slot === undefined || profile === undefined) return;
  const workId = transition.newId();
  transition.changeSlot(key, { work: { stage: 'calling', workId, sent } });
  if (sent.from !== 'nowhere') rememberSent(transition, sent.serialNumber, sent.code);
  const base = {
    ...baseCall(transition, profile),
    ...(sent.from === 'nowhere' ? {} : { mfa: { serialNumber: sent.serialNumber, tokenCode: sent.code } }),
  };
  if (slot.kind === 'session' || profile.roleArn === undefined) {
    // A role's duration says nothing about the MFA session that it comes from.
    const wanted = profile.roleArn === undefined ? profile.tokenDurationSeconds : undefined;
    transition.emit({
      type: 'get-session-token',
      slot: key,
      workId,
      call: { ...base, durationSeconds: sessionSeconds(wanted) },
    });
    return;
  }
  const facts = knownFacts(transition.state.facts.get(profile.identity.id));
  const source = sourceCredentials(transition, slot, profile);
  transition.emit({
    type: 'assume-role',
    slot: key,
    workId,
    call: {
      ...base,
      ...(source === undefined ? {} : { source }),
      roleArn: resolvedRoleArn(profile.roleArn, facts?.userName),
      ...(profile.externalId === undefined ? {} : { externalId: profile.externalId }),
      roleSessionName: profile.roleSessionName ?? roleSessionName(facts),
      durationSeconds: roleSeconds(
        profile.tokenDurationSeconds,
        source !== undefined,
        transition.state.roleLimits.get(profile.name),
      ),
    },
  });
}

function rememberSent(transition: Transition, serialNumber: string, code: string): void {
  const { usedCodes } = transition.state;
  const { now } = transition;
  transition.change({
    usedCodes: new Map(usedCodes).set(
      serialNumber,
      rememberCode(usedCodes.get(serialNumber), code, stepAt(now), now),
    ),
  });
}

const baseCall = (transition: Transition, { identity, region }: Profile): BaseCall => ({
  identity,
  region,
  clockSkewMs: transition.state.clockSkewMs,
});
