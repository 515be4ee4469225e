import { type Failure, failure } from './failure.ts';

/** The parts of an AWS error document that tell what went wrong. */
export interface AwsErrorDocument {
  readonly code: string;
  readonly message: string;
  readonly httpStatus?: number;
}

/** Codes that say the key itself is of no use any more. */
const keyErrors = new Set([
  'InvalidClientTokenId',
  'UnrecognizedClientException',
  'ExpiredToken',
  'ExpiredTokenException',
  'InvalidAccessKeyId',
]);
const throttlingErrors = new Set([
  'Throttling',
  'ThrottlingException',
  'RequestLimitExceeded',
  'TooManyRequestsException',
  'SlowDown',
]);

/**
 * Tells failures apart by AWS's own words: several share one code, `AccessDenied`, and only the text says
 * whether the code, the device or the permission is wrong. The texts are those STS has sent for years.
 */
export function classifyAwsError({ code, message: text, httpStatus }: AwsErrorDocument): Failure {
  // Further lines of a signature error repeat the request with its session token; they stay out.
  const message = text.split('\n', 1)[0]?.slice(0, 300) ?? '';
  // The second text, of malformed codes, quotes the code.
  if (/invalid MFA one time pass code|'?tokenCode'?/i.test(message)) return failure('bad-code');
  if (/verify your MFA serial number|MFA device.*(not found|not exist)/i.test(message)) {
    return failure('wrong-serial', message);
  }
  if (/exceeds the MaxSessionDuration|exceeds the 1 hour session limit/i.test(message)) {
    return failure('duration-too-long', message);
  }
  if (
    code === 'RequestExpired' ||
    code === 'RequestTimeTooSkewed' ||
    (code === 'SignatureDoesNotMatch' && /Signature (expired|not yet current)/i.test(message))
  ) {
    return failure('clock-skew', message);
  }
  if (keyErrors.has(code) || code === 'SignatureDoesNotMatch') return failure('base-keys-gone', message);
  if (throttlingErrors.has(code)) return failure('throttled', message);
  if (code === 'AccessDenied' || code === 'AccessDeniedException') return failure('access-denied', message);
  if (httpStatus !== undefined && httpStatus >= 500) {
    return failure('network', `AWS answered with status ${httpStatus}`);
  }
  return failure('unknown', `${code}: ${message}`);
}
