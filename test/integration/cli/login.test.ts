import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  type FakeService,
  goodCode,
  now,
  serialNumber,
  startFakeService,
} from './support/fake-manage-server.ts';
import { createUser, type User } from './support/run-command.ts';

let service: FakeService;
let user: User;

beforeEach(async () => {
  service = await startFakeService();
  service.needsCode.add('default');
  user = await createUser();
  await user.publish(service);
});

afterEach(async () => {
  await service.close();
  await user.remove();
});

const codesSent = () =>
  service.requests.filter(({ method }) => method === 'POST').map(({ body }) => Object(body).token);

describe('login without a code', () => {
  test('asks nothing when no code is needed', async () => {
    const { exitCode, stdout, stderr } = await user.run(['login', 'production', '--json'], { typed: [] });
    expect(exitCode).toBe(0);
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toEqual({ profile: 'production', expiresAt: '2026-04-09T13:00:00.000Z' });
  });

  test('asks for the code of the profile in use, naming profile, account and device', async () => {
    const { exitCode, stdout, stderr } = await user.run(['login'], { typed: ['123 456'] });
    expect(exitCode).toBe(0);
    expect(stderr).toContain(
      `A code is needed for profile default, account 123456789012, device ${serialNumber}.\n`,
    );
    expect(stdout).toContain('Profile default has a session: 1 h left');
    expect(codesSent()).toEqual([undefined, goodCode]);
  });

  test('asks again after a code that AWS refused, and after something that is no code', async () => {
    const { exitCode, stderr } = await user.run(['login'], { typed: ['000000', '12345', goodCode] });
    expect(exitCode).toBe(0);
    expect(stderr).toContain('AWS did not accept this code.');
    expect(stderr).toContain('A code has six digits');
    expect(codesSent()).toEqual([undefined, '000000', goodCode]);
  });

  test.each([
    ['an empty line', ''],
    ['Ctrl-D', null],
  ])('gives up on %s', async (_name, answer) => {
    const { exitCode, stdout } = await user.run(['login', '--json'], { typed: [answer] });
    expect(exitCode).toBe(5);
    expect(JSON.parse(stdout)).toEqual({ error: { kind: 'cancelled', message: 'No code was given.' } });
  });

  test('Ctrl-C ends it with 130', async () => {
    expect((await user.run(['login'], { typed: ['\x03'] })).exitCode).toBe(130);
  });

  test('says how to give the code when there is no terminal', async () => {
    const { exitCode, stderr } = await user.run(['login']);
    expect(exitCode).toBe(5);
    expect(stderr).toContain('metafob login default --code -');
  });
});

describe('login with a code', () => {
  test.each([
    ['as an argument', ['--code', goodCode], ''],
    ['from standard input', ['--code', '-'], '123-456\n'],
  ])('takes it %s', async (_name, words, piped) => {
    const { exitCode } = await user.run(['login', ...words], { piped });
    expect(exitCode).toBe(0);
    expect(codesSent()).toEqual([goodCode]);
  });

  test('does not ask when AWS refuses it', async () => {
    const { exitCode, stderr } = await user.run(['login', '--code', '000000'], { typed: [] });
    expect(exitCode).toBe(5);
    expect(stderr).toContain('AWS did not accept this code.');
  });

  test('sends nothing when it has not six digits', async () => {
    const { exitCode } = await user.run(['login', '--code', '12345']);
    expect(exitCode).toBe(2);
    expect(service.requests).toEqual([]);
  });
});

describe('what login prints', () => {
  test('is never a credential', async () => {
    const outcomes = [
      await user.run(['login', 'production']),
      await user.run(['login', 'production', '--json']),
    ];
    for (const { stdout, stderr } of outcomes) expect(stdout + stderr).not.toContain('must-stay-inside');
  });

  test('tells when the next code appears', async () => {
    const message = 'This code was used already.';
    service.loginFailure = {
      status: 403,
      error: { kind: 'code-already-used', message, nextCodeAt: now + 12_000 },
    };
    const { stdout, exitCode } = await user.run(['login', '--code', goodCode, '--json']);
    expect(exitCode).toBe(5);
    expect(JSON.parse(stdout).error.nextCodeAt).toBe('2026-04-09T12:00:12.000Z');
  });

  test('an unreachable AWS is exit code 6, an unknown profile 4', async () => {
    expect((await user.run(['login', 'nobody'])).exitCode).toBe(4);
    service.loginFailure = { status: 502, error: { kind: 'network', message: 'AWS could not be reached.' } };
    expect((await user.run(['login'])).exitCode).toBe(6);
  });
});
