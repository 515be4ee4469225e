import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseIni } from '../../../src/node/config/ini.ts';

const sectionsOf = (text: string) => {
  const parsed = parseIni(text);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.failure));
  return parsed.value;
};
const problemsOf = (text: string) => {
  const parsed = parseIni(text);
  return parsed.ok ? [] : parsed.failure;
};
const entryValue = (line: string) => sectionsOf(`[aws]\n${line}`)[0]?.entries[0]?.value;

describe('the INI dialect', () => {
  it('yields sections and entries with their lines', () => {
    expect(sectionsOf('[aws]\naccess_key=A\n\n# note\n[profile:my profile]\nregion: B')).toEqual([
      { name: 'aws', line: 1, entries: [{ key: 'access_key', value: 'A', line: 2 }] },
      { name: 'profile:my profile', line: 5, entries: [{ key: 'region', value: 'B', line: 6 }] },
    ]);
  });

  it.each([
    ['region=us-east-1', 'us-east-1'],
    ['region = us-east-1  \t', 'us-east-1'],
    ['region: us-east-1', 'us-east-1'],
    ['  region=us-east-1', 'us-east-1'],
    ['region=us-east-1\r', 'us-east-1'],
    ['region=us-east-1 # where we are', 'us-east-1'],
    ['region=us-east-1\t; where we are', 'us-east-1'],
    ['region= # only a comment', ''],
    ['region=', ''],
    ['region=""', ''],
    ['role_arn=arn:aws:iam::1:role/a=b', 'arn:aws:iam::1:role/a=b'],
    ['secret_key=a/b+c=d#e;f==', 'a/b+c=d#e;f=='],
    ['secret_key=#a', '#a'],
  ])('reads %j as %j', (line, value) => {
    expect(entryValue(line)).toBe(value);
  });

  it('takes keys in any case', () => {
    expect(sectionsOf('[aws]\nAccess_KEY=A')[0]?.entries[0]?.key).toBe('access_key');
  });

  it('skips blank lines and comments, indented ones too', () => {
    expect(sectionsOf('[aws] # the keys\n\n   \n; a\n   # b = c\r\n')).toEqual([
      { name: 'aws', line: 1, entries: [] },
    ]);
  });

  it('skips a byte order mark and takes Windows line endings', () => {
    expect(sectionsOf('\uFEFF[aws]\r\nregion=x\r\n')).toEqual([
      { name: 'aws', line: 1, entries: [{ key: 'region', value: 'x', line: 2 }] },
    ]);
  });

  it('refuses a second section and a second key of the same name, naming both lines', () => {
    expect(problemsOf('[aws]\nregion=a\nREGION=b\n[aws]')).toEqual([
      { line: 3, key: 'region', message: 'region is on line 2 and again on line 3; keep one of them' },
      { line: 4, message: '[aws] is on line 1 and again on line 4; keep one of them' },
    ]);
  });

  it('refuses a line that is neither section, entry nor comment, without repeating it', () => {
    const problems = problemsOf('[aws]\nsecret_key wJalrXUtnFEMI/K7MDENG=\n[aws\njust words');
    expect(problems.map(({ line }) => line)).toEqual([2, 3, 4]);
    expect(JSON.stringify(problems)).not.toContain('wJalr');
  });

  it('refuses entries before the first section', () => {
    expect(problemsOf('region=x')).toEqual([
      { line: 1, key: 'region', message: 'region stands before the first [section]; put it below one' },
    ]);
  });

  it('refuses a file that is not text', () => {
    expect(problemsOf('[\0a\0w\0s\0]\0')).toEqual([
      { line: 1, message: 'this file is not plain text; save it in the UTF-8 encoding' },
    ]);
  });

  it('never throws, and every problem is on a line of the text', () => {
    const lineParts = fc.constantFrom(
      '[aws]',
      '[',
      ']',
      '=',
      ':',
      ' #',
      ';',
      'key',
      '\n',
      '\r\n',
      ' ',
      '\uFEFF',
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(fc.oneof(lineParts, fc.string()), { maxLength: 40 }).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(text, (input) => {
        const lineCount = input.split('\n').length;
        for (const { line } of problemsOf(input)) {
          expect(line).toBeGreaterThan(0);
          expect(line).toBeLessThanOrEqual(lineCount);
        }
      }),
    );
  });

  it('reads back what was written, whatever the spacing and comments', () => {
    const key = fc.stringMatching(/^[a-z][a-z_]{0,10}$/);
    const value = fc.stringMatching(/^[A-Za-z0-9/+][A-Za-z0-9/+=#;:]{0,40}$/);
    const blank = fc.stringMatching(/^[ \t]{0,3}$/);
    const entry = fc.record({
      key,
      value,
      blank,
      delimiter: fc.constantFrom('=', ':'),
      tail: fc.constantFrom('', ' # a=b', '\t; c', '\r'),
    });
    fc.assert(
      fc.property(fc.uniqueArray(entry, { selector: (written) => written.key }), (entries) => {
        const lines = entries.map(
          (e) => `${e.blank}${e.key}${e.blank}${e.delimiter}${e.blank}${e.value}${e.blank}${e.tail}`,
        );
        expect(sectionsOf(['[aws]', ...lines].join('\n'))[0]?.entries).toEqual(
          entries.map((written, index) => ({ key: written.key, value: written.value, line: index + 2 })),
        );
      }),
    );
  });
});
