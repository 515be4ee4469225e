import { describe, expect, test } from 'vitest';
import type { ProfileView } from '../../../src/shared/view-state.ts';
import { metadataWorld, plain, profile } from './support/metadata-world.ts';

const world = (profiles: readonly ProfileView[] = [plain], tokensRequired = false) =>
  metadataWorld({ profiles, tokensRequired });

const text = (body: string) => ({ kind: 'text', contentType: 'text/plain', body });
const error = (status: number) => ({ kind: 'error', status });
const ROLES = '/latest/meta-data/iam/security-credentials';

describe('the tree', () => {
  test.each([
    ['/latest/meta-data/placement/region', 'eu-central-1'],
    ['/latest/meta-data/placement/availability-zone', 'eu-central-1a'],
    ['/latest/meta-data/placement/availability-zone/', 'eu-central-1a'],
    ['//latest//meta-data/instance-id', 'i-0123456789abcdef0'],
    ['/2019-10-01/meta-data/instance-id', 'i-0123456789abcdef0'],
    ['/1.0/meta-data/instance-id', 'i-0123456789abcdef0'],
    ['/latest/meta-data/placement', 'availability-zone\navailability-zone-id\nregion'],
    ['/latest/meta-data/iam/', 'security-credentials/'],
    ['/latest/meta-data/iam/security-credentials-extended/', 'local-credentials'],
  ])('%s holds %j', (path, body) => {
    expect(world().ask(path)).toMatchObject({ kind: 'text' });
    const answer = world().ask(path);
    const lines = answer.kind === 'text' ? answer.body.split('\n').toSorted() : [];
    expect(lines).toEqual(body.split('\n').toSorted());
  });

  test.each([
    '/latest/meta-data/nothing',
    '/2030/meta-data/',
    '/lates/meta-data/',
    '/latest/meta-data/instance-id/x',
    '/latest/constructor',
    '/latest/toString',
    '/latest/__proto__',
  ])('%s does not exist', (path) => {
    expect(world().ask(path)).toMatchObject(error(404));
  });

  test('region and account of the identity document are those of the active profile', () => {
    const answer = world().ask('/latest/dynamic/instance-identity/document');
    expect(answer.kind === 'text' && JSON.parse(answer.body)).toMatchObject({
      accountId: '111122223333',
      region: 'eu-central-1',
      availabilityZone: 'eu-central-1a',
      version: '2017-09-30',
    });
  });

  test('a path that cannot be decoded is a bad request', () => {
    expect(world().ask('/latest/%')).toMatchObject(error(400));
  });
});

describe('roles', () => {
  const admin = profile('admin', { active: true, roleArn: 'arn:aws:iam::1:role/path/Admin' });
  const sameName = profile('other', { roleArn: 'arn:aws:iam::2:role/Admin' });
  const named = profile('Admin');

  test('the active one wins where two accounts have a role of the same name', () => {
    expect(world([sameName, admin]).ask(`${ROLES}/Admin`)).toMatchObject({ profile: 'admin' });
  });

  test('a role wins over a profile of the same name', () => {
    expect(world([named, sameName, plain]).ask(`${ROLES}/Admin`)).toMatchObject({ profile: 'other' });
  });

  test('local-credentials is the active profile, even if another is called so', () => {
    const impostor = profile('local-credentials');
    expect(world([impostor, admin]).ask(`${ROLES}/local-credentials`)).toMatchObject({ profile: 'admin' });
  });

  test('a name is decoded, and extended credentials are told apart', () => {
    const spaced = profile('my profile');
    expect(world([spaced, plain]).ask(`${ROLES}-extended/my%20profile`)).toEqual({
      kind: 'credentials',
      profile: 'my profile',
      extended: true,
    });
  });

  test.each([
    [plain, 'local-credentials'],
    [admin, 'Admin'],
    [profile('x', { active: true, roleArn: 'arn:aws:iam::1:role/${aws:username}' }), 'local-credentials'],
  ])('exactly one is listed: %#', (active, listed) => {
    const answers = [ROLES, `${ROLES}/`, `${ROLES}-extended/`].map((path) =>
      world([active, named]).ask(path),
    );
    expect(answers).toEqual([text(listed), text(listed), text(listed)]);
  });
});

describe('without any profile', () => {
  test('the instance is there, and only iam/ is missing', () => {
    expect(world([]).ask('/latest/meta-data/instance-id')).toEqual(text('i-0123456789abcdef0'));
    expect(world([]).ask('/latest/meta-data/placement/region')).toEqual(text('us-east-1'));
    for (const path of ['/latest/meta-data/iam/', ROLES, `${ROLES}/local-credentials`]) {
      expect(world([]).ask(path)).toMatchObject(error(404));
    }
  });
});

describe('tokens', () => {
  const put = { method: 'PUT', tokenLifetime: '60' };

  test('are given by PUT with a lifetime', () => {
    expect(world().ask('/latest/api/token', put)).toEqual({
      kind: 'token',
      token: 'token-1',
      lifetimeSeconds: 60,
    });
  });

  test('count down, and end with their last second', () => {
    const { ask, time } = world([plain], true);
    ask('/latest/api/token', put);
    const read = () => ask('/latest/meta-data/mac', { token: 'token-1' });
    expect(read()).toMatchObject({ kind: 'text', remainingSeconds: 60 });
    time.now += 59_001;
    expect(read()).toMatchObject({ kind: 'text', remainingSeconds: 1 });
    time.now += 999;
    expect(read()).toEqual(error(401));
  });

  test.each([
    ['/latest/api/token', { ...put, forwardedFor: '' }, 403],
    ['/2021-03-23/api/token', put, 403],
    ['/latest/api/token', { ...put, tokenLifetime: '0' }, 400],
    ['/latest/api/token', { ...put, method: 'GET' }, 405],
    ['/latest/meta-data/mac', { token: 'unknown' }, 401],
    ['/latest/meta-data/mac', { token: '' }, 401],
    ['/latest/meta-data/mac', { method: 'POST' }, 405],
  ])('%s with %j is refused with %i', (path, request, status) => {
    expect(world().ask(path, request)).toMatchObject(error(status));
  });

  test('come before everything else where they are required, also before what does not exist', () => {
    const { ask } = world([plain], true);
    for (const path of ['/', '/latest/nothing', `${ROLES}/local-credentials`, '/latest/%']) {
      expect(ask(path)).toEqual(error(401));
    }
  });
});
