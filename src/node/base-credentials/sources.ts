import type { Result } from '../../core/result.ts';
import type { Failure } from '../../core/sessions/failure.ts';

/** What calls to AWS start from. With a session token they are temporary. */
export interface BaseCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  /** ms since the epoch; absent when the source does not say */
  readonly expiresAt?: number;
}

/** Where base credentials come from that are not in the configuration. No method throws. */
export interface BaseCredentialSources {
  /** The secret access key of a key that is in the keychain. */
  storedKey(accessKeyId: string): Promise<Result<BaseCredentials, Failure>>;
  /** What a `credential_process` prints. */
  process(command: string): Promise<Result<BaseCredentials, Failure>>;
  /** What another metadata service hands out for a role. */
  upstream(url: string, role: string): Promise<Result<BaseCredentials, Failure>>;
  /** What was posted to the admin listener last. */
  bootstrap(): Promise<Result<BaseCredentials, Failure>>;
}
