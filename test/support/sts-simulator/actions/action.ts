import type { Caller } from '../caller.ts';
import type { Directory } from '../directory.ts';
import type { IssuedSession } from '../sessions.ts';
import type { TokenCodeChecker } from '../token-codes.ts';
import type { XmlFields } from '../xml.ts';

/** All that an action needs to answer one authenticated request. */
export interface ActionContext {
  readonly caller: Caller;
  readonly parameters: URLSearchParams;
  /** Milliseconds since the epoch, in the server's time. */
  readonly now: number;
  readonly directory: Directory;
  readonly tokenCodes: TokenCodeChecker;
  /** Makes temporary credentials; a fault may make them shorter than asked. */
  issue(caller: Caller, durationSeconds: number): IssuedSession;
}

/** Gives the fields of `<…Result>`, or throws a ServiceError. */
export type Action = (context: ActionContext) => XmlFields;

export const credentialsXml = (session: IssuedSession): XmlFields => ({
  AccessKeyId: session.accessKeyId,
  SecretAccessKey: session.secret,
  SessionToken: session.token,
  Expiration: new Date(session.expiresAt).toISOString().replace(/\.\d{3}Z$/, 'Z'),
});
