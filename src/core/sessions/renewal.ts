import { stepStart } from '../mfa/time-step.ts';
import { nextUsableStep, noteStep, wasUsed } from '../mfa/used-codes.ts';
import type { Profile } from '../profiles/profile.ts';
import { failure } from './failure.ts';
import { FRESH_MS, isServable } from './freshness.ts';
import { deviceOf, roleSource, servingKey, slotKind } from './plan.ts';
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
    if (profile.renewsItself === true && isServable(slot.credentials, now)) return true;
    const session = state.slots.get(source.key);
    if (session === undefined) return profile.renewal === 'always';
    return isServable(session.credentials, now) || canRenewSilently(state, session, now);
  }
  return slot.codeSource !== 'person';
}

/** Does everything whose time has come: expiry, renewal, reminders, next codes, prompts nobody answers. */
export function passTime(transition: Transition): void {
  for (const profile of transition.state.profiles) {
    if (isKeptValid(profile)) transition.openSlot(servingKey(profile), slotKind(profile), profile);
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
  transition.changeSlot(key, { failed: undefined, repeats: 1 });
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
  const expiresAt = transition.slot(key)?.credentials?.expiresAt;
  if (expiresAt === undefined || expiresAt > transition.now) return;
  transition.changeSlot(key, { credentials: undefined, renewAt: undefined, nudged: false });
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
const isKeptValid = ({ renewal = 'when-used' }: Profile): boolean => renewal !== 'when-used';

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
