import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseMfaSecret } from '../../../src/node/secrets/parse-mfa-secret.ts';

const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
const good = { ok: true, value: secret };

describe('reading an MFA secret', () => {
  it.each([
    ['as AWS shows it', secret],
    ['in lower case and groups', 'jbsw y3dp ehpk 3pxp jbsw y3dp ehpk 3pxp'],
    ['with dashes, padding and a line end', `${secret.slice(0, 16)}-${secret.slice(16)}======\r\n`],
    ['in a URI', `otpauth://totp/Amazon%20Web%20Services:me@123456789012?secret=${secret}&issuer=AWS`],
    [
      'in a URI with the usual parameters',
      `OTPAUTH://totp/x?algorithm=sha1&digits=6&period=30&secret=${secret}`,
    ],
    ['in a URI, in lower case', `otpauth://totp/x?secret=${secret.toLowerCase()}`],
  ])('accepts it %s', (_, text) => {
    expect(parseMfaSecret(text)).toEqual(good);
  });

  it.each([
    ['nothing', '   ', 'empty'],
    ['characters outside the alphabet', 'JBSWY3DPEHPK3PX0', 'not base32'],
    ['a length that no secret has', 'JBSWY3DPEHPK3PXPJ', 'not base32'],
    ['the six digits of a code', '234567', 'not base32'],
    ['a piece of a secret', 'JBSWY3DP', 'too short'],
    ['a counter-based device', `otpauth://hotp/x?secret=${secret}`, 'time-based'],
    ['eight digits', `otpauth://totp/x?digits=8&secret=${secret}`, 'digits'],
    ['another hash', `otpauth://totp/x?algorithm=SHA256&secret=${secret}`, 'algorithm'],
    ['a URI without a secret', 'otpauth://totp/x?issuer=AWS', 'no secret'],
    ['a broken URI', 'otpauth://[', 'cannot be understood'],
  ])('refuses %s', (_, text, expected) => {
    expect(parseMfaSecret(text)).toEqual({ ok: false, failure: expect.stringContaining(expected) });
  });

  it('never repeats the input in what it says', () => {
    const input = fc.string({ minLength: 6, maxLength: 40, unit: fc.constantFrom(...'QZJX0189!?&=') });
    fc.assert(
      fc.property(input, (text) => {
        const parsed = parseMfaSecret(text);
        if (!parsed.ok) expect(parsed.failure).not.toContain(text);
      }),
    );
  });
});
