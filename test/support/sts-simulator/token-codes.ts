import { createGuardrails, generateSync } from 'otplib';
import type { MfaDevice } from './mfa-devices.ts';

const STEP_MS = 30_000;

/** Many published examples are shorter than otplib's own minimum of 16 bytes. */
const guardrails = createGuardrails({ MIN_SECRET_BYTES: 10 });

const stepAt = (milliseconds: number): number => Math.floor(milliseconds / STEP_MS);

const codeOfStep = (secret: string, step: number): string =>
  generateSync({ secret, epoch: (step * STEP_MS) / 1000, guardrails });

/** The six digits that a device with this base32 secret shows at a moment (RFC 6238, 30 s). */
export const tokenCodeAt = (secret: string, milliseconds: number): string =>
  codeOfStep(secret, stepAt(milliseconds));

/** Accepts each code of a device once, from one step before to one step after the server's time. */
export interface TokenCodeChecker {
  accept(device: MfaDevice, tokenCode: string, now: number): boolean;
  /** Two codes in a row, the second of them from the steps that `accept` looks at. Both are used up then. */
  acceptPair(device: MfaDevice, tokenCodes: readonly [string, string], now: number): boolean;
  forgetUsedCodes(): void;
}

export const createTokenCodeChecker = (): TokenCodeChecker => {
  const usedSteps = new Set<string>();

  /** Looks for the codes in the steps that end where the last code may be; uses them up when it finds them. */
  const acceptSequence = (
    { serialNumber, secret }: MfaDevice,
    tokenCodes: readonly string[],
    now: number,
  ): boolean => {
    if (secret === undefined) return false;
    // A device made anew under an old name starts with unused codes.
    const usedKey = (step: number) => `${serialNumber} ${secret} ${step}`;
    const sequences = [-1, 0, 1].map((offset) => {
      const last = stepAt(now) + offset;
      return tokenCodes.map((code, index) => ({ code, step: last - tokenCodes.length + 1 + index }));
    });
    const match = sequences.find((sequence) =>
      sequence.every(({ code, step }) => codeOfStep(secret, step) === code && !usedSteps.has(usedKey(step))),
    );
    for (const { step } of match ?? []) usedSteps.add(usedKey(step));
    return match !== undefined;
  };

  return {
    accept: (device, tokenCode, now) => acceptSequence(device, [tokenCode], now),
    acceptPair: acceptSequence,
    forgetUsedCodes: () => usedSteps.clear(),
  };
};
