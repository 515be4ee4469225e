import { describe, expect, it } from 'vitest';
import { splitShellWords, splitWindowsWords } from '../../../../src/node/config/aws/shell-words.ts';

// What Python's shlex.split answers.
describe('words of a POSIX command line', () => {
  it.each([
    ['', []],
    ['  a   b\tc\nd ', ['a', 'b', 'c', 'd']],
    [`"a b" 'c d'`, ['a b', 'c d']],
    [`a"b c"d'e f'g`, ['ab cde fg']],
    [`'' ""`, ['', '']],
    ['a\\ b \\"c \\\\', ['a b', '"c', '\\']],
    [`"\\"q\\" \\\\ \\$x \\n"`, ['"q" \\ \\$x \\n']],
    [`'\\a'`, ['\\a']],
    ['a #b $c `d` ;e|f', ['a', '#b', '$c', '`d`', ';e|f']],
    ['a\u00a0b', ['a\u00a0b']],
  ])('%j', (text, words) => {
    expect(splitShellWords(text)).toEqual(words);
  });

  it.each(['"a', `a 'b`, 'a\\'])('%j is none', (text) => {
    expect(splitShellWords(text)).toBeUndefined();
  });
});

// What botocore's _windows_shell_split answers.
describe('words of a Windows command line', () => {
  it.each([
    ['', []],
    ['a\t b', ['a', 'b']],
    ['C:\\tools\\vault.exe get', ['C:\\tools\\vault.exe', 'get']],
    ['"C:\\my tools\\vault.exe" get', ['C:\\my tools\\vault.exe', 'get']],
    ['a "" b', ['a', '', 'b']],
    ['\\"a b\\"', ['"a', 'b"']],
    ['"a\\\\" b', ['a\\', 'b']],
    ['"a\\\\\\" b"', ['a\\" b']],
    [`'a b'`, [`'a`, `b'`]],
    ['a\\', ['a\\']],
  ])('%j', (text, words) => {
    expect(splitWindowsWords(text)).toEqual(words);
  });

  it('a quote that is not closed makes none', () => {
    expect(splitWindowsWords('"a')).toBeUndefined();
  });
});
