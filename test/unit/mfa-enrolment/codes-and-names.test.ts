import { describe, expect, it } from 'vitest';
import { tokenCode } from '../../../src/core/mfa/totp.ts';
import {
  computeTwoCodes,
  nextUnusedCodeAt,
  parseTwoCodes,
} from '../../../src/node/mfa-enrolment/consecutive-codes.ts';
import { deviceNames } from '../../../src/node/mfa-enrolment/device-names.ts';
import { otpauthUri } from '../../../src/node/mfa-enrolment/otpauth-uri.ts';
import { parseMfaSecret } from '../../../src/node/secrets/parse-mfa-secret.ts';

const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
const now = Date.parse('2026-03-01T10:00:05Z');

describe('two typed codes', () => {
  it('keep their leading zeros and lose the spaces of people', () => {
    expect(parseTwoCodes(['012 345', '543-210'])).toEqual({ ok: true, value: ['012345', '543210'] });
  });

  it.each([
    [['12345', '123456'], 'The first code must be six digits'],
    [['123456', 'abcdef'], 'The second code must be six digits'],
    [['123456', '123 456'], 'the same code twice'],
  ] as const)('are refused when they are %j', (typed, sentence) => {
    const parsed = parseTwoCodes(typed);
    expect(parsed).toEqual({ ok: false, failure: expect.stringContaining(sentence) });
    expect(JSON.stringify(parsed)).not.toContain('123456');
  });
});

describe('computed codes', () => {
  it('are those of the step before and of the present one', () => {
    const step = now / 30_000;
    const codes = [tokenCode(secret, Math.floor(step) - 1), tokenCode(secret, Math.floor(step))];
    expect(computeTwoCodes(secret, now)).toEqual(codes);
  });

  it('leave the next step as the first that can be used', () => {
    expect(nextUnusedCodeAt(now)).toBe(Date.parse('2026-03-01T10:00:30Z'));
    expect(nextUnusedCodeAt(Date.parse('2026-03-01T10:00:30Z'))).toBe(Date.parse('2026-03-01T10:01:00Z'));
  });
});

describe('the name of a new device', () => {
  it('is that of the user, then with a number', () => {
    const names = deviceNames('alice', undefined);
    expect(names.ok && names.value.slice(0, 3)).toEqual(['alice', 'alice-2', 'alice-3']);
  });

  it('is only the one that was chosen', () => {
    expect(deviceNames('alice', 'work+phone')).toEqual({ ok: true, value: ['work+phone'] });
  });

  it.each(['', 'my phone', 'a/b', 'x'.repeat(227)])('is not “%s”', (name) => {
    expect(deviceNames('alice', name).ok).toBe(false);
  });
});

describe('the address for authenticator apps', () => {
  it('names issuer, device and account, and holds the secret', () => {
    const uri = otpauthUri('arn:aws:iam::111122223333:mfa/team/alice', secret);
    expect(uri).toBe(
      `otpauth://totp/Amazon%20Web%20Services:team%2Falice%40111122223333?secret=${secret}&issuer=Amazon%20Web%20Services`,
    );
    expect(parseMfaSecret(uri)).toEqual({ ok: true, value: secret });
  });
});
