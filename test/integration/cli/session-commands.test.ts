import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import {
  type FakeService,
  now,
  profileView,
  serialNumber,
  serviceToken,
  startFakeService,
  viewState,
} from './support/fake-manage-server.ts';
import { createUser, type User } from './support/run-command.ts';

let service: FakeService;
let user: User;

beforeEach(async () => {
  vi.stubEnv('TZ', 'UTC');
  service = await startFakeService();
  user = await createUser();
  await user.publish(service);
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await service.close();
  await user.remove();
});

describe('status', () => {
  test('tells the profile in use, its state as a word, and how long it lasts', async () => {
    const { exitCode, stdout, stderr } = await user.run(['status']);
    expect(exitCode).toBe(0);
    expect(stderr).toBe('');
    expect(stdout.split('\n')).toEqual([
      `Service  ${service.url} (version 0.1.0, process 4711)`,
      'Profile  default',
      'Session  ● active',
      '         41 min left (until 12:41)',
      'Account  123456789012 (alice)',
      `Codes    asked from you (${serialNumber})`,
      '',
    ]);
  });

  test('names the codes that are waited for, and what to type', async () => {
    service.view = viewState({
      prompts: [
        {
          id: 'p1',
          profile: 'production',
          profiles: ['production', 'staging'],
          serialNumber,
          serialNumberIsGuess: false,
          devices: [serialNumber],
          waiting: 3,
          openedAt: now,
          checking: false,
        },
      ],
    });
    const { stdout } = await user.run(['status']);
    expect(stdout).toContain(
      `? Waiting for a code\n  production, staging  ${serialNumber}  3 requests  metafob login production\n`,
    );
  });

  test('with --json prints one document with times in ISO form', async () => {
    const { stdout } = await user.run(['status', '--json']);
    expect(JSON.parse(stdout)).toEqual({
      service: { url: service.url, version: '0.1.0', processId: 4711 },
      activeProfile: 'default',
      session: { state: 'active', expiresAt: '2026-04-09T12:41:00.000Z' },
      prompts: [],
      warnings: [],
    });
  });

  test('shows nothing from a profile that could steer the terminal', async () => {
    service.view = viewState({ warnings: ['\x1b[2Jgone\x07'] });
    const { stdout } = await user.run(['status']);
    expect(stdout).toContain('  gone');
    expect(stdout).not.toMatch(/[^\P{Cc}\n]/u);
  });
});

describe('profiles', () => {
  test('lists every profile in aligned columns', async () => {
    const { stdout } = await user.run(['profiles']);
    expect(stdout.split('\n')).toEqual([
      'PROFILE           STATE     TIME                       REGION     ROLE',
      'default (in use)  ● active  41 min left (until 12:41)  us-east-1',
      'production        ○ none                               eu-west-1  arn:aws:iam::123456789012:role/admin',
      '',
    ]);
  });

  test('explains below the table why a session could not be made', async () => {
    const problem = { kind: 'access-denied', message: 'AWS refused.' } as const;
    service.view = viewState({
      profiles: [profileView('default', { active: true, session: { state: 'failed', problem } })],
    });
    const { stdout } = await user.run(['profiles']);
    expect(stdout).toContain('✗ failed');
    expect(stdout).toContain('\n\n✗ default: AWS refused.\n');
  });

  test('with --json gives each profile its session', async () => {
    const { stdout } = await user.run(['--json', 'profiles']);
    expect(JSON.parse(stdout).profiles).toMatchObject([
      { name: 'default', session: { state: 'active', expiresAt: '2026-04-09T12:41:00.000Z' } },
      { name: 'production', session: { state: 'none' } },
    ]);
  });
});

describe('use', () => {
  test('switches the profile', async () => {
    const { exitCode, stdout } = await user.run(['use', 'production', '--json']);
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toEqual({ activeProfile: 'production' });
    expect(service.view.activeProfile).toBe('production');
  });

  test('names the profiles there are when it does not know one', async () => {
    const { exitCode, stdout, stderr } = await user.run(['use', 'prod']);
    expect(exitCode).toBe(4);
    expect(stdout).toBe('');
    expect(stderr).toContain('There is no profile “prod”. The profiles are: default, production.');
  });
});

describe('clear', () => {
  test.each([
    [['clear'], 'DELETE /manage/session'],
    [['clear', 'production'], 'DELETE /manage/profiles/production/session'],
    [['clear', '--all'], 'DELETE /manage/sessions'],
  ])('%j asks for %s', async (words, route) => {
    const { exitCode } = await user.run(words);
    expect(exitCode).toBe(0);
    expect(service.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([route]);
  });

  test('refuses a name together with --all, and clears nothing', async () => {
    const { exitCode } = await user.run(['clear', 'production', '--all']);
    expect(exitCode).toBe(2);
    expect(service.requests).toEqual([]);
  });

  test('escapes a name with special characters', async () => {
    service.view = viewState({ profiles: [profileView('a/b c')] });
    expect((await user.run(['clear', 'a/b c'])).exitCode).toBe(0);
    expect(service.requests[0]?.path).toBe('/manage/profiles/a%2Fb%20c/session');
  });
});

describe('finding the service', () => {
  test('the token goes to the address it was published for', async () => {
    await user.run(['status', '--url', `${service.url}/`]);
    expect(service.requests[0]?.authorization).toBe(`Bearer ${serviceToken}`);
  });

  test('the token goes to no other address', async () => {
    const other = await startFakeService();
    const { exitCode, stderr } = await user.run(['status', '--url', other.url]);
    await other.close();
    expect(exitCode).toBe(3);
    expect(stderr).toContain('not started by this user');
    expect(other.requests.map(({ authorization }) => authorization)).toEqual([undefined]);
  });

  test('routes that need no token work without one, through METAFOB_URL', async () => {
    const other = await startFakeService();
    user.environment.METAFOB_URL = other.url;
    const { exitCode } = await user.run(['use', 'production']);
    await other.close();
    expect(exitCode).toBe(0);
  });

  test('says that no service runs, in one JSON document with --json', async () => {
    await service.close();
    const { exitCode, stdout, stderr } = await user.run(['status', '--json']);
    expect(exitCode).toBe(3);
    expect(stderr).toBe('');
    expect(JSON.parse(stdout).error.kind).toBe('not-running');
    expect(JSON.parse(stdout).error.message).toContain('metafob serve');
  });

  test('an address that is not one is a usage error', async () => {
    expect((await user.run(['status', '--url', 'localhost'])).exitCode).toBe(2);
  });
});
