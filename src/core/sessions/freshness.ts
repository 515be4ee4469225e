import type { Credentials } from './credentials.ts';

const MINUTE = 60_000;

/**
 * What is served has this much left whenever its lifetime allows: botocore rewrites the expiry of anything
 * that has less than 15 to 25 minutes, and would then use it longer than it lives.
 */
export const FRESH_MS = 30 * MINUTE;
const MAXIMUM_JITTER_MS = 5 * MINUTE;
/** Credentials that are nearly over when they arrive must not be renewed in a tight loop. */
export const SHORTEST_RENEWAL_MS = 1_500;

/** Credentials that end sooner are not handed out: the call they are for would outlive them. */
export const LAST_USE_MS = 10_000;

/**
 * When to renew: 30 minutes before the end, or half-way for short sessions, earlier by up to 5 % of the
 * lifetime so that many machines and profiles do not call STS at the same moment.
 *
 * @param jitter uniform in [0, 1)
 */
export function renewalTime({ obtainedAt, expiresAt }: Credentials, jitter: number): number {
  const lifetime = expiresAt - obtainedAt;
  const margin = Math.min(FRESH_MS, lifetime / 2);
  return expiresAt - margin - jitter * Math.min(MAXIMUM_JITTER_MS, lifetime * 0.05);
}

/**
 * When to fetch again what another metadata service hands out: after 50 to 90 % of the lifetime, as alppaca.
 *
 * @param jitter uniform in [0, 1)
 */
export const prefetchTime = ({ obtainedAt, expiresAt }: Credentials, jitter: number): number =>
  obtainedAt + (expiresAt - obtainedAt) * (0.5 + 0.4 * jitter);

export const isServable = (credentials: Credentials | undefined, now: number): credentials is Credentials =>
  credentials !== undefined && credentials.expiresAt - now > LAST_USE_MS;

const FIRST_RETRY_MS = 1_000;
const LAST_BACKGROUND_RETRY_MS = 5 * MINUTE;
/** Somebody waits: the network may be back any moment. */
const LAST_RETRY_MS = 30_000;

const PREFETCH_DELAY_FACTOR = 1.5;
const LAST_PREFETCH_DELAY_MS = 10_000;

/**
 * How long to wait after the `count`-th failure in a row (1 = first) to get credentials ahead of need: 1.5,
 * 2.25, 3.375… up to 10 seconds, as alppaca.
 */
export const prefetchDelay = (count: number): number =>
  Math.min(PREFETCH_DELAY_FACTOR ** count * 1_000, LAST_PREFETCH_DELAY_MS);

/**
 * How long to leave AWS alone after the `count`-th failure in a row (1 = first). The first failure costs no
 * wait for a program that asks again; a background renewal always waits.
 */
export function retryDelay(count: number, inBackground: boolean, jitter: number): number {
  const exponent = inBackground ? count + 3 : count - 2;
  if (exponent < 0) return 0;
  const longest = inBackground ? LAST_BACKGROUND_RETRY_MS : LAST_RETRY_MS;
  return Math.min(FIRST_RETRY_MS * 2 ** exponent, longest) * (0.5 + jitter / 2);
}
