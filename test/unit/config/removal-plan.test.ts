import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { failed, success } from '../../../src/core/result.ts';
import { maskMfaSecrets, takeOutSecrets } from '../../../src/node/config/remove-imported-secrets.ts';

describe('taking an imported MFA secret out of a file', () => {
  it('puts a comment in its place and masks it in the backup', () => {
    const text = '[aws]\r\nmfa_secret = mzxw 6ytb  ; phone\r\nregion=x';
    const secrets = [{ line: 2, secret: 'MZXW6YTB' }];
    expect(takeOutSecrets(text, secrets)).toEqual(
      success('[aws]\r\n# mfa_secret: moved to the keychain by Metafob  ; phone\r\nregion=x'),
    );
    expect(maskMfaSecrets(text, secrets)).toBe('[aws]\r\nmfa_secret = ********  ; phone\r\nregion=x');
  });

  it('leaves other secrets alone', () => {
    const text = '[profile:a]\nmfa_secret=AAAAAAAA\n[profile:b]\nmfa_secret=BBBBBBBB\n';
    const taken = takeOutSecrets(text, [{ line: 4, secret: 'BBBBBBBB' }]);
    expect(taken).toMatchObject({ value: expect.stringContaining('mfa_secret=AAAAAAAA') });
    expect(taken).toMatchObject({ value: expect.not.stringContaining('BBBBBBBB') });
  });

  it('masks the same secret on other lines, and no other secret', () => {
    const text = '[profile:a]\nmfa_secret=aaaa aaaa\n[profile:b]\nmfa_secret=BBBBBBBB\n';
    expect(maskMfaSecrets(text, [{ line: 9, secret: 'AAAAAAAA' }])).toBe(
      '[profile:a]\nmfa_secret=********\n[profile:b]\nmfa_secret=BBBBBBBB\n',
    );
  });

  it.each([
    ['the line holds another secret', '[aws]\nmfa_secret=BBBBBBBB'],
    ['the line holds another key', '[aws]\nsecret_key=AAAAAAAA'],
    ['the line is gone', '[aws]'],
  ])('is refused when %s', (_, content) => {
    const message = 'this line does not hold the imported mfa_secret any more; run the import again';
    expect(takeOutSecrets(content, [{ line: 2, secret: 'AAAAAAAA' }])).toEqual(
      failed({ line: 2, key: 'mfa_secret', message }),
    );
  });

  it('keeps every other line as it is', () => {
    const lines = fc.string({ unit: 'binary-ascii', maxLength: 200 });
    fc.assert(
      fc.property(lines, lines, (before, after) => {
        const head = `${before}\n`;
        const secrets = [{ line: head.split('\n').length, secret: 'AAAAAAAA' }];
        const text = `${head}mfa_secret=AAAAAAAA\n${after}`;
        expect(takeOutSecrets(text, secrets)).toEqual(
          success(`${head}# mfa_secret: moved to the keychain by Metafob\n${after}`),
        );
        expect(maskMfaSecrets(text, secrets)).toBe(`${head}mfa_secret=********\n${after}`);
      }),
    );
  });
});
