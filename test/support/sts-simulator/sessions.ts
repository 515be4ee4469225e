import { randomBytes } from 'node:crypto';
import type { Caller } from './caller.ts';
import { temporaryAccessKeyId } from './unique-id.ts';

/** Temporary credentials that the simulator issued, and whom they stand for. */
export interface IssuedSession {
  readonly accessKeyId: string;
  readonly secret: string;
  readonly token: string;
  /** Milliseconds since the epoch, in the server's time. */
  readonly expiresAt: number;
  readonly caller: Caller;
}

export interface SessionStore {
  issue(caller: Caller, expiresAt: number): IssuedSession;
  find(accessKeyId: string): IssuedSession | undefined;
  clear(): void;
}

/** Tokens of STS begin like this: base64 of `origin_ec`. Their length is that of real ones. */
const newToken = (): string => `IQoJb3JpZ2luX2Vj${randomBytes(360).toString('base64')}`;

export const createSessionStore = (): SessionStore => {
  const sessions = new Map<string, IssuedSession>();
  return {
    issue: (caller, expiresAt) => {
      const session: IssuedSession = {
        accessKeyId: temporaryAccessKeyId(),
        secret: randomBytes(30).toString('base64'),
        token: newToken(),
        expiresAt,
        caller,
      };
      sessions.set(session.accessKeyId, session);
      return session;
    },
    find: (accessKeyId) => sessions.get(accessKeyId),
    clear: () => sessions.clear(),
  };
};
