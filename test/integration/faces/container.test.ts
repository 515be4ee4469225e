/** The container endpoint of ECS, for every profile at the same time (contract 36 and 37). */
import { readdir, readFile, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { expect, test } from 'vitest';
import { registerSecret } from '../../support/log-recorder.ts';
import { alice, bob, roles } from '../../support/sts-simulator/example-world.ts';
import {
  aliceAndBob,
  LOCAL_CREDENTIALS,
  type ServiceWorld,
  withStoredSecret,
  worldOfTest,
} from '../service/support/service-world.ts';
import { accessOf, ContainerDocument, ContainerError } from './support/metafob-command.ts';

/** The path of a profile's credentials and the token for it. */
async function endpointOf(world: ServiceWorld, profile: string) {
  const { containerUrl, tokenFile } = await accessOf(world, profile);
  const token = await readFile(tokenFile, 'utf8');
  registerSecret(token);
  return { path: new URL(containerUrl).pathname, containerUrl, tokenFile, token };
}

const get = (world: ServiceWorld, path: string, authorization?: string, method = 'GET') =>
  world.send(path, { method, ...(authorization === undefined ? {} : { headers: { authorization } }) });

test('37: with the right token, each profile is answered with credentials of its own', async () => {
  const world = await worldOfTest({ name: 'container', configuration: withStoredSecret() });
  for (const [profile, roleArn] of [
    ['admin', roles.administrator] as const,
    ['deploy', roles.production] as const,
  ]) {
    const { path, token } = await endpointOf(world, profile);
    const answer = await get(world, path, token);
    expect(answer.status).toBe(200);
    expect(answer.headers['content-type']).toBe('application/json');
    const document = ContainerDocument.parse(answer.json());
    expect(document).toMatchObject({ RoleArn: roleArn, AccountId: roleArn.split(':')[4] });
    expect(document.Expiration).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  }
  expect((await world.state()).activeProfile).toBe('default');
  expect(world.simulator.calls('GetSessionToken')).toHaveLength(1);
});

test('37: a token is also taken with “Bearer” before it, and a line break behind it', async () => {
  const world = await worldOfTest({ name: 'container-bearer' });
  const { path, token } = await endpointOf(world, 'bob');
  for (const header of [token, `Bearer ${token}`, `bearer ${token}`, `${token} `]) {
    expect((await get(world, path, header)).status).toBe(200);
  }
});

test('36: without the right token nothing is told, not even which profiles there are', async () => {
  const world = await worldOfTest({ name: 'container-refused' });
  const { path, token } = await endpointOf(world, 'bob');
  const other = await endpointOf(world, 'admin');
  const bodies = new Set<string>();
  for (const [where, header] of [
    [path, undefined],
    [path, ''],
    [path, 'Bearer '],
    [path, token.slice(0, -1)],
    [path, `${token}a`],
    [path, other.token],
    [path, world.service.bearerToken],
    ['/credentials/nobody', token],
    ['/credentials/nobody', undefined],
    ['/credentials/%zz', token],
    ['/credentials/', token],
  ] as const) {
    const answer = await get(world, where, header);
    expect([where, answer.status]).toEqual([where, 403]);
    expect(ContainerError.parse(answer.json()).Code).toBe('AccessDenied');
    bodies.add(answer.body);
  }
  expect(bodies.size).toBe(1);
  expect(world.simulator.calls()).toEqual([]);
});

test('browsers and other methods are refused', async () => {
  const world = await worldOfTest({ name: 'container-guard' });
  const { path, token } = await endpointOf(world, 'bob');
  for (const headers of [
    { authorization: token, Host: 'evil.example' },
    { authorization: token, Origin: 'http://evil.example' },
    { authorization: token, 'Sec-Fetch-Site': 'cross-site' },
  ]) {
    expect((await world.send(path, { headers })).status).toBe(403);
  }
  const posted = await get(world, path, token, 'POST');
  expect([posted.status, posted.headers.allow]).toEqual([405, 'GET, HEAD']);
});

test('who has to wait for a code gets a first byte at once and the credentials at the end', async () => {
  const world = await worldOfTest({ name: 'container-waits' });
  const { path, token } = await endpointOf(world, 'admin');
  const exchange = world.begin(path, { headers: { authorization: token } });
  expect(await exchange.chunks(2)).toEqual([' ', ' ']);
  const { id } = await world.prompt();
  await world.manage('POST', `/prompts/${id}`, { code: world.code() });
  const document = ContainerDocument.parse((await exchange.finished).json());
  registerSecret(document.SecretAccessKey);
  registerSecret(document.Token);
  expect(document.RoleArn).toBe(roles.administrator);
});

test('a cancelled question ends the wait with text that no client takes for credentials, then with 4xx', async () => {
  const world = await worldOfTest({ name: 'container-cancelled' });
  const { path, token } = await endpointOf(world, 'admin');
  const exchange = world.begin(path, { headers: { authorization: token } });
  await exchange.chunks(1);
  const { id } = await world.prompt();
  await world.manage('DELETE', `/prompts/${id}`);
  const waited = await exchange.finished;
  expect(waited.status).toBe(200);
  expect(waited.body.trim()).toMatch(/^Metafob: .*cancelled/);
  expect(() => waited.json()).toThrow();

  const again = await get(world, path, token);
  expect(again.status).toBe(409);
  expect(ContainerError.parse(again.json())).toMatchObject({
    Code: 'Cancelled',
    Message: expect.stringMatching(/cancelled.*one minute/),
  });
});

test('a refusal of AWS is a 4xx with the words of AWS', async () => {
  const world = await worldOfTest({
    name: 'container-denied',
    configuration: `${withStoredSecret()}\n[profile:stranger]\nrole_arn = arn:aws:iam::111122223333:role/NotThere\n`,
  });
  const { path, token } = await endpointOf(world, 'stranger');
  const exchange = world.begin(path, { headers: { authorization: token } });
  await exchange.finished;
  const answer = await get(world, path, token);
  expect(answer.status).toBe(403);
  expect(ContainerError.parse(answer.json())).toMatchObject({
    Code: 'AccessDenied',
    Message: expect.stringContaining('not authorized'),
  });
});

test('HEAD asks nobody', async () => {
  const world = await worldOfTest({ name: 'container-head' });
  const { path, token } = await endpointOf(world, 'admin');
  const answer = await get(world, path, token, 'HEAD');
  expect([answer.status, answer.body]).toEqual([200, '']);
  expect((await world.state()).prompts).toEqual([]);
  expect((await get(world, path, 'wrong', 'HEAD')).status).toBe(403);
});

test('names of profiles may hold what paths may not', async () => {
  const name = 'team:a.b c%2F@d+é';
  const world = await worldOfTest({
    name: 'container-names',
    configuration: `${aliceAndBob}\n[profile:${name}]\naccess_key = ${bob.accessKeyId}\nsecret_key = ${bob.secretAccessKey}\nmfa_enabled = no\n`,
  });
  const { path, token } = await endpointOf(world, name);
  expect((await get(world, path, token)).status).toBe(200);
});

test('token files are for their user only', async () => {
  const world = await worldOfTest({ name: 'container-files' });
  const { tokenFile } = await endpointOf(world, 'admin');
  const directory = dirname(tokenFile);
  expect((await stat(tokenFile)).mode & 0o777).toBe(0o600);
  expect((await stat(directory)).mode & 0o777).toBe(0o700);
  expect(await readdir(directory)).toHaveLength(4);
});

test('the metadata tree has no path of this name', async () => {
  const world = await worldOfTest({ name: 'container-tree' });
  expect((await world.send('/credentials')).status).toBe(404);
  expect((await world.send(LOCAL_CREDENTIALS.replace('local-credentials', ''))).body).not.toContain(
    alice.userName,
  );
});
