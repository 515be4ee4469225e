/** TOTP codes change at every full half minute of Unix time (RFC 6238, the parameters AWS uses). */
export const TIME_STEP_MS = 30_000;

export const stepAt = (time: number): number => Math.floor(time / TIME_STEP_MS);

export const stepStart = (step: number): number => step * TIME_STEP_MS;
