import { stepStart } from '../mfa/time-step.ts';
import { nextUsableStep, noteStep, wasUsed } from '../mfa/used-codes.ts';
import type { Profile } from '../profiles/profile.ts';
import { failure } from './failure.ts';
import { FRESH_MS, isServable } from './freshness.ts';
import { deviceOf, type RoleSource, roleSource, servingKey, slotKind } from './plan.ts';
import { fail } from './settle.ts';
import type { EngineState, Prompt, Slot } from './state.ts';
import type { Transition } from './transition.ts';
import { advance, call, findCode } from './work.ts';

/** A prompt that nobody answers ends, so that the programs that wait learn why. */
const PROMPT_TIMEOUT_MS = 5 * 60_000;

/** Whether new credentials can be had without asking anybody. */
export function canRenewSilently(state: EngineState, slot: Slot, now: number): boolean {
  const profile = state.profiles.find(({ name }) => name === slot.profile);
  if (profile === undefined) return false;
  const source = slot.kind === 'role' ? roleSource(state, profile) : undefined;
  if (source !== undefined) {
    const renewsItself = profile.renewsItself === true && isServable(slot.credentials, now);
    return renewsItself || givesSilently(state, source, now);
  }
  return slot.codeSource !== 'person';
}

/** Whether the session that a role comes from is there, or can be had without asking anybody. */
function givesSilently(state: EngineState, { key, profile }: RoleSource, now: number): boolean {
  const slot = state.slots.get(key);
  if (slot !== undefined) return isServable(slot.credentials, now) || canRenewSilently(state, slot, now);
  const source = roleSource(state, profile);
  return source === undefined || source.key === key
    ? deviceOf(state, profile) === undefined
    : givesSilently(state, source, now);
}

/**
 * Whether a caller should rather wait for fresh credentials than get those at hand. What is kept valid in the
 * background is answered at once.
 */
export function isStale(state: EngineState, slot: Slot, now: number): boolean {
  if (slot.renewAt === undefined || now < slot.renewAt) return false;
  const profile = state.profiles.find(({ name }) => name === slot.profile);
  return (profile === undefined || !isKeptValid(profile)) && canRenewSilently(state, slot, now);
}

/** Does everything whose time has come: expiry, renewal, reminders, next codes, prompts nobody answers. */
export function passTime(transition: Transition): void {
  for (const profile of transition.state.profiles) {
    if (!isKeptValid(profile)) continue;
    const key = servingKey(profile);
    if (transition.slot(key) === undefined) transition.openSlot(key, slotKind(profile), profile);
  }
  for (const { key } of transition.state.slots.values()) passSlotTime(transition, key);
  for (const prompt of transition.state.prompts) {
    if (promptEnd(prompt) > transition.now) continue;
    for (const key of prompt.slots) fail(transition, key, failure('prompt-timed-out'), { forget: true });
  }
}

/** New credentials in the background, from the base credentials on and whatever failed before. */
export function renewNow(transition: Transition, name: string): void {
  const profile = transition.profile(name);
  if (profile === undefined) return;
  const { key, work } = transition.openSlot(servingKey(profile), slotKind(profile), profile);
  if (work.stage !== 'idle') return;
  // A role that renews itself starts from its base again: that may be what has changed.
  transition.changeSlot(key, { failed: undefined, fromBase: true, renewAt: transition.now });
  advance(transition, key);
}

function passSlotTime(transition: Transition, key: string): void {
  dropExpired(transition, key);
  const slot = transition.slot(key);
  if (slot === undefined) return;
  const { now } = transition;
  const { credentials, work } = slot;
  if (work.stage === 'awaiting-step' && stepStart(work.step) <= now) {
    sendComputedCode(transition, slot, work.code, work.step);
    return;
  }
  const nudgeAt = nudgeTime(slot);
  if (credentials !== undefined && nudgeAt !== undefined && nudgeAt <= now) {
    transition.changeSlot(key, { nudged: true });
    transition.emit({ type: 'nudge', profile: slot.profile, expiresAt: credentials.expiresAt });
  }
  const renewAt = backgroundRenewalTime(transition.state, slot, now);
  if (renewAt !== undefined && renewAt <= now) advance(transition, key);
}

function dropExpired(transition: Transition, key: string): void {
  const slot = transition.slot(key);
  const expiresAt = slot?.credentials?.expiresAt;
  if (slot === undefined || expiresAt === undefined || expiresAt > transition.now) return;
  const profile = transition.profile(slot.profile);
  // What is kept valid may have come too late for its lifetime, and must still not come in a tight loop.
  const renewAt = profile !== undefined && isKeptValid(profile) ? slot.renewAt : undefined;
  transition.changeSlot(key, { credentials: undefined, renewAt, nudged: false });
}

/** Another slot or a person may have used the code, or its whole step, while it waited. */
function sendComputedCode(transition: Transition, slot: Slot, code: string, step: number): void {
  const profile = transition.profile(slot.profile);
  const device = profile && deviceOf(transition.state, profile);
  if (profile === undefined || device === undefined) {
    advance(transition, slot.key);
    return;
  }
  const { serialNumber } = device;
  const used = transition.state.usedCodes.get(serialNumber);
  const isUsed = wasUsed(used, code, transition.now);
  if (used !== undefined && isUsed) {
    transition.change({
      usedCodes: new Map(transition.state.usedCodes).set(serialNumber, noteStep(used, code, step)),
    });
  }
  if (isUsed || nextUsableStep(used, transition.now) > step) findCode(transition, slot, profile, device);
  else call(transition, slot.key, { from: 'secret', code, serialNumber });
}

const promptEnd = ({ openedAt }: Prompt): number => openedAt + PROMPT_TIMEOUT_MS;

/** When to remind the user that a session ends which only a new code can renew; undefined when not due. */
function nudgeTime({ credentials, codeSource, nudged }: Slot): number | undefined {
  if (credentials === undefined || codeSource !== 'person' || nudged) return undefined;
  return credentials.expiresAt - Math.min(FRESH_MS, (credentials.expiresAt - credentials.obtainedAt) / 2);
}

/** Made without anybody asking, and renewed whether it is used or not. */
export const isKeptValid = ({ renewal = 'when-used' }: Profile): boolean => renewal !== 'when-used';

/** What was used is renewed ahead of its end; what nobody asks for is left to expire. */
function backgroundRenewalTime(state: EngineState, slot: Slot, now: number): number | undefined {
  const { work, used, failed } = slot;
  if (work.stage !== 'idle') return undefined;
  const profile = state.profiles.find(({ name }) => name === slot.profile);
  const keptValid = profile !== undefined && isKeptValid(profile);
  const renewAt = slot.renewAt ?? (keptValid ? Number.NEGATIVE_INFINITY : undefined);
  if (renewAt === undefined || !(used || keptValid)) return undefined;
  if (!canRenewSilently(state, slot, now)) return undefined;
  return Math.max(renewAt, failed?.retryAt ?? renewAt);
}

/** The next moment at which `passTime` has something to do, in AWS's time; undefined when there is none. */
export function nextDeadline(state: EngineState, now: number): number | undefined {
  const times = [...state.slots.values()].flatMap((slot) => [
    slot.credentials?.expiresAt,
    slot.work.stage === 'awaiting-step' ? stepStart(slot.work.step) : undefined,
    nudgeTime(slot),
    backgroundRenewalTime(state, slot, now),
  ]);
  const due = [...times, ...state.prompts.map(promptEnd)].filter((time) => time !== undefined);
  return due.length === 0 ? undefined : Math.min(...due);
}
