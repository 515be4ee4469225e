import { createGuardrails, generateSync } from 'otplib';
import { stepStart } from './time-step.ts';

// AWS's own secrets are 40 bytes, but a shorter one made elsewhere is the user's choice to make.
const guardrails = createGuardrails({ MIN_SECRET_BYTES: 1 });

/**
 * The six digits that an MFA device with this base32 secret shows during a time step (see `stepAt`).
 *
 * @throws Error when the secret is not base32; the text does not contain the secret.
 */
export function tokenCode(secret: string, step: number): string {
  try {
    return generateSync({ secret, epoch: stepStart(step) / 1000, guardrails });
  } catch {
    throw new Error('The MFA secret is not valid base32.');
  }
}
