import { moveUsedCodes } from '../mfa/used-codes.ts';
import type { Profile } from '../profiles/profile.ts';
import { failed, type Result } from '../result.ts';
import type { Credentials } from './credentials.ts';
import type { Effect } from './events.ts';
import { type Failure, failure } from './failure.ts';
import type { EngineState, Prompt, Slot, Waiter } from './state.ts';

const newSlot = (key: string, kind: Slot['kind'], profile: string): Slot => ({
  key,
  kind,
  profile,
  work: { stage: 'idle' },
  waiters: [],
  askedFor: [],
  mayPrompt: false,
  repeats: 0,
  fromBase: false,
  used: false,
  nudged: false,
  givenCode: undefined,
  credentials: undefined,
  renewAt: undefined,
  codeSource: undefined,
  failed: undefined,
});

const INSIGNIFICANT_SKEW_MS = 3_000;

/** Times that were noted with a wrong clock, in the corrected one. Expiry comes from AWS and stays. */
const moveTimes = (state: EngineState, correction: number): Partial<EngineState> => ({
  usedCodes: new Map([...state.usedCodes].map(([serial, used]) => [serial, moveUsedCodes(used, correction)])),
  prompts: state.prompts.map((prompt) => ({ ...prompt, openedAt: prompt.openedAt + correction })),
  slots: new Map(
    [...state.slots].map(([key, slot]) => [
      key,
      slot.failed === undefined
        ? slot
        : { ...slot, failed: { ...slot.failed, retryAt: slot.failed.retryAt + correction } },
    ]),
  ),
});

/**
 * One step of the engine in the making: the state so far and the effects wanted. The step functions change
 * it through these methods; the states themselves are never mutated, so the whole stays a pure function.
 */
export class Transition {
  state: EngineState;
  readonly effects: Effect[] = [];
  readonly jitter: number;
  readonly #localNow: number;

  /** @param localNow this machine's clock, ms since the epoch */
  constructor(state: EngineState, localNow: number, jitter = 0.5) {
    this.state = state;
    this.#localNow = localNow;
    this.jitter = jitter;
  }

  /** AWS's time, as far as it was measured. */
  get now(): number {
    return this.#localNow + this.state.clockSkewMs;
  }

  change(change: Partial<EngineState>): void {
    this.state = { ...this.state, ...change };
  }

  newId(): number {
    this.change({ lastId: this.state.lastId + 1 });
    return this.state.lastId;
  }

  /**
   * Learns how far this machine's clock is off. `Date` headers have whole seconds and travel a moment, so
   * small differences say nothing.
   */
  learnServerTime(serverTime: number | undefined): void {
    if (serverTime === undefined) return;
    const measured = serverTime - this.#localNow;
    const skew = Math.abs(measured) < INSIGNIFICANT_SKEW_MS ? 0 : measured;
    const correction = skew - this.state.clockSkewMs;
    if (skew !== 0 && Math.abs(correction) < INSIGNIFICANT_SKEW_MS) return;
    if (correction === 0) return;
    this.change({ ...moveTimes(this.state, correction), clockSkewMs: skew });
    this.change({ latestTime: this.now });
  }

  /** Notes that time goes on, and corrects the skew when somebody set this machine's clock back. */
  noteTime(): void {
    const setBack = this.state.latestTime - this.now;
    if (setBack >= INSIGNIFICANT_SKEW_MS) this.change({ clockSkewMs: this.state.clockSkewMs + setBack });
    else this.change({ latestTime: Math.max(this.now, this.state.latestTime) });
  }

  profile(name: string): Profile | undefined {
    return this.state.profiles.find((profile) => profile.name === name);
  }

  slot(key: string): Slot | undefined {
    return this.state.slots.get(key);
  }

  /** The slot of this key, made if need be; `profile` becomes the one it works for when it is idle. */
  openSlot(key: string, kind: Slot['kind'], profile: Profile): Slot {
    const slot = this.slot(key) ?? newSlot(key, kind, profile.name);
    const opened = slot.work.stage === 'idle' ? { ...slot, profile: profile.name } : slot;
    this.#setSlot(opened);
    return opened;
  }

