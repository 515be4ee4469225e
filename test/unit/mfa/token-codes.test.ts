import { describe, expect, test } from 'vitest';
import { stepAt, stepStart } from '../../../src/core/mfa/time-step.ts';
import { parseTokenCode } from '../../../src/core/mfa/token-code.ts';
import { tokenCode } from '../../../src/core/mfa/totp.ts';
import {
  forgetCode,
  nextCodeAt,
  nextUsableStep,
  rememberCode,
  wasUsed,
} from '../../../src/core/mfa/used-codes.ts';

describe('token codes', () => {
  test.each([
    ['123456', '123456'],
    ['001234', '001234'],
    ['000000', '000000'],
    ['123 456', '123456'],
    ['123-456', '123456'],
    [' 123456\n', '123456'],
  ])('%j is read as %j', (text, code) => {
    expect(parseTokenCode(text)).toBe(code);
  });

  test.each(['', '12345', '1234567', '12345a', '１２３４５６', '12.456', '0x1234', '+12345'])(
    '%j is no code',
    (text) => {
      expect(parseTokenCode(text)).toBeUndefined();
    },
  );

  // RFC 6238, appendix B: the secret 12345678901234567890; the last six of the eight digits.
  const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
  test.each([
    [59, '287082'],
    [1_111_111_109, '081804'],
    [1_111_111_111, '050471'],
    [1_234_567_890, '005924'],
    [2_000_000_000, '279037'],
    [20_000_000_000, '353130'],
  ])('at second %d the device of RFC 6238 shows %s', (second, code) => {
    expect(tokenCode(secret, stepAt(second * 1000))).toBe(code);
  });

  test('a secret that is not base32 is refused without repeating it', () => {
    expect(() => tokenCode('no!base32', 1)).toThrow(/^The MFA secret is not valid base32\.$/);
  });

  test('steps change at every full half minute', () => {
    expect(stepAt(29_999)).toBe(0);
    expect(stepAt(30_000)).toBe(1);
    expect(stepStart(1)).toBe(30_000);
  });
});

describe('used codes', () => {
  const now = stepStart(100) + 5_000;

  test('a code that was sent was used, another was not', () => {
    const used = rememberCode(undefined, '123456', 100, now);
    expect(wasUsed(used, '123456', now)).toBe(true);
    expect(wasUsed(used, '654321', now)).toBe(false);
    expect(wasUsed(undefined, '123456', now)).toBe(false);
  });

  test('a code is remembered for as long as AWS could accept it a second time', () => {
    const used = rememberCode(undefined, '123456', 100, now);
    expect(wasUsed(used, '123456', stepStart(102) - 1)).toBe(true);
    expect(wasUsed(used, '123456', now + 10 * 60_000)).toBe(false);
  });

  test('several codes are remembered side by side, and old ones are forgotten', () => {
    let used = rememberCode(undefined, '111111', 100, now);
    used = rememberCode(used, '222222', 101, now + 30_000);
    expect(wasUsed(used, '111111', now + 30_000)).toBe(true);
    used = rememberCode(used, '333333', 120, now + 600_000);
    expect(used.map(({ code }) => code)).toEqual(['333333']);
  });

  test('the device shows its next code at the next half minute', () => {
    expect(nextCodeAt(now)).toBe(stepStart(101));
    expect(nextCodeAt(stepStart(100))).toBe(stepStart(101));
  });

  test('the step to use is this one, or the one after the last used', () => {
    expect(nextUsableStep(undefined, now)).toBe(100);
    expect(nextUsableStep(rememberCode(undefined, '1', 99, now), now)).toBe(100);
    expect(nextUsableStep(rememberCode(undefined, '1', 100, now), now)).toBe(101);
    expect(nextUsableStep(rememberCode(undefined, '1', 101, now), now)).toBe(102);
  });

  test('a code that never reached the check can be sent again', () => {
    const used = forgetCode(rememberCode(undefined, '123456', 100, now), '123456');
    expect(wasUsed(used, '123456', now)).toBe(false);
    expect(nextUsableStep(used, now)).toBe(100);
  });

  test('taking one code back does not free another of the same step', () => {
    const two = rememberCode(rememberCode(undefined, '111111', 100, now), '222222', 100, now);
    const used = forgetCode(two, '222222');
    expect(wasUsed(used, '111111', now)).toBe(true);
    expect(nextUsableStep(used, now)).toBe(101);
  });
});
