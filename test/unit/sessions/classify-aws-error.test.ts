import { describe, expect, test } from 'vitest';
import { type AwsErrorDocument, classifyAwsError } from '../../../src/core/sessions/classify-aws-error.ts';
import { describeFailure, failure, toProblem } from '../../../src/core/sessions/failure.ts';
import { type FailureKind, failureKinds } from '../../../src/shared/view-state.ts';

const invalidCode = 'MultiFactorAuthentication failed with invalid MFA one time pass code. ';
const invalidSerial =
  'MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA serial number is valid and associated with this user.';
const notAuthorized =
  'User: arn:aws:iam::111111111111:user/alice is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::111111111111:role/admin';
const tooShort =
  "1 validation error detected: Value '1234' at 'tokenCode' failed to satisfy constraint: Member must have length greater than or equal to 6";

/** Status, code, text as STS sends them, and what they mean. */
const answers: readonly (readonly [number, string, string, FailureKind])[] = [
  [403, 'AccessDenied', invalidCode, 'bad-code'],
  [403, 'AccessDenied', invalidSerial, 'wrong-serial'],
  [400, 'ValidationError', tooShort, 'bad-code'],
  [
    400,
    'ValidationError',
    'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
    'duration-too-long',
  ],
  [
    400,
    'ValidationError',
    'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.',
    'duration-too-long',
  ],
  [403, 'AccessDenied', notAuthorized, 'access-denied'],
  [403, 'AccessDeniedException', notAuthorized, 'access-denied'],
  [403, 'InvalidClientTokenId', 'The security token included in the request is invalid.', 'base-keys-gone'],
  [403, 'ExpiredToken', 'The security token included in the request is expired', 'base-keys-gone'],
  [403, 'ExpiredTokenException', 'The security token included in the request is expired', 'base-keys-gone'],
  [
    403,
    'SignatureDoesNotMatch',
    'Signature expired: 20260105T080000Z is now earlier than 20260105T084500Z (20260105T090000Z - 15 min.)',
    'clock-skew',
  ],
  [
    403,
    'SignatureDoesNotMatch',
    'Signature not yet current: 20260105T100000Z is still later than 20260105T091500Z (20260105T090000Z + 15 min.)',
    'clock-skew',
  ],
  [
    403,
    'SignatureDoesNotMatch',
    'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method.',
    'base-keys-gone',
  ],
  [
    403,
    'RequestTimeTooSkewed',
    'The difference between the request time and the current time is too large.',
    'clock-skew',
  ],
  [400, 'Throttling', 'Rate exceeded', 'throttled'],
  [400, 'ThrottlingException', 'Rate exceeded', 'throttled'],
  [
    403,
    'RegionDisabledException',
    'STS is not activated in this region for account:111111111111.',
    'unknown',
  ],
  [400, 'PackedPolicyTooLarge', 'The policy is too large.', 'unknown'],
  [400, 'MalformedPolicyDocument', 'Syntax errors in policy.', 'unknown'],
  [500, 'InternalFailure', '', 'network'],
  [503, 'ServiceUnavailable', '', 'network'],
];

describe("AWS's answers are told apart by their words", () => {
  test.each(answers)('%d %s “%s” means %s', (httpStatus, code, message, kind) => {
    expect(classifyAwsError({ httpStatus, code, message }).kind).toBe(kind);
  });

  test('the words of AWS are kept where they help', () => {
    expect(classifyAwsError({ code: 'AccessDenied', message: notAuthorized }).detail).toBe(notAuthorized);
    expect(describeFailure(classifyAwsError({ code: 'AccessDenied', message: notAuthorized }))).toContain(
      'may also require MFA',
    );
    expect(classifyAwsError({ code: 'RegionDisabledException', message: 'Not activated.' }).detail).toBe(
      'RegionDisabledException: Not activated.',
    );
  });
});

describe('no secret gets into a failure or its sentence', () => {
  const secrets = ['1234', '987654', 'AQoDYXdzEPT-session-token', 'Signature=fe5f80f77d5fa3beca'];
  const canonical = [
    'The request signature we calculated does not match the signature you provided.',
    '',
    'The Canonical String for this request should have been',
    "'POST",
    'host:sts.amazonaws.com',
    'x-amz-security-token:AQoDYXdzEPT-session-token',
    'Signature=fe5f80f77d5fa3beca',
    "TokenCode=987654'",
  ];
  const documents: readonly AwsErrorDocument[] = [
    { code: 'ValidationError', message: tooShort },
    { code: 'ValidationError', message: tooShort.replace("'1234'", "'987654'").replace('greater', 'less') },
    { code: 'ValidationException', message: tooShort },
    { code: 'SignatureDoesNotMatch', message: canonical.join('\n') },
    { code: 'SignatureDoesNotMatch', message: ['Signature expired: a', ...canonical.slice(1)].join('\n') },
    { code: 'SomethingNew', message: canonical.join('\n') },
    { code: 'AccessDenied', message: canonical.join('\n') },
  ];

  test.each(documents)('$code', (document) => {
    const found = classifyAwsError(document);
    for (const text of [JSON.stringify(found), describeFailure(found)]) {
      for (const secret of secrets) expect(text).not.toContain(secret);
      expect(text).not.toMatch(/Canonical String|x-amz-security-token|[\r\n]/);
    }
  });
});

describe('sentences', () => {
  test.each([...failureKinds])('%s says what happened in full sentences', (kind) => {
    const { message } = toProblem(failure(kind));
    expect(message).toMatch(/^[A-Z].{15,}\.$/s);
    expect(message).not.toContain('undefined');
  });

  test.each([...failureKinds])('%s stays readable with a detail', (kind) => {
    expect(describeFailure(failure(kind, 'in other words'))).not.toMatch(/undefined|\s{2}/);
  });

  test('every kind has its own sentence', () => {
    expect(new Set(failureKinds.map((kind) => describeFailure(failure(kind)))).size).toBe(
      failureKinds.length,
    );
  });
});