  changeSlot(key: string, change: Partial<Slot>): void {
    const slot = this.slot(key);
    if (slot !== undefined) this.#setSlot({ ...slot, ...change });
  }

  removeSlot(key: string): void {
    const slots = new Map(this.state.slots);
    slots.delete(key);
    this.change({ slots });
  }

  changePrompt(id: string, change: Partial<Prompt>): void {
    this.change({
      prompts: this.state.prompts.map((prompt) => (prompt.id === id ? { ...prompt, ...change } : prompt)),
    });
  }

  promptOf(slotKey: string): Prompt | undefined {
    return this.state.prompts.find((prompt) => prompt.slots.includes(slotKey));
  }

  /** Takes a slot out of its prompt; a prompt that nobody needs any more is closed. */
  leavePrompt(slotKey: string): void {
    this.change({
      prompts: this.state.prompts
        .map((prompt) => ({ ...prompt, slots: prompt.slots.filter((key) => key !== slotKey) }))
        .filter((prompt) => prompt.slots.length > 0),
    });
  }

  emit(effect: Effect): void {
    this.effects.push(effect);
  }

  answer(requestIds: readonly number[], result: Result<Credentials | undefined, Failure>): void {
    if (requestIds.length === 0) return;
    this.emit({ type: 'answer', requestIds, result });
    this.#detach(requestIds);
  }

  /** The caller left; what it asked for goes on. */
  abandon(requestId: number): void {
    this.removeWaiter(requestId);
    this.#detach([requestId]);
  }

  /** Codes that these requests brought are still used, but their outcome is told to nobody. */
  #detach(requestIds: readonly number[]): void {
    const isGone = (requestId: number | undefined) =>
      requestId !== undefined && requestIds.includes(requestId);
    for (const { id, checking } of this.state.prompts) {
      if (isGone(checking?.requestId)) this.changePrompt(id, { checking: { requestId: undefined } });
    }
    for (const { key, givenCode } of this.state.slots.values()) {
      if (givenCode === undefined || !isGone(givenCode.requestId)) continue;
      this.changeSlot(key, { givenCode: { code: givenCode.code, requestId: undefined } });
    }
  }

  addWaiter(key: string, waiter: Waiter, profile: string): void {
    const slot = this.slot(key);
    if (slot === undefined) return;
    this.changeSlot(key, { waiters: [...slot.waiters, waiter] });
    this.noteAsked(key, profile, waiter.mayPrompt);
  }

  /** Notes for which profile a slot's work goes on, and whether a person may be asked for it. */
  noteAsked(key: string, profile: string, mayPrompt: boolean): void {
    const slot = this.slot(key);
    if (slot === undefined) return;
    this.changeSlot(key, {
      askedFor: slot.askedFor.includes(profile) ? slot.askedFor : [...slot.askedFor, profile],
      mayPrompt: slot.mayPrompt || mayPrompt,
    });
  }

  /** Tells the request that brought a prompt's code the outcome, unless it waits for the session itself. */
  answerChecked(prompt: Prompt, result: Result<undefined, Failure>): void {
    const requestId = prompt.checking?.requestId;
    if (requestId !== undefined && !this.#isWaiting(requestId)) this.answer([requestId], result);
    this.changePrompt(prompt.id, { checking: undefined });
  }

  #isWaiting(requestId: number): boolean {
    return [...this.state.slots.values()].some(({ waiters }) =>
      waiters.some((waiter) => waiter.requestId === requestId),
    );
  }

  removeWaiter(requestId: number): void {
    for (const slot of this.state.slots.values()) {
      const waiters = slot.waiters.filter((waiter) => waiter.requestId !== requestId);
      if (waiters.length !== slot.waiters.length) this.changeSlot(slot.key, { waiters });
    }
  }

  refuseUnknownProfile(requestId: number, name: string): void {
    const known = this.state.profiles.map((profile) => profile.name).join(', ');
    this.answer(
      [requestId],
      failed(failure('unknown-profile', `There is no profile “${name}”. The profiles are: ${known}.`)),
    );
  }

  #setSlot(slot: Slot): void {
    this.change({ slots: new Map(this.state.slots).set(slot.key, slot) });
  }
}
