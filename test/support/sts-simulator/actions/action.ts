import type { AccessKeyStore } from '../access-keys.ts';
import type { Caller } from '../caller.ts';
import type { Directory } from '../directory.ts';
import type { MfaDeviceStore } from '../mfa-devices.ts';
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
  readonly accessKeys: AccessKeyStore;
  readonly mfaDevices: MfaDeviceStore;
  readonly tokenCodes: TokenCodeChecker;
  /** From when on a key that is made now may sign; later than `now` when a fault says so. */
  readonly newKeyUsableFrom: number;
  /** Makes temporary credentials; a fault may make them shorter than asked. */
  issue(caller: Caller, durationSeconds: number): IssuedSession;
}

/** Gives the fields of `<…Result>`, nothing when AWS has none, or throws a ServiceError. */
export type Action = (context: ActionContext) => XmlFields | undefined;

/** `2026-01-31T23:59:59Z`, as AWS writes times. */
export const timestamp = (milliseconds: number): string =>
  new Date(milliseconds).toISOString().replace(/\.\d{3}Z$/, 'Z');

export const credentialsXml = (session: IssuedSession): XmlFields => ({
  AccessKeyId: session.accessKeyId,
  SecretAccessKey: session.secret,
  SessionToken: session.token,
  Expiration: timestamp(session.expiresAt),
});
