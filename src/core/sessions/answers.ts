import { forgetCode } from '../mfa/used-codes.ts';
import { success } from '../result.ts';
import type { Credentials } from './credentials.ts';
import { CHAINED_ROLE_MAXIMUM_SECONDS } from './durations.ts';
import type { EngineEvent } from './events.ts';
import { type Failure, failure } from './failure.ts';
import { prefetchTime, renewalTime, SHORTEST_RENEWAL_MS } from './freshness.ts';
import { deviceOf, roleSource } from './plan.ts';
import { dependents, fail, release } from './settle.ts';
import type { SentCode, Slot } from './state.ts';
import type { Transition } from './transition.ts';
import { advance, call, findCode, needPerson, ownCredentials, rejectGivenCode } from './work.ts';

type Answered<Type extends EngineEvent['type']> = Extract<EngineEvent, { readonly type: Type }>;

/** AWS told who an identity is: everyone who waited for that goes on, or fails. */
export function identityDescribed(
  transition: Transition,
  { identityId, answer }: Answered<'identity-described'>,
): void {
  const skewBefore = transition.state.clockSkewMs;
  transition.learnServerTime(answer.serverTime);
  const { result } = answer;
  const facts = new Map(transition.state.facts);
  const devicesAsked = facts.get(identityId)?.devicesAsked ?? false;
  if (result.ok) facts.set(identityId, { stage: 'known', devicesAsked, facts: result.value });
  else facts.delete(identityId);
  transition.change({ facts });
  const askAgain =
    !result.ok && result.failure.kind === 'clock-skew' && transition.state.clockSkewMs !== skewBefore;
  for (const { key, work, profile } of transition.state.slots.values()) {
    if (work.stage !== 'describing' || transition.profile(profile)?.identity.id !== identityId) continue;
    if (result.ok || askAgain) advance(transition, key);
    else fail(transition, key, result.failure);
  }
}

/** The stored secret was looked up. */
export function codeFound(
  transition: Transition,
  { slot: key, workId, lookup }: Answered<'code-found'>,
): void {
  const slot = transition.slot(key);
  const work = slot?.work;
  if (work?.stage !== 'finding-code' && work?.stage !== 'prompting') return;
  if (work.workId !== workId) return;
  if (slot?.givenCode !== undefined) {
    // Somebody brought a code while the keychain was being asked.
    advance(transition, key);
    return;
  }
  if (lookup.kind === 'code') {
    transition.leavePrompt(key);
    transition.changeSlot(key, { work: { stage: 'awaiting-step', code: lookup.code, step: lookup.step } });
    return;
  }
  transition.changeSlot(key, { codeSource: 'person' });
  if (work.stage === 'prompting') return;
  needPerson(
    transition,
    key,
    lookup.kind === 'locked' ? failure('keychain-locked', lookup.reason) : undefined,
  );
}

/** STS answered a call for credentials. */
export function credentialsAnswered(
  transition: Transition,
  { slot: key, workId, answer }: Answered<'credentials-answered'>,
): void {
  const skewBefore = transition.state.clockSkewMs;
  transition.learnServerTime(answer.serverTime);
  const slot = transition.slot(key);
  if (slot?.work.stage !== 'calling' || slot.work.workId !== workId) return;
  const { sent } = slot.work;
  if (answer.result.ok) succeed(transition, slot, answer.result.value, sent);
  else {
    const clockWasWrong = transition.state.clockSkewMs !== skewBefore;
    refused(transition, slot, answer.result.failure, sent, clockWasWrong);
  }
}

function succeed(transition: Transition, slot: Slot, credentials: Credentials, sent: SentCode): void {
  const { key } = slot;
  // The call that brought them may also have corrected the clock.
  const obtained = { ...credentials, obtainedAt: transition.now };
  const waiting = dependents(transition, key);
  leaveAnsweredPrompt(transition, key);
  release(transition, slot, success(obtained), {
    credentials: obtained,
    renewAt: timeToRenew(transition, slot, obtained),
    used: slot.waiters.length > 0,
    nudged: false,
    codeSource: sent.from,
    failed: undefined,
  });
  for (const role of waiting) advance(transition, role.key);
}

