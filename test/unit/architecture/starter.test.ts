import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

/** A checkout with the starter but nothing else, whose PATH knows no other program than Node.js. */
const checkout = { folder: '' };

const start = (command: string, environment: Readonly<Record<string, string>> = {}) => {
  const { status, stdout } = spawnSync(
    process.execPath,
    [join(checkout.folder, 'helper-scripts', 'run.mjs'), command],
    { encoding: 'utf8', env: { PATH: join(checkout.folder, 'bin'), ...environment } },
  );
  return { status, lines: stdout.trimEnd().split('\n') };
};

const lockFile = (version: string) =>
  JSON.stringify({
    packages: {
      '': {},
      'node_modules/a': { version },
      'node_modules/other-system': { version: '1.0.0', optional: true },
    },
  });

const install = (version: string) => {
  mkdirSync(join(checkout.folder, 'node_modules', 'node', 'bin'), { recursive: true });
  const installed = { packages: { 'node_modules/a': { version } } };
  writeFileSync(join(checkout.folder, 'node_modules', '.package-lock.json'), JSON.stringify(installed));
};

beforeEach(() => {
  checkout.folder = mkdtempSync(join(tmpdir(), 'metafob-starter-'));
  cpSync('helper-scripts/run.mjs', join(checkout.folder, 'helper-scripts', 'run.mjs'));
  cpSync('helper-scripts/prepare', join(checkout.folder, 'helper-scripts', 'prepare'), { recursive: true });
  mkdirSync(join(checkout.folder, 'bin'));
  symlinkSync(process.execPath, join(checkout.folder, 'bin', 'node'));
  writeFileSync(join(checkout.folder, 'package-lock.json'), lockFile('1.0.0'));
});
afterEach(() => rmSync(checkout.folder, { recursive: true }));

describe('the starter of all commands', () => {
  it('knows which commands there are', () => {
    const { status, lines } = start('nonsense');
    expect(status).toBe(2);
    expect(lines[0]).toMatch(/no command "nonsense"; known are check, test, .*build, demo, bench/);
  });

  it('says why it installs the packages', () => {
    expect(start('test').lines[0]).toBe('metafob: node_modules is missing: running npm ci');
  });

  it('installs again when the lock file names another version', () => {
    install('0.9.0');
    expect(start('test').lines[0]).toBe(
      'metafob: node_modules does not match package-lock.json: running npm ci',
    );
  });

  it('is content without the optional packages of other systems', () => {
    install('1.0.0');
    expect(start('test').lines[0]).not.toContain('npm ci');
  });

  it.each(['test', 'check'])('ends %s with a line that counts a failure when it cannot start', (command) => {
    const { status, lines } = start(command);
    expect(lines.at(-1)).toBe('0 passed, 1 failed, 0 skipped');
    expect(status).not.toBe(0);
  });

  it('goes on without the programs that it cannot install', () => {
    install('1.0.0');
    const { lines } = start('test');
    expect(lines[0]).toMatch(/^metafob: not installed: chromium, .*Install them with your package manager$/);
    expect(lines[1]).toContain('building dist');
  });

  it('takes a missing program for an error under CI', () => {
    install('1.0.0');
    const { status, lines } = start('test', { CI: 'true' });
    expect(lines[0]).toMatch(/^metafob: missing programs: chromium, /);
    expect(lines.at(-1)).toBe('0 passed, 1 failed, 0 skipped');
    expect(status).toBe(1);
  });
});
