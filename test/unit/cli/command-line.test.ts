import { PassThrough } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { exitCodeMeanings, exitCodeOf, exitCodes } from '../../../src/service/cli/exit-codes.ts';
import { run } from '../../../src/service/cli/run.ts';
import { failureKinds } from '../../../src/shared/view-state.ts';
import { collector } from './support/collector.ts';

async function metafob(...words: string[]) {
  const stdout = collector();
  const stderr = collector();
  const exitCode = await run(['node', 'metafob', ...words], {
    stdin: new PassThrough(),
    stdout: stdout.stream,
    stderr: stderr.stream,
    environment: {},
    platform: 'linux',
    homeDirectory: '/nonexistent',
    now: () => 0,
  });
  return { exitCode, stdout: stdout.text(), stderr: stderr.text() };
}

describe('help', () => {
  test.each(['serve', 'status', 'profiles', 'use', 'login', 'clear', 'completion'])(
    'of %s has examples and the common options',
    async (command) => {
      const { exitCode, stdout, stderr } = await metafob(command, '--help');
      expect(exitCode).toBe(0);
      expect(stderr).toBe('');
      expect(stdout).toContain('Examples:\n');
      expect(stdout).toContain('--json');
    },
  );

  test.each(['set', 'remove', 'import'])('of secret %s has examples', async (command) => {
    expect((await metafob('secret', command, '--help')).stdout).toContain(`metafob secret ${command}`);
  });

  test('of the program lists every command and exit code, and no internal command', async () => {
    const { stdout } = await metafob('--help');
    for (const [code, meaning] of exitCodeMeanings) expect(stdout).toContain(`${code}  ${meaning}`);
    expect(stdout).toMatch(/^ {2}login /m);
    expect(stdout).not.toMatch(/^ {2}complete /m);
  });

  test('of login warns of codes as arguments', async () => {
    expect((await metafob('login', '--help')).stdout).toContain('--code -');
  });
});

describe('a command line that is not understood', () => {
  test.each([
    [['statsu'], "unknown command 'statsu'"],
    [['status', '--wrong'], "unknown option '--wrong'"],
    [['use'], "missing required argument 'profile'"],
    [['use', 'a', 'b'], 'too many arguments'],
    [['serve', '--port', '65536'], 'from 0 to 65535'],
    [['serve', '--imdsv2', 'never'], 'optional, required'],
    [['completion', 'tcsh'], 'bash, zsh, fish'],
    [[], 'No command was given'],
    [['secret'], 'No command was given'],
  ])('%j is exit code 2 and says “%s”', async (words, message) => {
    const { exitCode, stdout, stderr } = await metafob(...words);
    expect(exitCode).toBe(2);
    expect(stdout).toBe('');
    expect(stderr.toLowerCase()).toContain(message.toLowerCase());
  });

  test('is one JSON document with --json', async () => {
    const { exitCode, stdout } = await metafob('status', '--wrong', '--json');
    expect(exitCode).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({ error: { kind: 'usage' } });
  });
});

test('--version prints a version', async () => {
  const { exitCode, stdout } = await metafob('--version');
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
});

describe('exit codes', () => {
  test('keep the numbers that scripts rely on', () => {
    expect(exitCodes).toEqual({
      done: 0,
      unexpected: 1,
      usage: 2,
      notRunning: 3,
      unknownProfile: 4,
      code: 5,
      aws: 6,
      configuration: 7,
      problemsFound: 8,
      interrupted: 130,
    });
  });

  test('are never 0 for a failure', () => {
    for (const kind of failureKinds) expect(exitCodeOf(kind)).toBeGreaterThan(0);
  });

  test.each([
    ['bad-code', 5],
    ['code-needed', 5],
    ['network', 6],
    ['access-denied', 6],
    ['unknown-profile', 4],
    ['configuration', 7],
  ] as const)('of %s is %d', (kind, code) => {
    expect(exitCodeOf(kind)).toBe(code);
  });
});