function timeToRenew(transition: Transition, { profile }: Slot, obtained: Credentials): number {
  const isPrefetched = transition.profile(profile)?.renewal === 'prefetch';
  const time = (isPrefetched ? prefetchTime : renewalTime)(obtained, transition.jitter);
  return Math.max(time, transition.now + SHORTEST_RENEWAL_MS);
}

/** The code was right. Slots that need a further code of the same device stay in the prompt. */
function leaveAnsweredPrompt(transition: Transition, key: string): void {
  const prompt = transition.promptOf(key);
  if (prompt === undefined) return;
  transition.answerChecked(prompt, success(undefined));
  transition.changePrompt(prompt.id, { problem: undefined });
  transition.leavePrompt(key);
}

function refused(
  transition: Transition,
  slot: Slot,
  cause: Failure,
  sent: SentCode,
  clockWasWrong: boolean,
): void {
  const { key } = slot;
  const profile = transition.profile(slot.profile);
  if (profile === undefined) {
    fail(transition, key, cause);
    return;
  }
  if (cause.kind === 'duration-too-long' && !transition.state.roleLimits.has(profile.name)) {
    transition.change({
      roleLimits: new Map(transition.state.roleLimits).set(profile.name, CHAINED_ROLE_MAXIMUM_SECONDS),
    });
    call(transition, key, sent);
    return;
  }
  const own = ownCredentials(transition, slot, profile);
  const mayRepeat = slot.repeats === 0;
  if (mayRepeat) transition.changeSlot(key, { repeats: 1 });
  const device = deviceOf(transition.state, profile);
  if (cause.kind === 'clock-skew' && clockWasWrong && mayRepeat) {
    if (sent.from === 'secret' && device !== undefined) findCode(transition, slot, profile, device);
    else call(transition, key, sent);
    return;
  }
  if (sent.from === 'person' && isAboutTheCode(cause)) {
    codeRefused(transition, key, cause, sent);
    return;
  }
  if (sent.from === 'secret' && cause.kind === 'bad-code') {
    // Another program may have used this code, or our clock was wrong: the next one decides.
    if (mayRepeat && device !== undefined) findCode(transition, slot, profile, device);
    else fail(transition, key, failure('stored-secret-refused'));
    return;
  }
  if (own !== undefined && (cause.kind === 'access-denied' || cause.kind === 'base-keys-gone')) {
    // It may not renew itself (any more): back to what it was first assumed with.
    transition.changeSlot(key, { fromBase: true });
    advance(transition, key);
    return;
  }
  const source = slot.kind === 'role' ? roleSource(transition.state, profile) : undefined;
  if (source !== undefined && cause.kind === 'base-keys-gone' && mayRepeat) {
    // The session it was called with has ended at AWS: make a new one.
    transition.changeSlot(source.key, { credentials: undefined, renewAt: undefined });
    advance(transition, key);
    return;
  }
  fail(transition, key, cause);
}

/** Failures after which the person can simply answer again, while those who wait go on waiting. */
const isAboutTheCode = ({ kind }: Failure): boolean =>
  kind === 'bad-code' || kind === 'wrong-serial' || kind === 'network' || kind === 'throttled';

function codeRefused(
  transition: Transition,
  key: string,
  cause: Failure,
  { code, serialNumber }: Exclude<SentCode, { from: 'nowhere' }>,
): void {
  const used = transition.state.usedCodes.get(serialNumber);
  const reachedTheCheck = cause.kind === 'bad-code';
  if (used !== undefined && !reachedTheCheck) {
    transition.change({
      usedCodes: new Map(transition.state.usedCodes).set(serialNumber, forgetCode(used, code)),
    });
  }
  const prompt = transition.promptOf(key);
  if (prompt === undefined) {
    rejectGivenCode(transition, key, cause);
    return;
  }
  const requestId = prompt.checking?.requestId;
  if (requestId !== undefined) transition.removeWaiter(requestId);
  transition.answerChecked(prompt, { ok: false, failure: cause });
  transition.changePrompt(prompt.id, { problem: cause });
  transition.changeSlot(key, { work: { stage: 'prompting', workId: undefined }, repeats: 0 });
}
