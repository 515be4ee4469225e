import { failed, type Result, success } from '../../core/result.ts';
import type { Failure } from '../../core/sessions/failure.ts';
import { failureOf } from './failure-of.ts';
import type { HttpHandler } from './server-time.ts';

/** What calls about a user's own account are made with: credentials that were found or made before. */
export interface AccountCallSettings {
  readonly credentials: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    /** With temporary credentials only. IAM accepts them only when they were made with MFA. */
    readonly sessionToken?: string;
  };
  readonly region: string;
  readonly httpHandler: HttpHandler;
  /** Milliseconds to add to this machine's clock when signing. */
  readonly clockSkewMs: number;
}

/** The settings in the form that the clients of the AWS SDK take. */
export const clientSettings = ({
  credentials: { accessKeyId, secretAccessKey, sessionToken },
  region,
  httpHandler,
  clockSkewMs,
}: AccountCallSettings) => ({
  region,
  credentials: { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) },
  systemClockOffset: clockSkewMs,
  requestHandler: httpHandler,
});

/**
 * For calls that make something new. The SDK would send one again whose answer was lost, and it would be made
 * twice; it would also take the answer that a limit is reached for throttling.
 */
export const clientSettingsForCreating = (settings: AccountCallSettings) => ({
  ...clientSettings(settings),
  maxAttempts: 1,
});

/** Turns an error of the AWS SDK into a failure value. */
export const asResult = <Value>(
  call: Promise<Value>,
  toFailure: (thrown: unknown) => Failure = failureOf,
): Promise<Result<Value, Failure>> => call.then(success, (thrown: unknown) => failed(toFailure(thrown)));
