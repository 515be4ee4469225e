import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { findLeaks } from '../../../helper-scripts/log-secrets.ts';
import { registerSecret, serviceLogFile } from '../../support/log-recorder.ts';

const secretKey = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY';
const findIn = (log: string, ...secrets: string[]) => findLeaks(log, new Set(secrets));

describe('finding secrets in a log', () => {
  it('finds a secret and names its line, not its value', () => {
    const log = `{"msg":"ready"}\n{"msg":"signed with ${secretKey}"}\n`;
    expect(findIn(log, secretKey)).toEqual([{ line: 2, what: 'secret' }]);
  });

  it('finds every line that shows a secret', () => {
    expect(findIn(`${secretKey}\n\n${secretKey}`, secretKey).map(({ line }) => line)).toEqual([1, 3]);
  });

  it('finds a secret in a URL', () => {
    const log = `GET /?key=${encodeURIComponent(secretKey)}`;
    expect(findIn(log, secretKey)).toEqual([{ line: 1, what: 'secret, URL-encoded' }]);
  });

  it.each(['', 'a', 'ab', 'abc'])('finds a secret in the base64 text of "%s:SECRET:more"', (before) => {
    const log = `Basic ${Buffer.from(`${before}${secretKey}:more`).toString('base64')}`;
    expect(findIn(log, secretKey)).toEqual([{ line: 1, what: 'secret, in base64' }]);
  });

  it('finds a token code as a word of its own', () => {
    expect(findIn('code "012345" refused', '012345')).toEqual([{ line: 1, what: 'token code' }]);
  });

  it('takes no digits of a longer number for a token code', () => {
    expect(findIn('{"time":1712345678901,"arn":"arn:aws:iam::101234567890:user/ann"}', '012345')).toEqual([]);
  });

  it('takes no process id for a token code', () => {
    expect(findIn('{"pid":123456}', '123456')).toEqual([]);
  });

  it('finds nothing in a log without secrets', () => {
    expect(findIn('{"msg":"session ready","accessKeyId":"ASIAEXAMPLE"}', secretKey, '123456')).toEqual([]);
  });
});

describe('the check after a test run', () => {
  const check = (folder: string) =>
    spawnSync('node', ['helper-scripts/check-log-secrets.ts', folder], { encoding: 'utf8' });
  const recorded = { folder: '' };

  beforeEach(() => {
    recorded.folder = mkdtempSync(join(tmpdir(), 'metafob-logs-'));
    vi.stubEnv('METAFOB_TEST_LOG_DIR', recorded.folder);
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    rmSync(recorded.folder, { recursive: true });
  });

  it('passes when no log shows a registered secret', () => {
    registerSecret(secretKey);
    writeFileSync(serviceLogFile('quiet'), '{"msg":"ready"}\n');
    const { status, stdout } = check(recorded.folder);
    expect(stdout).toContain('Looked for 1 secrets in 1 service logs: 0 found');
    expect(status).toBe(0);
  });

  it('fails on a planted secret, naming file and line but not the secret', () => {
    registerSecret(secretKey);
    const log = serviceLogFile('talkative');
    appendFileSync(log, `{"msg":"ready"}\n{"secretKey":"${secretKey}"}\n`);
    const { status, stdout } = check(recorded.folder);
    expect(status).toBe(1);
    expect(stdout).toContain(`${basename(log)}:2 shows a secret`);
    expect(stdout).not.toContain(secretKey);
  });

  it('gives each service a log file of its own', () => {
    expect(serviceLogFile('same')).not.toBe(serviceLogFile('same'));
  });

  it('refuses to look for a value that is too short to be a secret', () => {
    expect(() => registerSecret('abc')).toThrow(RangeError);
  });
});
