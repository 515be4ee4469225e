/** What the tests of moto and of aws-runas look at in their metadata services, asked of the built service. */
import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { registerSecret } from '../../support/log-recorder.ts';
import { bob, exampleWorld, roles } from '../../support/sts-simulator/example-world.ts';
import { accessOf, ContainerDocument } from '../faces/support/metafob-command.ts';
import {
  aliceAndBob,
  LOCAL_CREDENTIALS,
  roleDocument,
  withActive,
  worldOfTest,
} from '../service/support/service-world.ts';
import { machineOfTest } from './support/machine.ts';

const TOKEN_PATH = '/latest/api/token';
const LIFETIME = 'X-aws-ec2-metadata-token-ttl-seconds';
const ROLES = '/latest/meta-data/iam/security-credentials/';

const configuration = withActive(
  'read-only',
  `${aliceAndBob}
[profile:read-only]
access_key = ${bob.accessKeyId}
secret_key = ${bob.secretAccessKey}
mfa_enabled = no
role_arn = ${roles.readOnly}
`,
);

describe('moto', () => {
  test('the listing has iam, below it the role, and below that its credentials', async () => {
    const world = await worldOfTest({ name: 'seed-moto-tree', configuration });
    const lines = async (path: string) => (await world.send(path)).body.split('\n');
    expect(await lines('/latest/meta-data/')).toContain('iam/');
    expect(await lines('/latest/meta-data/iam/')).toContain('security-credentials/');
    expect(await lines(ROLES)).toEqual(['ReadOnly']);
    expect(roleDocument(await world.send(`${ROLES}ReadOnly`)).Code).toBe('Success');
  });

  test('all of it with an IMDSv2 token', async () => {
    const world = await worldOfTest({
      name: 'seed-moto-v2',
      configuration,
      arguments: ['--imdsv2', 'required'],
    });
    const token = (await world.send(TOKEN_PATH, { method: 'PUT', headers: { [LIFETIME]: '21600' } })).body;
    const headers = { 'X-aws-ec2-metadata-token': token };
    expect((await world.send(ROLES, { headers })).body).toBe('ReadOnly');
    expect(roleDocument(await world.send(`${ROLES}ReadOnly`, { headers })).Code).toBe('Success');
    expect((await world.send(ROLES)).status).toBe(401);
  });

  test('instance-id, ami-id, reservation-id, security-groups and mac are those that were configured', async () => {
    const machine = await machineOfTest('seed-moto-values', exampleWorld());
    await machine.write('own.conf', configuration);
    await machine.write(
      'instance.yaml',
      `instance: { id: i-0123456789abcdef0, reservation-id: r-0123456789abcdef0 }
image: { id: ami-0123456789abcdef0 }
network: { mac: "0e:49:61:0f:c3:77", security-groups: [{ id: sg-0123456789abcdef0, name: web }] }
`,
    );
    await machine.bash('metafob start --config own.conf --port 0 --instance instance.yaml');
    const { url } = await machine.service();
    const names = ['instance-id', 'ami-id', 'reservation-id', 'security-groups', 'mac'];
    const values = names.map(async (name) => (await fetch(`${url}/latest/meta-data/${name}`)).text());
    expect(await Promise.all(values)).toEqual([
      'i-0123456789abcdef0',
      'ami-0123456789abcdef0',
      'r-0123456789abcdef0',
      'web',
      '0e:49:61:0f:c3:77',
    ]);
  });

  test('a name of a role session with 65 characters is told with its line, before AWS is asked', async () => {
    const machine = await machineOfTest('seed-moto-session-name', exampleWorld());
    await machine.write('own.conf', `${aliceAndBob}role_session_name = ${'s'.repeat(65)}\n`);
    const { exitCode, stderr } = await machine.bash('metafob serve --config own.conf --port 0');
    expect(exitCode).toBe(7);
    expect(stderr).toMatch(/own\.conf:\d+: role_session_name must have 2 to 64 characters/);
    expect(machine.simulator.calls()).toEqual([]);
  });

  test('of a file of imsa, whose values are not checked, AWS says it', async () => {
    const machine = await machineOfTest('seed-moto-imsa-session-name', exampleWorld());
    await machine.write(
      '.imsa',
      `long:\n  aws_access_key_id: ${bob.accessKeyId}\n  aws_secret_access_key: ${bob.secretAccessKey}\n  role_arn: ${roles.readOnly}\n  role_session_name: ${'s'.repeat(65)}\n`,
    );
    const { exitCode, stderr } = await machine.bash('metafob export long < /dev/null');
    expect(exitCode).not.toBe(0);
    expect(stderr).toMatch(/AWS said: .*roleSessionName.*length less than or equal to 64/);
  });
});

describe('aws-runas', () => {
  test.each(['GET', 'POST'])('%s on the token path is 405', async (method) => {
    const world = await worldOfTest({ name: 'seed-runas-405' });
    expect((await world.send(TOKEN_PATH, { method })).status).toBe(405);
  });

  test('PUT for 1800 seconds answers a long token and repeats the lifetime, which the Go SDK reads', async () => {
    const world = await worldOfTest({ name: 'seed-runas-token' });
    const answer = await world.send(TOKEN_PATH, { method: 'PUT', headers: { [LIFETIME]: '1800' } });
    expect(answer.status).toBe(200);
    expect(answer.headers[LIFETIME.toLowerCase()]).toBe('1800');
    expect(answer.body.length).toBeGreaterThanOrEqual(15);
  });

  test('credentials are those of a success, and of the type that clients know', async () => {
    const world = await worldOfTest({ name: 'seed-runas-credentials', configuration });
    expect(roleDocument(await world.send(LOCAL_CREDENTIALS))).toMatchObject({
      Code: 'Success',
      Type: 'AWS-HMAC',
    });
    expect((await world.send('/bogus')).status).toBe(404);
  });

  test('/credentials/PROFILE is the container endpoint; /credentials alone, open to everyone, does not exist', async () => {
    const world = await worldOfTest({ name: 'seed-runas-container', configuration });
    const { containerUrl, tokenFile } = await accessOf(world, 'read-only');
    const authorization = await readFile(tokenFile, 'utf8');
    registerSecret(authorization);
    const path = new URL(containerUrl).pathname;
    expect(path).toBe('/credentials/read-only');
    const answer = await world.send(path, { headers: { authorization } });
    expect(ContainerDocument.parse(answer.json()).RoleArn).toBe(roles.readOnly);
    expect((await world.send(path)).status).toBe(403);
    expect((await world.send('/credentials')).status).toBeGreaterThanOrEqual(403);
  });

  test('POST …/renew makes new credentials, GET is 405', async () => {
    const world = await worldOfTest({ name: 'seed-runas-renew', configuration });
    const before = roleDocument(await world.send(LOCAL_CREDENTIALS)).AccessKeyId;
    const path = '/profiles/read-only/renew';
    expect((await world.manage('GET', path)).status).toBe(405);
    expect((await world.manage('POST', path)).status).toBeLessThan(300);
    await world.stateWhere(({ profiles }) =>
      profiles.some(({ name, session }) => name === 'read-only' && session.state === 'active'),
    );
    await expect
      .poll(async () => roleDocument(await world.send(LOCAL_CREDENTIALS)).AccessKeyId, { timeout: 10_000 })
      .not.toBe(before);
  });
});
