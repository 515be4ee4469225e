import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planRemoval } from '../../../src/node/config/remove-imported-secrets.ts';

const plan = (content: string | Uint8Array, ...secrets: { line: number; secret: string }[]) =>
  planRemoval(typeof content === 'string' ? Buffer.from(content) : content, secrets);

const planned = (...input: Parameters<typeof plan>) => {
  const result = plan(...input);
  if (!result.ok) throw new Error(JSON.stringify(result.failure));
  return result.value;
};

describe('taking an imported MFA secret out of a file', () => {
  it('puts a comment in its place and masks it in the backup', () => {
    const { rewritten, backup } = planned('[aws]\r\nmfa_secret = mzxw 6ytb  ; phone\r\nregion=x', {
      line: 2,
      secret: 'MZXW6YTB',
    });
    expect(String(rewritten)).toBe(
      '[aws]\r\n# mfa_secret: moved to the keychain by Metafob  ; phone\r\nregion=x',
    );
    expect(String(backup)).toBe('[aws]\r\nmfa_secret = ********  ; phone\r\nregion=x');
  });

  it('leaves other secrets alone', () => {
    const { rewritten } = planned('[profile:a]\nmfa_secret=AAAAAAAA\n[profile:b]\nmfa_secret=BBBBBBBB\n', {
      line: 4,
      secret: 'BBBBBBBB',
    });
    expect(String(rewritten)).toContain('mfa_secret=AAAAAAAA');
    expect(String(rewritten)).not.toContain('BBBBBBBB');
  });

  it.each([
    ['the line holds another secret', '[aws]\nmfa_secret=BBBBBBBB'],
    ['the line holds another key', '[aws]\nsecret_key=AAAAAAAA'],
    ['the line is gone', '[aws]'],
  ])('is refused when %s', (_, content) => {
    expect(plan(content, { line: 2, secret: 'AAAAAAAA' })).toEqual({
      ok: false,
      failure: [
        {
          line: 2,
          key: 'mfa_secret',
          message: 'this line does not hold the imported mfa_secret any more; run the import again',
        },
      ],
    });
  });

  it('keeps every byte of the other lines, whatever their encoding', () => {
    const bytes = fc.uint8Array({ maxLength: 200 });
    const startsLine = (before: Uint8Array) => Buffer.concat([before, Buffer.from('\n')]);
    fc.assert(
      fc.property(bytes, bytes, (before, after) => {
        const head = startsLine(before);
        const tail = Buffer.concat([Buffer.from('\n'), after]);
        const line = head.filter((byte) => byte === 0x0a).length + 1;
        const { rewritten, backup } = planned(
          Buffer.concat([head, Buffer.from('mfa_secret=AAAAAAAA'), tail]),
          {
            line,
            secret: 'AAAAAAAA',
          },
        );
        const comment = Buffer.from('# mfa_secret: moved to the keychain by Metafob');
        expect(rewritten).toEqual(Buffer.concat([head, comment, tail]));
        expect(backup).toEqual(Buffer.concat([head, Buffer.from('mfa_secret=********'), tail]));
      }),
    );
  });
});
