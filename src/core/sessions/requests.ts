import { failed, success } from '../result.ts';
import type { EngineEvent } from './events.ts';
import { failure } from './failure.ts';
import { isServable } from './freshness.ts';
import { roleSource, servingKey, slotKind } from './plan.ts';
import { answerPrompt } from './prompts.ts';
import { isStale } from './renewal.ts';
import type { Slot, Waiter } from './state.ts';
import type { Transition } from './transition.ts';
import { advance } from './work.ts';

type Request<Type extends EngineEvent['type']> = Extract<EngineEvent, { readonly type: Type }>;

/** A program asks. It gets what is valid and fresh at once, else waits for the one piece of work under way. */
export function requestCredentials(
  transition: Transition,
  { profile: name, requestId }: Request<'credentials-requested'>,
): void {
  const slot = openServingSlot(transition, name, requestId);
  if (slot !== undefined) serveOrJoin(transition, slot, { requestId, mayPrompt: true }, name);
}

/** The user wants a session now: earlier failures no longer hold it back. */
export function startSession(
  transition: Transition,
  { profile: name, requestId, code }: Request<'session-started'>,
): void {
  const slot = openServingSlot(transition, name, requestId);
  if (slot === undefined) return;
  forgetFailures(transition, name);
  const waiter = { requestId, mayPrompt: false };
  if (code === undefined) {
    startWithoutCode(transition, transition.slot(slot.key) ?? slot, waiter, name);
    return;
  }
  transition.addWaiter(slot.key, waiter, name);
  giveCode(transition, slot, code, requestId);
}

/** A new session even where one is valid: the user said so. */
function startWithoutCode(transition: Transition, slot: Slot, waiter: Waiter, name: string): void {
  if (isServable(slot.credentials, transition.now) && needsCodeToRenew(transition, slot)) {
    transition.answer([waiter.requestId], failed(failure('mfa-required')));
    return;
  }
  join(transition, slot, waiter, name);
}

/** A role is renewed silently from its MFA session, unless that ends soon itself. */
function needsCodeToRenew(transition: Transition, slot: Slot): boolean {
  const root = transition.slot(slotThatTakesCodes(transition, slot));
  return root?.codeSource === 'person' && (root.key === slot.key || root.nudged);
}

/** The user wants to type a code: the question opens although no program waits and the session may hold. */
export function wantCode(transition: Transition, { profile: name }: Request<'code-wanted'>): void {
  const profile = transition.profile(name);
  if (profile === undefined) return;
  forgetFailures(transition, name);
  const serving = transition.openSlot(servingKey(profile), slotKind(profile), profile);
  const key = slotThatTakesCodes(transition, serving);
  const stage = transition.slot(key)?.work.stage;
  transition.noteAsked(key, name, true);
  if (stage === 'idle') advance(transition, key);
}

function giveCode(transition: Transition, slot: Slot, code: string, requestId: number): void {
  const key = slotThatTakesCodes(transition, slot);
  // Whatever a role was doing, it waits for the session that this code makes.
  awaitSource(transition, slot, key);
  const prompt = transition.promptOf(key);
  if (prompt !== undefined) {
    answerPrompt(transition, { promptId: prompt.id, code, requestId });
    return;
  }
  const stage = transition.slot(key)?.work.stage;
  if (stage === undefined || stage === 'calling') return;
  transition.changeSlot(key, { givenCode: { code, requestId } });
  if (stage === 'idle' || stage === 'awaiting-step') advance(transition, key);
}

/** A role that comes from another session needs the code for that one. */
function slotThatTakesCodes(transition: Transition, { key, kind, profile: name }: Slot): string {
  const profile = transition.profile(name);
  if (kind === 'session' || profile === undefined) return key;
  const source = roleSource(transition.state, profile);
  if (source === undefined) return key;
  return slotThatTakesCodes(transition, transition.openSlot(source.key, source.kind, source.profile));
}

/** Makes a role wait for the session it comes from, and that for its own, as far as the slot `end`. */
function awaitSource(transition: Transition, { key, profile: name }: Slot, end: string): void {
  const profile = transition.profile(name);
  const source = profile && roleSource(transition.state, profile);
  if (key === end || source === undefined) return;
  transition.changeSlot(key, { work: { stage: 'awaiting-session', source: source.key } });
  awaitSource(transition, transition.openSlot(source.key, source.kind, source.profile), end);
}

function openServingSlot(transition: Transition, name: string, requestId: number): Slot | undefined {
  const profile = transition.profile(name);
  if (profile === undefined) {
    transition.refuseUnknownProfile(requestId, name);
    return undefined;
  }
  return transition.openSlot(servingKey(profile), slotKind(profile), profile);
}

function serveOrJoin(transition: Transition, slot: Slot, waiter: Waiter, name: string): void {
  const { key, credentials, failed: record } = slot;
  const servable = isServable(credentials, transition.now);
  if (servable && !isStale(transition.state, slot, transition.now)) {
    transition.changeSlot(key, { used: true });
    transition.answer([waiter.requestId], success(credentials));
    return;
  }
  if (slot.work.stage === 'idle' && record !== undefined && transition.now < record.retryAt) {
    transition.answer([waiter.requestId], servable ? success(credentials) : failed(record.failure));
    return;
  }
  join(transition, slot, waiter, name);
}

/** Waits for the work under way, or begins it. */
function join(transition: Transition, slot: Slot, waiter: Waiter, name: string): void {
  if (!waiter.mayPrompt && isAskingAPerson(transition, slot)) {
    transition.answer([waiter.requestId], failed(failure('mfa-required')));
    return;
  }
  transition.addWaiter(slot.key, waiter, name);
  if (slot.work.stage === 'idle') advance(transition, slot.key);
}

const isAskingAPerson = (transition: Transition, slot: Slot): boolean =>
  transition.promptOf(slotThatTakesCodes(transition, slot)) !== undefined;

/** What the user does by hand is tried at once, whatever failed before, for all profiles of the identity. */
export function forgetFailures(transition: Transition, profileName: string): void {
  const identityOf = (name: string) => transition.profile(name)?.identity.id;
  for (const { key, profile } of transition.state.slots.values()) {
    if (identityOf(profile) === identityOf(profileName)) transition.changeSlot(key, { failed: undefined });
  }
}
