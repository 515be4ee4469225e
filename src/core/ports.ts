import type { Identity, Profile } from './profiles/profile.ts';
import type { Result } from './result.ts';
import type { Credentials } from './sessions/credentials.ts';
import type { Failure } from './sessions/failure.ts';

/** What the engine needs from the outside. Every rule of the engine is tested with fakes of these. */
export interface EnginePorts {
  readonly clock: Clock;
  readonly aws: AwsPort;
  readonly mfaSecrets: MfaSecretPort;
  /** Uniform in [0, 1), for jitter. */
  readonly random: () => number;
}

export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Calls back once at (or as soon as possible after) a moment; returns a function that cancels it. */
  at(time: number, callback: () => void): () => void;
}

/** An answer from AWS, with the server's time where the response told it (its `Date` header). */
export interface AwsAnswer<Value> {
  readonly result: Result<Value, Failure>;
  /** Milliseconds since the epoch. */
  readonly serverTime?: number;
}

/** What AWS tells about an identity. Absent fields were not asked for or could not be found. */
export interface IdentityFacts {
  readonly accountId?: string;
  readonly userName?: string;
  /** Serial numbers of devices that give codes (no FIDO). Undefined when listing is not permitted. */
  readonly mfaDevices?: readonly string[];
  /** Used for the guess `arn:PARTITION:iam::ACCOUNT:mfa/USER` when devices may not be listed. */
  readonly partition?: string;
}

export interface BaseCall {
  readonly identity: Identity;
  readonly region: string;
  /** Milliseconds to add to this machine's clock when signing. */
  readonly clockSkewMs: number;
}

export interface MfaAnswer {
  readonly serialNumber: string;
  readonly tokenCode: string;
}

export interface GetSessionTokenCall extends BaseCall {
  readonly durationSeconds: number;
  readonly mfa?: MfaAnswer;
}

export interface AssumeRoleCall extends BaseCall {
  /** Session credentials to call with, instead of the identity's own. */
  readonly source?: Credentials;
  readonly roleArn: string;
  readonly externalId?: string;
  readonly roleSessionName: string;
  readonly durationSeconds: number;
  readonly mfa?: MfaAnswer;
}

/** STS and IAM. No method throws: every failure is a value. */
export interface AwsPort {
  /**
   * Finds out who an identity is. With `findDevices` it asks iam:ListMFADevices first, which names user,
   * account and devices in one call, and falls back on sts:GetCallerIdentity, which needs no permission.
   */
  describeIdentity(call: BaseCall & { readonly findDevices: boolean }): Promise<AwsAnswer<IdentityFacts>>;
  /** Base credentials that are temporary themselves are the session; STS is not asked then. */
  getSessionToken(call: GetSessionTokenCall): Promise<AwsAnswer<Credentials>>;
  assumeRole(call: AssumeRoleCall): Promise<AwsAnswer<Credentials>>;
}

/** Where the MFA secret of a profile's identity is. `locked`: there may be one, but it cannot be read now. */
export type MfaSecretLookup =
  | { readonly kind: 'found'; readonly secret: string }
  | { readonly kind: 'none' }
  | { readonly kind: 'locked'; readonly reason: string };

export interface MfaSecretPort {
  find(profile: Profile): Promise<MfaSecretLookup>;
}
