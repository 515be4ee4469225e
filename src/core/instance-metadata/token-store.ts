/** The lifetime that a client may ask for, in seconds (EC2 user guide, IMDSv2). */
const MINIMUM_SECONDS = 1;
const MAXIMUM_SECONDS = 21_600;

/** More than any machine needs at once; it bounds what a runaway client can make us remember. */
const MAXIMUM_TOKENS = 10_000;

/** Reads the header of a token request; undefined when it is missing or not allowed. */
export function parseTokenLifetime(header: string | undefined): number | undefined {
  if (header === undefined || !/^\d{1,5}$/.test(header)) return undefined;
  const seconds = Number(header);
  return seconds >= MINIMUM_SECONDS && seconds <= MAXIMUM_SECONDS ? seconds : undefined;
}

/** IMDSv2 session tokens: opaque, known only to this process. */
export interface TokenStore {
  issue(lifetimeSeconds: number): string;
  /** Whole seconds that the token still lives; undefined when it is unknown or has expired. */
  remainingSeconds(token: string): number | undefined;
  revokeAll(): void;
}

/**
 * @param now ms since the epoch
 * @param randomToken an opaque string that cannot be guessed
 */
export function createTokenStore(now: () => number, randomToken: () => string): TokenStore {
  // In order of issue, so that the first are the oldest.
  const expiryByToken = new Map<string, number>();

  function makeRoom(): void {
    if (expiryByToken.size < MAXIMUM_TOKENS) return;
    for (const [token, expiresAt] of expiryByToken) if (expiresAt <= now()) expiryByToken.delete(token);
    for (const token of expiryByToken.keys()) {
      if (expiryByToken.size < MAXIMUM_TOKENS) return;
      expiryByToken.delete(token);
    }
  }

  return {
    issue(lifetimeSeconds) {
      makeRoom();
      const token = randomToken();
      expiryByToken.set(token, now() + lifetimeSeconds * 1000);
      return token;
    },
    remainingSeconds(token) {
      const expiresAt = expiryByToken.get(token);
      if (expiresAt === undefined) return undefined;
      const remaining = expiresAt - now();
      return remaining > 0 ? Math.ceil(remaining / 1000) : undefined;
    },
    revokeAll: () => expiryByToken.clear(),
  };
}
