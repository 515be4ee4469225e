import { describe, expect, test } from 'vitest';
import { createShellLines } from '../../../src/service/doctor-shell-lines.ts';

const linesFor = (shell: string | undefined, platform: NodeJS.Platform = 'linux') =>
  createShellLines({ environment: { PATH: '', ...(shell === undefined ? {} : { SHELL: shell }) }, platform });

const changes = { set: { AWS_PROFILE: 'my work' }, unset: ['AWS_ACCESS_KEY_ID'] };

describe('one line changes variables', () => {
  test.each([
    ['/bin/bash', "unset AWS_ACCESS_KEY_ID; export AWS_PROFILE=$'my\\040work'"],
    ['/usr/bin/zsh', "unset AWS_ACCESS_KEY_ID; export AWS_PROFILE=$'my\\040work'"],
    ['/usr/bin/fish', "set -e AWS_ACCESS_KEY_ID; set -gx AWS_PROFILE 'my work'"],
  ])('in %s', async (shell, line) => {
    expect((await linesFor(shell)).variables(changes)).toBe(line);
  });

  test('in PowerShell', async () => {
    expect((await linesFor(undefined, 'win32')).variables(changes)).toBe(
      "Remove-Item Env:AWS_ACCESS_KEY_ID -ErrorAction SilentlyContinue; $env:AWS_PROFILE = 'my work'",
    );
  });

  test('in cmd', async () => {
    expect((await linesFor('cmd', 'win32')).variables(changes)).toBe(
      'set "AWS_ACCESS_KEY_ID=" & set "AWS_PROFILE=my work"',
    );
  });
});

test('two commands follow each other as the shell has it', async () => {
  expect((await linesFor('/bin/bash')).both('one', 'two')).toBe('one && two');
  expect((await linesFor(undefined, 'win32')).both('one', 'two')).toBe('one; two');
});

test('names with spaces are quoted, and metafob has its whole path where PATH has none', async () => {
  expect((await linesFor('/bin/bash')).metafob('connect', 'my work')).toMatch(
    /^\S*node \S+metafob\.js connect 'my work'$/,
  );
});
