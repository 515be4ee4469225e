import { stepAt, stepStart, TIME_STEP_MS } from './time-step.ts';

/**
 * What was sent to AWS lately for one MFA device. AWS accepts each code once, over all calls, so a second use
 * would fail and look to the user like a wrong code. `step` is undefined when the clock was wrong at the time.
 */
export type UsedCodes = readonly {
  readonly code: string;
  readonly step: number | undefined;
  readonly at: number;
}[];

/** AWS accepts a code about one step before and after its own; later it can no longer be sent anyway. */
const MEMORY_MS = 3 * TIME_STEP_MS;

export const rememberCode = (
  used: UsedCodes | undefined,
  code: string,
  step: number,
  now: number,
): UsedCodes => [...(used ?? []).filter(({ at }) => now - at < MEMORY_MS), { code, step, at: now }];

/** Takes back a code that never reached the check (network, throttling): it can be sent again. */
export const forgetCode = (used: UsedCodes, code: string): UsedCodes =>
  used.filter((entry) => entry.code !== code);

/** The step of a code that turned out to be used already. */
export const noteStep = (used: UsedCodes, code: string, step: number): UsedCodes =>
  used.map((entry) => (entry.code === code ? { ...entry, step } : entry));

/** The clock was corrected: what was sent when is known again, but not for which step. */
export const moveUsedCodes = (used: UsedCodes, correctionMs: number): UsedCodes =>
  used.map(({ code, at }) => ({ code, step: undefined, at: at + correctionMs }));

export const wasUsed = (used: UsedCodes | undefined, code: string, now: number): boolean =>
  used?.some((entry) => entry.code === code && now - entry.at < MEMORY_MS) ?? false;

/** When the device shows its next code. */
export const nextCodeAt = (now: number): number => stepStart(stepAt(now) + 1);

/** The first time step, now or later, whose code was not sent yet. */
export const nextUsableStep = (used: UsedCodes | undefined, now: number): number =>
  Math.max(stepAt(now), ...(used ?? []).map(({ step }) => (step === undefined ? 0 : step + 1)));
