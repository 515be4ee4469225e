import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type FakeService, goodCode, startFakeService } from './support/fake-manage-server.ts';
import { createUser, type Outcome, type User } from './support/run-command.ts';

const entry = fileURLToPath(new URL('../../../src/service/main.ts', import.meta.url));

let service: FakeService;
let user: User;

beforeEach(async () => {
  service = await startFakeService();
  user = await createUser();
  await user.publish(service);
});

afterEach(async () => {
  await service.close();
  await user.remove();
});

/** The command as a process of its own. */
function metafob(words: readonly string[], piped = '', more: NodeJS.ProcessEnv = {}): Promise<Outcome> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', entry, ...words], {
    env: { PATH: process.env.PATH, HOME: user.home, ...user.environment, ...more },
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => {
    stdout += String(chunk);
  });
  child.stderr.on('data', (chunk) => {
    stderr += String(chunk);
  });
  child.stdin.end(piped);
  return new Promise((resolve) => {
    child.on('close', (exitCode) => resolve({ exitCode: exitCode ?? -1, stdout, stderr }));
  });
}

describe('the command as a process', () => {
  test('prints the state, without colours when it is not on a terminal, and ends', async () => {
    const { exitCode, stdout, stderr } = await metafob(['status']);
    expect(exitCode).toBe(0);
    expect(stderr).toBe('');
    expect(stdout).toContain(service.url);
    expect(stdout).not.toContain('\x1b');
  });

  test('takes a code from a pipe', async () => {
    service.needsCode.add('default');
    const { exitCode } = await metafob(['login', '--code', '-', '--json'], `${goodCode}\n`);
    expect(exitCode).toBe(0);
    expect(service.requests.at(-1)?.body).toEqual({ token: goodCode });
  });

  test('takes an MFA secret from a pipe and gives it to the service', async () => {
    const { exitCode, stdout } = await metafob(['secret', 'set', 'production'], 'jbsw y3dp ehpk 3pxp\n');
    expect(exitCode).toBe(0);
    expect(service.mfaSecrets.get('production')).toBe('JBSWY3DPEHPK3PXP');
    expect(stdout).not.toMatch(/jbsw/i);
  });

  test('ends with the documented exit code, and the error as JSON', async () => {
    const { exitCode, stdout, stderr } = await metafob(['use', 'nobody', '--json']);
    expect(exitCode).toBe(4);
    expect(stderr).toBe('');
    expect(JSON.parse(stdout).error.kind).toBe('unknown-profile');
  });

  test('sends nothing to a proxy, even when Node is told to use one', async () => {
    const proxy = 'http://127.0.0.1:9';
    const { exitCode } = await metafob(['status'], '', {
      NODE_USE_ENV_PROXY: '1',
      HTTP_PROXY: proxy,
      http_proxy: proxy,
    });
    expect(exitCode).toBe(0);
  });
});
