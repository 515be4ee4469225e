import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { registerSecret } from '../../support/log-recorder.ts';
import { alice, bob, roles } from '../../support/sts-simulator/example-world.ts';
import {
  aliceAndBob,
  errorOf,
  LOCAL_CREDENTIALS,
  roleDocument,
  type ServiceWorld,
  startWorld,
  worldOfTest,
} from '../service/support/service-world.ts';

const ofAlice = { accessKey: alice.accessKeyId, region: 'us-east-1' };
const profiles = {
  default: { name: 'default', ...ofAlice },
  admin: { name: 'admin', ...ofAlice, roleArn: roles.administrator },
  deploy: { name: 'deploy', ...ofAlice, roleArn: roles.production },
  bob: { name: 'bob', accessKey: bob.accessKeyId, region: 'us-east-1' },
};
const someSession = {
  accessKey: expect.stringMatching(/^ASIA/),
  secretKey: expect.any(String),
  sessionToken: expect.any(String),
  expiration: expect.stringMatching(/Z$/),
};

describe('GET /manage/profiles, as aws-mock-metadata', () => {
  test('lists every profile without secrets of the configuration', async () => {
    const world = await worldOfTest({ name: 'profiles-list' });
    const answer = await world.send('/manage/profiles');
    expect(answer.status).toBe(200);
    expect(answer.json()).toEqual({ profiles: Object.values(profiles) });
    expect(answer.body).not.toContain(alice.secretAccessKey);
  });

  test('shows the session of each profile that has one', async () => {
    const world = await worldOfTest({ name: 'profiles-with-session' });
    await world.manage('POST', '/profiles/bob/session', {});
    expect((await world.send('/manage/profiles')).json()).toEqual({
      profiles: Object.values({ ...profiles, bob: { ...profiles.bob, session: someSession } }),
    });
  });

  test('shows one profile by name', async () => {
    const world = await worldOfTest({ name: 'profile-one' });
    for (const path of ['/manage/profiles/admin', '/manage/profiles/admin/']) {
      const answer = await world.send(path);
      expect(answer.status).toBe(200);
      expect(answer.json()).toEqual({ profile: profiles.admin });
    }
  });

  test('finds names that need encoding in an address', async () => {
    const configuration = `${aliceAndBob}\n[profile:Prüfung 100%]\nregion = eu-west-1\n`;
    const world = await worldOfTest({ name: 'profile-encoded', configuration });
    const path = `/manage/profiles/${encodeURIComponent('Prüfung 100%')}`;
    expect((await world.send(path)).json()).toMatchObject({ profile: { name: 'Prüfung 100%' } });
  });

  test('does not find others, and names those that there are', async () => {
    const world = await worldOfTest({ name: 'profile-unknown' });
    const answer = await world.send('/manage/profiles/nobody');
    expect(answer.status).toBe(404);
    expect(errorOf(answer)).toEqual({
      kind: 'unknown-profile',
      message: 'The profile “nobody” does not exist. The profiles are: default, admin, deploy, bob.',
    });
  });
});

describe('POST /manage/profiles/NAME/session', () => {
  test('makes a session without a code where none is needed, and does not switch', async () => {
    const world = await worldOfTest({ name: 'login-silent' });
    const answer = await world.manage('POST', '/profiles/bob/session', {});
    expect(answer.status).toBe(200);
    expect(answer.json()).toEqual({ session: someSession, profile: profiles.bob });
    expect((await world.state()).activeProfile).toBe('default');
  });

  test('says that a code is needed, and opens no prompt', async () => {
    const world = await worldOfTest({ name: 'login-code-needed' });
    for (const name of ['default', 'admin']) {
      const answer = await world.manage('POST', `/profiles/${name}/session`, {});
      expect(answer.status).toBe(409);
      expect(errorOf(answer)).toEqual({
        kind: 'code-needed',
        message: expect.stringMatching(/code from the MFA device is needed/),
      });
    }
    expect((await world.state()).prompts).toEqual([]);
  });

  test('makes a session with a code', async () => {
    const world = await worldOfTest({ name: 'login-code' });
    const answer = await world.manage('POST', '/profiles/admin/session', { token: world.code() });
    expect(answer.status).toBe(200);
    expect(answer.json()).toEqual({ session: someSession, profile: profiles.admin });
  });

  test('answers the programs that wait for a prompt', async () => {
    const world = await worldOfTest({ name: 'login-answers-prompt' });
    const request = world.begin(LOCAL_CREDENTIALS);
    await world.prompt();
    const answer = await world.manage('POST', '/profiles/default/session', { token: world.code() });
    expect(answer.status).toBe(200);
    expect(roleDocument(await request.finished).Code).toBe('Success');
    expect((await world.state()).prompts).toEqual([]);
  });

  test('refuses a wrong code', async () => {
    const world = await worldOfTest({ name: 'login-wrong-code' });
    const wrong = world.code() === '998877' ? '998878' : '998877';
    registerSecret(wrong);
    const answer = await world.manage('POST', '/profiles/admin/session', { token: wrong });
    expect(answer.status).toBe(403);
    expect(errorOf(answer).kind).toBe('bad-code');
  });
});

