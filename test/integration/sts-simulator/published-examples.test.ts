import { expect, test } from 'vitest';
import { claimedSignature, expectedSignature } from '../../support/sts-simulator/signature-v4.ts';
import { tokenCodeAt } from '../../support/sts-simulator/token-codes.ts';

test('the signature of the example in the AWS General Reference comes out', () => {
  const request = {
    method: 'GET',
    path: '/',
    query: new URLSearchParams('Action=ListUsers&Version=2010-05-08'),
    headers: {
      authorization: [
        'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request, SignedHeaders=content-type;host;x-amz-date, Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7',
      ],
      'content-type': ['application/x-www-form-urlencoded; charset=utf-8'],
      host: ['iam.amazonaws.com'],
      'x-amz-date': ['20150830T123600Z'],
    },
    body: Buffer.alloc(0),
  };
  const claim = claimedSignature(request);
  expect(expectedSignature(request, claim, 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY')).toBe(claim.signature);
});

// RFC 6238, appendix B (SHA-1), the last six of the eight digits.
test.each([
  [59, '287082'],
  [1_111_111_109, '081804'],
  [1_111_111_111, '050471'],
  [1_234_567_890, '005924'],
  [2_000_000_000, '279037'],
])('at %i s the device of RFC 6238 shows %s', (seconds, code) => {
  expect(tokenCodeAt('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ', seconds * 1000)).toBe(code);
});
