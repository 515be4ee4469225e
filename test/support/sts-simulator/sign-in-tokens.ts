import { randomBytes } from 'node:crypto';

const VALID_MS = 15 * 60_000;

/** Tokens that open a console session, as the federation endpoint gives them. Times are the server's, in ms. */
export interface SignInTokenStore {
  issue(now: number): string;
  isValid(token: string, now: number): boolean;
  clear(): void;
}

export const createSignInTokenStore = (): SignInTokenStore => {
  const expiries = new Map<string, number>();
  return {
    issue: (now) => {
      const token = randomBytes(300).toString('base64url');
      expiries.set(token, now + VALID_MS);
      return token;
    },
    isValid: (token, now) => now < (expiries.get(token) ?? 0),
    clear: () => expiries.clear(),
  };
};
