import { stepAt, stepStart } from '../../core/mfa/time-step.ts';
import { parseTokenCode } from '../../core/mfa/token-code.ts';
import { tokenCode } from '../../core/mfa/totp.ts';
import { failed, type Result, success } from '../../core/result.ts';

/** The first code first. */
export type TwoCodes = readonly [string, string];

/** Two codes as people type them; a sentence when they cannot be two codes in a row. */
export function parseTwoCodes([first, second]: TwoCodes): Result<TwoCodes, string> {
  const codes = [parseTokenCode(first), parseTokenCode(second)] as const;
  const [one, two] = codes;
  if (one === undefined) return failed(`The first code ${notSixDigits}`);
  if (two === undefined) return failed(`The second code ${notSixDigits}`);
  if (one === two) return failed(sameCode);
  return success([one, two]);
}

const notSixDigits = 'must be six digits, as the MFA device shows them.';

export const sameCode = 'These are the same code twice. Wait until the device shows the next one.';

/**
 * The codes of the step before and the present one, which AWS accepts as well as the present and the next:
 * so nobody has to wait before the device is enabled, only before its first use.
 *
 * @param now milliseconds since the epoch, in AWS's time
 */
export function computeTwoCodes(secret: string, now: number): TwoCodes {
  const step = stepAt(now);
  return [tokenCode(secret, step - 1), tokenCode(secret, step)];
}

/** When the device shows the first code that enabling it has not used up. */
export const nextUnusedCodeAt = (now: number): number => stepStart(stepAt(now) + 1);
