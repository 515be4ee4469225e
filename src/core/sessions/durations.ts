/** Limits of STS in seconds (AWS STS API reference, GetSessionToken and AssumeRole). */
export const MINIMUM_SECONDS = 900;
export const SESSION_DEFAULT_SECONDS = 43_200;
export const SESSION_MAXIMUM_SECONDS = 129_600;
export const ROLE_DEFAULT_SECONDS = 3_600;
export const ROLE_MAXIMUM_SECONDS = 43_200;
/** A role assumed with session credentials cannot last longer; nor, by default, can any role. */
export const CHAINED_ROLE_MAXIMUM_SECONDS = 3_600;

const clamp = (seconds: number, maximum: number): number =>
  Math.min(Math.max(seconds, MINIMUM_SECONDS), maximum);

/** Out-of-range wishes are clamped, never refused (as aws-mock-metadata does). */
export const sessionSeconds = (wanted: number | undefined): number =>
  clamp(wanted ?? SESSION_DEFAULT_SECONDS, SESSION_MAXIMUM_SECONDS);

/** `limit` is what AWS taught us about this role after refusing a longer session. */
export const roleSeconds = (wanted: number | undefined, chained: boolean, limit?: number): number =>
  clamp(
    wanted ?? ROLE_DEFAULT_SECONDS,
    Math.min(chained ? CHAINED_ROLE_MAXIMUM_SECONDS : ROLE_MAXIMUM_SECONDS, limit ?? ROLE_MAXIMUM_SECONDS),
  );
