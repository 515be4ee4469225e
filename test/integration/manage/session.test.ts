/** The routes of aws-mock-metadata for the session, as its README documents them. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { registerSecret } from '../../support/log-recorder.ts';
import { alice, roles } from '../../support/sts-simulator/example-world.ts';
import {
  errorOf,
  LOCAL_CREDENTIALS,
  roleDocument,
  type ServiceWorld,
  startWorld,
  withActive,
  worldOfTest,
} from '../service/support/service-world.ts';

const SESSION = '/manage/session';
const FORM = { 'Content-Type': 'application/x-www-form-urlencoded' };
const JSON_TYPE = { 'Content-Type': 'application/json' };

const post = (world: ServiceWorld, body: string, headers: Record<string, string> = FORM) =>
  world.send(SESSION, { method: 'POST', body, headers });

const aliceProfile = { name: 'default', accessKey: alice.accessKeyId, region: 'us-east-1' };
const someSession = {
  accessKey: expect.stringMatching(/^ASIA/),
  secretKey: expect.any(String),
  sessionToken: expect.any(String),
  expiration: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
};

describe('GET', () => {
  test('without a session shows only the active profile', async () => {
    const world = await worldOfTest({ name: 'session-none' });
    const answer = await world.send(SESSION);
    expect(answer.status).toBe(200);
    expect(answer.headers['content-type']).toMatch(/^application\/json/);
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(answer.json()).toEqual({ profile: aliceProfile });
  });

  test('shows role and duration of a profile that has them', async () => {
    const configuration = withActive('admin').replace('[metadata]', '[metadata]\ntoken_duration = 1800');
    const world = await worldOfTest({ name: 'session-role', configuration });
    expect((await world.send(SESSION)).json()).toEqual({
      profile: { ...aliceProfile, name: 'admin', tokenDuration: 1800, roleArn: roles.administrator },
    });
  });

  test('shows the same credentials as the instance metadata', async () => {
    const world = await worldOfTest({ name: 'session-same' });
    await post(world, `token=${world.code()}`);
    const { AccessKeyId, SecretAccessKey, Token, Expiration } = roleDocument(
      await world.send(LOCAL_CREDENTIALS),
    );
    expect((await world.send(SESSION)).json()).toEqual({
      session: {
        accessKey: AccessKeyId,
        secretKey: SecretAccessKey,
        sessionToken: Token,
        expiration: Expiration,
      },
      profile: aliceProfile,
    });
  });
});

describe('POST makes a session', () => {
  test.each([
    ['form', (code: string) => `token=${code}`, FORM],
    ['JSON', (code: string) => JSON.stringify({ token: code }), JSON_TYPE],
    [
      'JSON with a character set',
      (code: string) => JSON.stringify({ token: code }),
      { 'Content-Type': 'application/json; charset=utf-8' },
    ],
    ['JSON under the content type of curl -d', (code: string) => JSON.stringify({ token: code }), {}],
    ['form without a content type', (code: string) => `token=${code}`, {}],
  ] as const)('from a code as %s', async (_name, toBody, headers) => {
    const world = await worldOfTest({ name: 'session-body' });
    const answer = await post(world, toBody(world.code()), headers);
    expect(answer.status).toBe(200);
    expect(answer.json()).toEqual({ session: someSession, profile: aliceProfile });
  });

  test('and replaces a valid one', async () => {
    const world = await worldOfTest({ name: 'session-replaced' });
    const first = (await post(world, `token=${world.code()}`)).json();
    // The code after that: AWS accepts it a little early.
    const next = world.simulator.codeFor(alice.serialNumber, world.simulator.now() + 30_000);
    registerSecret(next);
    const second = (await post(world, `token=${next}`)).json();
    expect(second).toMatchObject({ session: someSession });
    expect(second).not.toEqual(first);
  });

  test('for a role, with the role of that profile', async () => {
    const world = await worldOfTest({ name: 'session-role-code', configuration: withActive('admin') });
    const answer = await post(world, `token=${world.code()}`);
    expect(answer.json()).toMatchObject({ session: someSession, profile: { name: 'admin' } });
    expect(world.simulator.calls('AssumeRole')).toMatchObject([
      { roleArn: roles.administrator, outcome: 'ok' },
    ]);
  });
});

describe('POST changes the active profile', () => {
  test.each([
    ['session=bob', FORM],
    ['profile=bob', FORM],
    ['session=bob&profile=bob', FORM],
    ['{"session":"bob"}', JSON_TYPE],
    ['{"profile":"bob"}', JSON_TYPE],
  ])('with %s; there is no session in the answer when it has none', async (body, headers) => {
    const world = await worldOfTest({ name: 'switch' });
    const answer = await post(world, body, headers);
    expect(answer.status).toBe(200);
    expect(answer.json()).toEqual({ profile: expect.objectContaining({ name: 'bob' }) });
    expect((await world.send(SESSION)).json()).toMatchObject({ profile: { name: 'bob' } });
    expect(world.simulator.calls()).toEqual([]);
  });

  test('and answers with the session that the profile has', async () => {
    const world = await worldOfTest({ name: 'switch-with-session' });
    const byName = roleDocument(await world.send('/latest/meta-data/iam/security-credentials/bob'));
    const answer = await post(world, 'session=bob');
    expect(answer.json()).toMatchObject({ session: { accessKey: byName.AccessKeyId } });
    expect(roleDocument(await world.send(LOCAL_CREDENTIALS))).toEqual(byName);
  });

  test('and makes its session in one request', async () => {
    const world = await worldOfTest({ name: 'switch-and-sign-in' });
    const answer = await post(world, `token=${world.code()}&session=admin`);
    expect(answer.json()).toMatchObject({ session: someSession, profile: { name: 'admin' } });
    expect((await world.state()).activeProfile).toBe('admin');
  });

  test('but not when AWS refuses the code', async () => {
    const world = await worldOfTest({ name: 'switch-refused' });
    const wrong = world.code() === '246802' ? '246803' : '246802';
    registerSecret(wrong);
    expect((await post(world, `token=${wrong}&session=admin`)).status).toBe(403);
    expect((await world.state()).activeProfile).toBe('default');
  });
});

describe('POST that is not understood', () => {
  let world: ServiceWorld;
  beforeAll(async () => {
    world = await startWorld({ name: 'session-bad-requests' });
  });
  afterAll(() => world.stop());

  test.each([
    ['token=12345', FORM, /six digits/],
    ['token=1234567', FORM, /six digits/],
    ['token=abcdef', FORM, /six digits/],
    ['token=12345６', FORM, /six digits/],
    ['{"token":"12 34"}', JSON_TYPE, /six digits/],
    ['{"token":123456}', JSON_TYPE, /token: .*string/],
    ['', FORM, /Give a token, a profile/],
    ['', JSON_TYPE, /Give a token, a profile/],
    ['{}', JSON_TYPE, /Give a token, a profile/],
    ['token=&session=', FORM, /Give a token, a profile/],
    ['other=1', FORM, /Give a token, a profile/],
    ['session=admin&profile=bob', FORM, /name different profiles/],
    ['{"token":"123456"', JSON_TYPE, /not valid JSON/],
    ['[]', JSON_TYPE, /body does not fit/],
    ['null', JSON_TYPE, /body does not fit/],
    ['"123456"', JSON_TYPE, /body does not fit/],
  ])('%j (%j) is a bad request that says why, and AWS is not asked', async (body, headers, sentence) => {
    const answer = await post(world, body, headers);
    expect(answer.status).toBe(400);
    expect(errorOf(answer)).toEqual({ kind: 'bad-request', message: expect.stringMatching(sentence) });
    expect(world.simulator.calls()).toEqual([]);
  });

  test.each(['session=nobody', 'profile=nobody', 'token=123456&session=nobody'])(
    '%s names the profiles that there are',
    async (body) => {
      const answer = await post(world, body);
      expect(answer.status).toBe(400);
      expect(errorOf(answer)).toEqual({
        kind: 'unknown-profile',
        message: 'The profile “nobody” does not exist. The profiles are: default, admin, deploy, bob.',
      });
      expect(world.simulator.calls()).toEqual([]);
    },
  );

  test.each(['PUT', 'PATCH'])('%s is not possible', async (method) => {
    const answer = await world.send(SESSION, { method, body: 'token=123456' });
    expect(answer.status).toBe(405);
    expect(errorOf(answer)).toEqual({
      kind: 'method-not-allowed',
      message: `${method} is not possible here.`,
    });
  });
});

test('POST with a code that AWS refuses is forbidden, and leaves the session as it was', async () => {
  const world = await worldOfTest({ name: 'session-wrong-code' });
  const code = world.code();
  const before = (await post(world, `token=${code}`)).json();
  const wrong = code === '112233' ? '112234' : '112233';
  registerSecret(wrong);
  const refused = await post(world, `token=${wrong}`);
  expect(refused.status).toBe(403);
  expect(errorOf(refused)).toEqual({
    kind: 'bad-code',
    message: expect.stringMatching(/did not accept this code.*next code/),
  });
  expect((await world.send(SESSION)).json()).toEqual(before);
});

describe('DELETE', () => {
  test('forgets the session; the next request makes a new one', async () => {
    const world = await worldOfTest({ name: 'session-cleared', configuration: withActive('bob') });
    const before = roleDocument(await world.send(LOCAL_CREDENTIALS));
    const cleared = await world.send(SESSION, { method: 'DELETE' });
    expect(cleared.status).toBe(200);
    expect((await world.send(SESSION)).json()).not.toHaveProperty('session');
    expect(roleDocument(await world.send(LOCAL_CREDENTIALS)).AccessKeyId).not.toBe(before.AccessKeyId);
  });

  test('is fine without a session, and with a slash at the end', async () => {
    const world = await worldOfTest({ name: 'session-nothing-to-clear' });
    for (const path of [SESSION, `${SESSION}/`]) {
      expect((await world.send(path, { method: 'DELETE' })).status).toBe(200);
    }
  });
});
