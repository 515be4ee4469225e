/** What is served without a person. The numbers are the lines of the server contract. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { alice, bob, roles } from '../../support/sts-simulator/example-world.ts';
import {
  aliceAndBob,
  roleDocument,
  type ServiceWorld,
  startWorld,
  withActive,
  withStoredSecret,
  worldOfTest,
} from '../service/support/service-world.ts';

const ROLES = '/latest/meta-data/iam/security-credentials/';
const EXTENDED = '/latest/meta-data/iam/security-credentials-extended/';
const INFO = '/latest/meta-data/iam/info';

const leaves = [
  'ami-id',
  'hostname',
  'instance-id',
  'instance-type',
  'local-hostname',
  'local-ipv4',
  'mac',
  'placement/availability-zone',
  'placement/region',
].map((leaf) => `/latest/meta-data/${leaf}`);

let world: ServiceWorld;
beforeAll(async () => {
  world = await startWorld({ name: 'reading', configuration: withActive('admin', withStoredSecret()) });
});
afterAll(() => world.stop());

describe('12: HEAD', () => {
  test.each([...leaves, '/', ROLES, INFO, '/latest/dynamic/instance-identity/document'])(
    'of %s has the length of GET, and no body',
    async (path) => {
      const [head, get] = await Promise.all([world.send(path, { method: 'HEAD' }), world.send(path)]);
      expect([head.status, get.status]).toEqual([200, 200]);
      expect(head.headers['content-length']).toBe(String(Buffer.byteLength(get.body)));
      expect(head.headers['content-type']).toBe(get.headers['content-type']);
      expect(head.body).toBe('');
    },
  );

  test('of credentials has the length of GET, once there is a session', async () => {
    roleDocument(await world.send(`${ROLES}bob`));
    // The first one may have begun with the spaces of a wait.
    const get = await world.send(`${ROLES}bob`);
    const head = await world.send(`${ROLES}bob`, { method: 'HEAD' });
    expect(head.headers['content-length']).toBe(String(get.body.length));
    expect(head.body).toBe('');
  });

  test('of credentials asks nobody for a code', async () => {
    const locked = await worldOfTest({ name: 'head-locked' });
    const head = await locked.send(`${ROLES}local-credentials`, { method: 'HEAD' });
    expect(head.status).toBe(200);
    expect((await locked.state()).prompts).toEqual([]);
    expect(locked.simulator.calls()).toEqual([]);
  });
});

test.each(['DELETE', 'POST', 'PATCH', 'PUT', 'OPTIONS'])('13: %s changes nothing', async (method) => {
  for (const path of ['/latest/meta-data/', '/latest/meta-data/instance-id', `${ROLES}Administrator`]) {
    const answer = await world.send(path, { method });
    expect(answer.status).toBe(405);
    expect(answer.headers.allow).toBe('GET, HEAD');
    expect(answer.body).toContain('405 - Method Not Allowed');
  }
});

test.each(leaves)('18: %s answers with a slash at the end, too', async (path) => {
  const [plain, slash] = await Promise.all([world.send(path), world.send(`${path}/`)]);
  expect([plain.status, slash.status]).toEqual([200, 200]);
  expect(slash.body).toBe(plain.body);
  expect(plain.body).not.toMatch(/\n$/);
  expect(plain.headers['content-type']).toBe('text/plain');
});

test.each([
  '/latest/meta-data/no-such-thing',
  '/latest/meta-data/instance-id/deeper',
  '/latest/no-such-tree/',
  '/no-such-version/meta-data/',
  '/latest/meta-data/iam/security-credentials/NoSuchRole',
  // Credentials of the instance itself: those of the user must never stand in for them.
  '/latest/meta-data/identity-credentials/ec2/security-credentials/ec2-instance',
])('19: %s does not exist', async (path) => {
  const answer = await world.send(path);
  expect(answer.status).toBe(404);
  expect(answer.body).toMatch(/^<\?xml version="1.0" encoding="iso-8859-1"\?>\n<!DOCTYPE html PUBLIC/);
  expect(answer.body).toContain('<title>404 - Not Found</title>');
});

describe('21: the list of roles', () => {
  const listed = async (configuration: string): Promise<string> => {
    const started = await worldOfTest({ name: 'role-list', configuration });
    const answers = await Promise.all([ROLES, ROLES.slice(0, -1)].map((path) => started.send(path)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(answers[1]?.body).toBe(answers[0]?.body);
    expect((await started.state()).prompts).toEqual([]);
    expect(started.simulator.calls()).toEqual([]);
    return answers[0]?.body ?? '';
  };

  test('is local-credentials for a profile without a role', async () => {
    expect(await listed(aliceAndBob)).toBe('local-credentials');
  });

  test('is the name of the active role, without its path', async () => {
    expect(await listed(withActive('admin'))).toBe('Administrator');
    expect(await listed(withActive('deploy'))).toBe('Production');
  });

  test('is one line while the name of the role is not known yet', async () => {
    const configuration = `${aliceAndBob}\n[profile:own]\nrole_arn = ${roles.readOnly}-\${aws:username}\n`;
    expect(await listed(withActive('own', configuration))).toBe('local-credentials');
  });
});

describe('22: credentials by name', () => {
  test('are served for a role that is not the listed one', async () => {
    const own = roleDocument(await world.send(`${ROLES}Administrator`));
    const other = roleDocument(await world.send(`${ROLES}Production`));
    expect(other.AccessKeyId).not.toBe(own.AccessKeyId);
    expect(world.simulator.calls('AssumeRole').map(({ roleArn }) => roleArn)).toEqual(
      expect.arrayContaining([roles.administrator, roles.production]),
    );
  });

  test('are served under the name of a profile, with and without a role', async () => {
    const byRole = roleDocument(await world.send(`${ROLES}Production`));
    expect(roleDocument(await world.send(`${ROLES}deploy`))).toEqual(byRole);
    expect(roleDocument(await world.send(`${ROLES}bob`)).AccessKeyId).toMatch(/^ASIA/);
  });

  test('of the active profile are always served as local-credentials', async () => {
    const listed = roleDocument(await world.send(`${ROLES}Administrator`));
    expect(roleDocument(await world.send(`${ROLES}local-credentials`))).toEqual(listed);
    expect(roleDocument(await world.send(`${ROLES}local-credentials/`))).toEqual(listed);
  });

  test('do not exist for an unknown name', async () => {
    for (const base of [ROLES, EXTENDED]) {
      expect((await world.send(`${base}NoSuchRole`)).status).toBe(404);
    }
  });
});

const secondsLeft = (expiration: string): number => (Date.parse(expiration) - Date.now()) / 1000;
const wholeSeconds = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;

test.each(['Administrator', 'bob'])(
  '23: the document of %s has seven keys in the form of EC2',
  async (name) => {
    const answer = await world.send(ROLES + name);
    const document = roleDocument(answer);
    expect(answer.headers['content-type']).toBe('text/plain');
    expect(Object.keys(document)).toEqual([
      ...['Code', 'LastUpdated', 'Type', 'AccessKeyId', 'SecretAccessKey', 'Token', 'Expiration'],
    ]);
    expect(document.Type).toBe('AWS-HMAC');
    expect(document.LastUpdated).toMatch(wholeSeconds);
    expect(document.Expiration).toMatch(wholeSeconds);
    expect(secondsLeft(document.Expiration)).toBeGreaterThan(30 * 60);
    // One key a line, a space before the colon: some clients read it line by line.
    expect(answer.body.split('\n')[1]).toBe('  "Code" : "Success",');
  },
);

test.each([
  ['Administrator', alice.arn.split(':')[4]],
  ['Production', roles.production.split(':')[4]],
  ['bob', bob.arn.split(':')[4]],
])('24: the extended document of %s adds the account %s', async (name, accountId) => {
  const plain = roleDocument(await world.send(ROLES + name));
  const extended = roleDocument(await world.send(EXTENDED + name));
  expect(extended).toEqual({ ...plain, AccountId: accountId });
  expect(accountId).toMatch(/^\d{12}$/);
});

describe('30: iam/info', () => {
  test('does not exist for a profile without a role', async () => {
    const started = await worldOfTest({ name: 'no-role' });
    expect((await started.send(INFO)).status).toBe(404);
  });

  test('has four keys for a profile with a role', async () => {
    const info = (await world.send(INFO)).json();
    expect(info).toEqual({
      Code: 'Success',
      LastUpdated: expect.stringMatching(wholeSeconds),
      InstanceProfileArn: roles.administrator.replace(':role/', ':instance-profile/'),
      InstanceProfileId: expect.stringMatching(/^AIPA[A-Z2-7]{17}$/),
    });
  });
});
