import { createGuardrails, generateSync } from 'otplib';
import type { MfaDevice } from './world.ts';

const STEP_SECONDS = 30;

/** Many published examples are shorter than otplib's own minimum of 16 bytes. */
const guardrails = createGuardrails({ MIN_SECRET_BYTES: 10 });

const stepAt = (milliseconds: number): number => Math.floor(milliseconds / 1000 / STEP_SECONDS);

/** The six digits that a device with this base32 secret shows at a moment (RFC 6238, 30 s). */
export const tokenCodeAt = (secret: string, milliseconds: number): string =>
  generateSync({ secret, epoch: stepAt(milliseconds) * STEP_SECONDS, guardrails });

/** Accepts each code of a device once, from one step before to one step after the server's time. */
export interface TokenCodeChecker {
  accept(device: MfaDevice, tokenCode: string, now: number): boolean;
  forgetUsedCodes(): void;
}

export const createTokenCodeChecker = (): TokenCodeChecker => {
  const usedSteps = new Set<string>();
  return {
    accept: ({ serialNumber, secret }, tokenCode, now) => {
      if (secret === undefined) return false;
      const candidates = [-1, 0, 1].map((steps) => now + steps * STEP_SECONDS * 1000);
      const match = candidates.find(
        (time) =>
          tokenCodeAt(secret, time) === tokenCode && !usedSteps.has(`${serialNumber} ${stepAt(time)}`),
      );
      if (match === undefined) return false;
      usedSteps.add(`${serialNumber} ${stepAt(match)}`);
      return true;
    },
    forgetUsedCodes: () => usedSteps.clear(),
  };
};