describe('requests that are not understood', () => {
  let world: ServiceWorld;
  beforeAll(async () => {
    world = await startWorld({ name: 'profile-bad-requests' });
  });
  afterAll(() => world.stop());

  test.each([
    ['POST', '/profiles/default/session', { token: '12345' }, 400, 'bad-request', /six digits/],
    ['POST', '/profiles/default/session', { code: '123456' }, 400, 'bad-request', /code/],
    ['POST', '/profiles/default/session', { token: 123456 }, 400, 'bad-request', /token/],
    ['POST', '/profiles/nobody/session', {}, 404, 'unknown-profile', /no such profile/i],
    ['DELETE', '/profiles/nobody/session', undefined, 404, 'unknown-profile', /no profile “nobody”/],
    ['PUT', '/profiles/default/mfa-secret', {}, 400, 'bad-request', /secret/],
    ['PUT', '/profiles/default/mfa-secret', { secret: 'not base32!' }, 400, 'bad-request', /base32|letters/i],
    ['PUT', '/profiles/nobody/mfa-secret', { secret: alice.mfaSecret }, 404, 'unknown-profile', /profile/],
    ['DELETE', '/profiles/nobody/mfa-secret', undefined, 404, 'unknown-profile', /profile/],
    ['DELETE', '/profiles/default/mfa-secret', undefined, 404, 'not-found', /No MFA secret is stored/],
    ['GET', '/profiles/default/session', undefined, 405, 'method-not-allowed', /GET is not possible/],
    ['GET', '/profiles/default/mfa-secret', undefined, 405, 'method-not-allowed', /GET is not possible/],
    ['GET', '/sessions', undefined, 405, 'method-not-allowed', /GET is not possible/],
    ['POST', '/profiles', {}, 405, 'method-not-allowed', /POST is not possible/],
    ['DELETE', '/profiles/default', undefined, 405, 'method-not-allowed', /DELETE is not possible/],
    ['GET', '/no-such-path', undefined, 404, 'not-found', /nothing at this path/],
    ['GET', '/profiles/default/other', undefined, 404, 'not-found', /nothing at this path/],
  ] as const)('%s %s with %j is %i %s', async (method, path, body, status, kind, sentence) => {
    const answer = await world.manage(method, path, body);
    expect(answer.status).toBe(status);
    expect(errorOf(answer)).toEqual({ kind, message: expect.stringMatching(sentence) });
    expect(world.simulator.calls()).toEqual([]);
  });
});

describe('forgetting sessions', () => {
  const has = async (world: ServiceWorld) => {
    const { profiles: views } = await world.state();
    return views.filter(({ session }) => session.state === 'active').map(({ name }) => name);
  };

  test('of one profile leaves the others', async () => {
    const world = await worldOfTest({ name: 'clear-one' });
    await world.manage('POST', '/profiles/bob/session', {});
    await world.manage('POST', '/profiles/default/session', { token: world.code() });
    expect(await has(world)).toEqual(['default', 'bob']);
    expect((await world.manage('DELETE', '/profiles/bob/session')).status).toBe(204);
    expect(await has(world)).toEqual(['default']);
  });

  test('of all profiles leaves none', async () => {
    const world = await worldOfTest({ name: 'clear-all' });
    await world.manage('POST', '/profiles/bob/session', {});
    await world.manage('POST', '/profiles/default/session', { token: world.code() });
    expect((await world.manage('DELETE', '/sessions')).status).toBe(204);
    expect(await has(world)).toEqual([]);
  });
});

describe('the MFA secret of a profile', () => {
  const store = (world: ServiceWorld) =>
    world.manage('PUT', '/profiles/default/mfa-secret', { secret: alice.mfaSecret.toLowerCase() });

  test('makes the codes of its user from then on, for every profile', async () => {
    const world = await worldOfTest({ name: 'secret-stored' });
    expect((await store(world)).status).toBe(204);
    const document = roleDocument(await world.send('/latest/meta-data/iam/security-credentials/admin'));
    expect(document.Code).toBe('Success');
    expect(world.simulator.calls('GetSessionToken')).toMatchObject([{ hadTokenCode: true }]);
  });

  test('answers a prompt that is open', async () => {
    const world = await worldOfTest({ name: 'secret-answers-prompt' });
    const request = world.begin(LOCAL_CREDENTIALS);
    await world.prompt();
    await store(world);
    expect(roleDocument(await request.finished).Code).toBe('Success');
  });

  test('is asked for again when it was removed', async () => {
    const world = await worldOfTest({ name: 'secret-removed' });
    await store(world);
    expect((await world.manage('DELETE', '/profiles/default/mfa-secret')).status).toBe(204);
    const request = world.begin(LOCAL_CREDENTIALS);
    expect((await world.prompt()).serialNumber).toBe(alice.serialNumber);
    request.leave();
  });
});
