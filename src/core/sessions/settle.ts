import { failed, type Result, success } from '../result.ts';
import type { Credentials } from './credentials.ts';
import type { Failure } from './failure.ts';
import { isServable, prefetchDelay, retryDelay } from './freshness.ts';
import type { Slot } from './state.ts';
import type { Transition } from './transition.ts';

const CANCELLED_PAUSE_MS = 60_000;

/** Roles that wait for this session, be it an MFA session or that of another role. */
export const dependents = (transition: Transition, key: string): Slot[] =>
  [...transition.state.slots.values()].filter(
    ({ work }) => work.stage === 'awaiting-session' && work.source === key,
  );

/** The same with the roles that wait for those, and so on. */
export const allDependents = (transition: Transition, key: string): Slot[] =>
  dependents(transition, key).flatMap((slot) => [slot, ...allDependents(transition, slot.key)]);

/** Ends a slot's work, with what else changes, and answers everyone who waits for it. */
export function release(
  transition: Transition,
  { key, waiters }: Slot,
  result: Result<Credentials, Failure>,
  change: Partial<Slot> = {},
): void {
  transition.changeSlot(key, {
    work: { stage: 'idle' },
    waiters: [],
    askedFor: [],
    mayPrompt: false,
    givenCode: undefined,
    repeats: 0,
    fromBase: false,
    ...change,
  });
  transition.answer(
    waiters.map(({ requestId }) => requestId),
    result,
  );
}

interface FailOptions {
  /** The failure is an answer to this request only: the next one starts anew. */
  readonly forget?: boolean;
  /** Until when requests fail at once; by default it follows from the kind and the number of failures. */
  readonly retryAt?: number;
}

/**
 * Ends a slot's work with a failure. Those who wait get what is still valid, else the failure; roles that
 * wait for the session fail with it.
 */
export function fail(transition: Transition, key: string, cause: Failure, options: FailOptions = {}): void {
  const slot = transition.slot(key);
  if (slot === undefined) return;
  const waiting = dependents(transition, key);
  const retryAt = options.retryAt ?? transition.now + pauseAfter(transition, slot, waiting, cause);
  const prompt = transition.promptOf(key);
  transition.leavePrompt(key);
  if (prompt !== undefined) transition.answerChecked(prompt, failed(cause));
  const result = isServable(slot.credentials, transition.now) ? success(slot.credentials) : failed(cause);
  const count = (slot.failed?.count ?? 0) + 1;
  release(
    transition,
    slot,
    result,
    options.forget === true ? {} : { failed: { failure: cause, count, retryAt } },
  );
  for (const role of waiting) fail(transition, role.key, cause, { ...options, retryAt });
}

function pauseAfter(
  transition: Transition,
  slot: Slot,
  dependent: readonly Slot[],
  { kind }: Failure,
): number {
  if (kind === 'cancelled') return CANCELLED_PAUSE_MS;
  const count = (slot.failed?.count ?? 0) + 1;
  if (transition.profile(slot.profile)?.renewal !== undefined) return prefetchDelay(count);
  const inBackground = [slot, ...dependent].every(({ waiters }) => waiters.length === 0);
  return retryDelay(count, inBackground, transition.jitter);
}
