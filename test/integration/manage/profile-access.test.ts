/** What the manage API adds for using profiles that are not the active one (contract 35 included). */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CredentialsResponse } from '../../../src/shared/manage-api.ts';
import { registerSecret } from '../../support/log-recorder.ts';
import { roles } from '../../support/sts-simulator/example-world.ts';
import { begin } from '../service/support/raw-request.ts';
import {
  errorOf,
  type ServiceWorld,
  startWorld,
  withStoredSecret,
  worldOfTest,
} from '../service/support/service-world.ts';

describe('35: without the token', () => {
  let world: ServiceWorld;
  beforeAll(async () => {
    world = await startWorld({ name: 'profile-access-closed' });
  });
  afterAll(() => world.stop());

  test.each([
    ['GET', '/manage/profiles/admin/credentials'],
    ['HEAD', '/manage/profiles/admin/credentials'],
    ['GET', '/manage/profiles/admin/credentials/'],
    ['GET', '/manage/profiles/admin/access'],
    ['POST', '/manage/profiles/bob/port'],
    ['DELETE', '/manage/profiles/bob/port'],
    ['POST', '/manage/profiles/bob/renew'],
    ['POST', '/manage/stop'],
  ])('%s %s is refused', async (method, path) => {
    for (const headers of [{}, { Authorization: `Bearer ${'a'.repeat(43)}` }]) {
      expect((await world.send(path, { method, headers })).status).toBe(401);
    }
    expect(world.simulator.calls()).toEqual([]);
  });

  test.each(['/manage/profiles/bob/renew', '/manage/profiles/bob/port', '/manage/stop'])(
    'GET never changes anything: %s',
    async (path) => {
      const answer = await world.manage('GET', path.replace('/manage', ''));
      expect([answer.status, errorOf(answer).kind]).toEqual([405, 'method-not-allowed']);
    },
  );

  test('what there is not is told with the token', async () => {
    for (const [method, what] of [
      ['GET', 'credentials'],
      ['GET', 'access'],
      ['POST', 'port'],
      ['POST', 'renew'],
    ] as const) {
      const answer = await world.manage(method, `/profiles/nobody/${what}`);
      expect([what, answer.status, errorOf(answer).kind]).toEqual([what, 404, 'unknown-profile']);
    }
  });
});

const readCredentials = (answer: { json(): unknown }): CredentialsResponse => {
  const credentials = CredentialsResponse.parse(answer.json());
  registerSecret(credentials.secretAccessKey);
  registerSecret(credentials.sessionToken);
  return credentials;
};

test('GET credentials answers with those of the profile, active or not', async () => {
  const world = await worldOfTest({ name: 'profile-credentials', configuration: withStoredSecret() });
  const credentials = readCredentials(await world.manage('GET', '/profiles/deploy/credentials'));
  expect(credentials).toMatchObject({
    profile: 'deploy',
    roleArn: roles.production,
    accountId: '444455556666',
    region: 'us-east-1',
  });
  expect(Date.parse(credentials.expiration)).toBeGreaterThan(Date.now() + 30 * 60_000);
});

test('GET credentials waits for the code', async () => {
  const world = await worldOfTest({ name: 'profile-credentials-wait' });
  const waiting = world.manage('GET', '/profiles/admin/credentials');
  const { id } = await world.prompt();
  await world.manage('POST', `/prompts/${id}`, { code: world.code() });
  expect(readCredentials(await waiting).roleArn).toBe(roles.administrator);
});

test('GET credentials tells that the question was cancelled', async () => {
  const world = await worldOfTest({ name: 'profile-credentials-cancelled' });
  const waiting = world.manage('GET', '/profiles/admin/credentials');
  const { id } = await world.prompt();
  await world.manage('DELETE', `/prompts/${id}`);
  const answer = await waiting;
  expect([answer.status, errorOf(answer).kind]).toEqual([409, 'cancelled']);
});

test('HEAD credentials asks nobody', async () => {
  const world = await worldOfTest({ name: 'profile-credentials-head' });
  const answer = await world.manage('HEAD', '/profiles/admin/credentials');
  expect([answer.status, answer.body]).toEqual([200, '']);
  expect((await world.state()).prompts).toEqual([]);
});

test('who leaves no longer counts as waiting, and the question stays', async () => {
  const world = await worldOfTest({ name: 'profile-credentials-left' });
  const exchange = begin(world.service.url, {
    path: '/manage/profiles/admin/credentials',
    headers: { Authorization: `Bearer ${world.service.bearerToken}` },
  });
  await world.stateWhere(({ prompts }) => prompts[0]?.waiting === 1);
  exchange.leave();
  const { prompts } = await world.stateWhere((state) => state.prompts[0]?.waiting === 0);
  expect(prompts).toHaveLength(1);
});

test('POST renew makes new credentials in the background', async () => {
  const world = await worldOfTest({ name: 'profile-renew', configuration: withStoredSecret() });
  const before = readCredentials(await world.manage('GET', '/profiles/admin/credentials'));
  expect((await world.manage('POST', '/profiles/admin/renew')).status).toBe(202);
  let after = before;
  while (after.accessKeyId === before.accessKeyId) {
    after = readCredentials(await world.manage('GET', '/profiles/admin/credentials'));
  }
  expect(world.simulator.calls('AssumeRole')).toHaveLength(2);
});

test('POST stop ends the service as it ends by itself', async () => {
  const world = await worldOfTest({ name: 'manage-stop' });
  const answer = await world.manage('POST', '/stop');
  expect([answer.status, answer.body]).toEqual([202, '']);
  expect(await world.service.stop()).toBe(0);
});
