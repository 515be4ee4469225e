/** Code for shells, executed by the real shells where they are installed. */
import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CliError } from '../../../src/service/cli/cli-error.ts';
import { guessShell, type ShellName, shellCode } from '../../../src/service/shell-code.ts';

const PATH = process.env.PATH ?? '';

/** What a shell prints, run without any configuration of a user. */
function run(command: string, args: readonly string[], environment: Record<string, string> = {}): string {
  const { stdout, stderr, status } = spawnSync(command, args, {
    env: { PATH, HOME: '/nonexistent', LC_ALL: 'C.UTF-8', ...environment },
    // Names that wildcards in the code could be expanded to.
    cwd: '/',
  });
  if (status !== 0 || stderr.length > 0)
    throw new Error(`${command} ended with ${status}: ${String(stderr)}`);
  return stdout.toString('utf8');
}

const isInstalled = (command: string): boolean => spawnSync(command, ['-c', 'true']).status === 0;

const program = 'process.stdout.write(JSON.stringify(process.env))';
const print = `'${process.execPath}' -e '${program}'`;

/** How people use the code in each shell; the first is the careless way of imsa's README. */
const ways: readonly (readonly [ShellName, string, (code: string) => string[]])[] = [
  ['bash', 'eval $(…)', () => ['--norc', '-c', `eval $(printf %s "$CODE"); ${print}`]],
  ['bash', 'eval "$(…)"', () => ['--norc', '-c', `eval "$(printf %s "$CODE")"; ${print}`]],
  ['bash', 'source', () => ['--norc', '-c', `source <(printf '%s\\n' "$CODE"); ${print}`]],
  ['zsh', 'eval $(…)', () => ['-f', '-c', `eval $(printf %s "$CODE"); ${print}`]],
  ['zsh', 'eval "$(…)"', () => ['-f', '-c', `eval "$(printf %s "$CODE")"; ${print}`]],
  ['fish', '| source', () => ['--no-config', '-c', `printf '%s\\n' "$CODE" | source; ${print}`]],
  ['fish', 'eval (…)', () => ['--no-config', '-c', `eval (printf '%s\\n' "$CODE"); ${print}`]],
];

const nasty = [
  '',
  ' ',
  'two  blanks ',
  '*',
  '/*',
  '~',
  "it's",
  '"quoted"',
  '$HOME',
  '$(touch /tmp/owned)',
  '`id`',
  '\\',
  "\\'",
  'a\nb',
  'a\r\nb',
  '\t',
  '#comment',
  ';false',
  '!!',
  '{a,b}',
  '-n',
  'ü€😀',
  '\x1b[31m',
  '\x017',
  '%PATH%',
];

describe.each(ways.filter(([shell]) => isInstalled(shell)))('%s, %s', (shell, _way, argumentsFor) => {
  /** What a program finds that is started after the code was executed; one variable for each value. */
  const found = (values: readonly string[]): unknown => {
    const set = Object.fromEntries(values.map((value, index) => [`VALUE_${index}`, value]));
    const code = shellCode(shell, { set, unset: ['GONE', 'NEVER_SET'] });
    const environment = JSON.parse(run(shell, argumentsFor(code), { CODE: code, GONE: 'still there' }));
    return [environment.GONE, ...values.map((_value, index) => environment[`VALUE_${index}`])];
  };

  test('gives every awkward value to programs as it is, and removes what is to be removed', () => {
    expect(found(nasty)).toEqual([undefined, ...nasty]);
  });

  test('gives any text to programs as it is', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 40 }).filter((value) => !value.includes('\0'));
    fc.assert(
      fc.property(fc.array(text, { minLength: 100, maxLength: 100 }), (values) => {
        expect(found(values)).toEqual([undefined, ...values]);
      }),
      { numRuns: 1, endOnFailure: true },
    );
  });
});

test('a variable that is set and removed is set', () => {
  expect(shellCode('bash', { set: { A: '1' }, unset: ['A', 'B'] })).toBe('unset B;\nexport A=1;');
});

test('PowerShell gets doubled quotation marks, the typographic ones too', () => {
  expect(shellCode('powershell', { set: { A: "it's ‘so’ $x `n" }, unset: ['B'] })).toBe(
    "Remove-Item Env:B -ErrorAction SilentlyContinue\n$env:A = 'it''s ‘‘so’’ $x `n'",
  );
});

test('a batch file gets doubled percent signs, and no value that it cannot hold', () => {
  expect(shellCode('cmd', { set: { A: 'a%2Fb & c' }, unset: ['B'] })).toBe('@set "B="\n@set "A=a%%2Fb & c"');
  for (const value of ['say "no"', 'two\nlines']) {
    expect(() => shellCode('cmd', { set: { A: value }, unset: [] })).toThrow(CliError);
  }
});

test('no shell is given a NUL character', () => {
  for (const shell of ['bash', 'fish', 'powershell', 'cmd'] as const) {
    expect(() => shellCode(shell, { set: { A: 'a\0b' }, unset: [] })).toThrow(/NUL/);
  }
});

test.each([
  ['/bin/bash', 'linux', 'bash'],
  ['/usr/bin/zsh', 'darwin', 'zsh'],
  ['/usr/bin/fish', 'linux', 'fish'],
  ['/opt/powershell/pwsh', 'linux', 'powershell'],
  ['C:\\Program Files\\Git\\bin\\bash.exe', 'win32', 'bash'],
  [undefined, 'win32', 'powershell'],
  [undefined, 'linux', 'bash'],
  ['/bin/tcsh', 'linux', 'bash'],
] as const)('SHELL=%s on %s means %s', (SHELL, platform, expected) => {
  expect(guessShell({ environment: { SHELL }, platform })).toBe(expected);
});
