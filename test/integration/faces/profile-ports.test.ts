/** A metadata service for each profile that has been given a port. */
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { PortResponse } from '../../../src/shared/manage-api.ts';
import { send } from '../service/support/raw-request.ts';
import {
  errorOf,
  roleDocument,
  type ServiceWorld,
  withStoredSecret,
  worldOfTest,
} from '../service/support/service-world.ts';
import { accessOf } from './support/metafob-command.ts';

const FOLDER = '/latest/meta-data/iam/security-credentials/';

const assign = async (world: ServiceWorld, profile: string) =>
  PortResponse.parse((await world.manage('POST', `/profiles/${profile}/port`)).json());

const portsFile = ({ service }: ServiceWorld): string =>
  join(service.environment.HOME ?? '', '.config', 'metafob', 'profile-ports.json');

test('each port serves its profile as if it were the active one', async () => {
  const world = await worldOfTest({ name: 'ports', configuration: withStoredSecret() });
  const admin = await assign(world, 'admin');
  const deploy = await assign(world, 'deploy');
  expect(admin.port).toBeGreaterThanOrEqual(46_300);
  expect(deploy.port).not.toBe(admin.port);
  expect(admin.url).toBe(`http://127.0.0.1:${admin.port}/`);

  expect((await send(admin.url, { path: FOLDER })).body).toBe('Administrator');
  expect((await send(deploy.url, { path: FOLDER })).body).not.toBe('Administrator');
  const one = roleDocument(await send(admin.url, { path: `${FOLDER}Administrator` }));
  const other = roleDocument(await send(deploy.url, { path: `${FOLDER}local-credentials` }));
  expect(other.AccessKeyId).not.toBe(one.AccessKeyId);
  expect((await world.send(FOLDER)).body).toBe('local-credentials');
  expect(world.simulator.calls('GetSessionToken')).toHaveLength(1);
});

test('a port answers IMDSv2 with tokens of its own, on both loopback addresses', async () => {
  const world = await worldOfTest({ name: 'ports-tokens', configuration: withStoredSecret() });
  const { url, port } = await assign(world, 'admin');
  const issued = await send(url, {
    method: 'PUT',
    path: '/latest/api/token',
    headers: { 'X-Aws-Ec2-Metadata-Token-Ttl-Seconds': '60' },
  });
  expect(issued.status).toBe(200);
  const headers = { 'X-Aws-Ec2-Metadata-Token': issued.body };
  expect((await send(url, { path: FOLDER, headers })).status).toBe(200);
  expect((await world.send(FOLDER, { headers })).status).toBe(401);
  const onIpv6 = await fetch(`http://[::1]:${port}${FOLDER}`, { headers });
  expect(await onIpv6.text()).toBe('Administrator');
});

test('a port has neither a manage API nor container credentials, and refuses foreign names', async () => {
  const world = await worldOfTest({ name: 'ports-guard' });
  const { url } = await assign(world, 'bob');
  const authorization = `Bearer ${world.service.bearerToken}`;
  expect((await send(url, { path: '/manage/health', headers: { authorization } })).status).toBe(404);
  expect((await send(url, { path: '/credentials/bob' })).status).toBe(404);
  expect((await send(url, { path: FOLDER, headers: { Host: 'evil.example' } })).status).toBe(403);
});

test('a profile keeps its port, and is told it again', async () => {
  const world = await worldOfTest({ name: 'ports-kept' });
  const first = await assign(world, 'bob');
  expect(await assign(world, 'bob')).toEqual(first);
  expect((await accessOf(world, 'bob')).metadataUrl).toBe(first.url);
  expect((await accessOf(world, 'admin')).metadataUrl).toBeUndefined();
  expect(JSON.parse(await readFile(portsFile(world), 'utf8'))).toEqual({ ports: { bob: first.port } });
});

test('a port that is given back answers no more', async () => {
  const world = await worldOfTest({ name: 'ports-released' });
  const { url } = await assign(world, 'bob');
  expect((await world.manage('DELETE', '/profiles/bob/port')).status).toBe(204);
  await expect(send(url, { path: FOLDER })).rejects.toThrow(/ECONNREFUSED/);
  const again = await world.manage('DELETE', '/profiles/bob/port');
  expect([again.status, errorOf(again).kind]).toEqual([404, 'not-found']);
});

test('ports that others use are passed over', async () => {
  const world = await worldOfTest({ name: 'ports-taken' });
  const { port } = await assign(world, 'bob');
  const stranger = createServer();
  onTestFinished(() => void stranger.close());
  await new Promise<void>((resolve, reject) => {
    stranger.once('error', reject).listen(port + 1, '127.0.0.1', resolve);
  });
  expect((await assign(world, 'admin')).port).toBeGreaterThan(port + 1);
});

test('a file that is not ours is told, and not written over', async () => {
  const world = await worldOfTest({ name: 'ports-damaged' });
  await assign(world, 'bob');
  await writeFile(portsFile(world), '{"ports": {"bob": "many"}}');
  const answer = await world.manage('POST', '/profiles/admin/port');
  expect(answer.status).toBe(503);
  expect(errorOf(answer).message).toMatch(/profile-ports\.json is not what Metafob wrote.*Remove the file/);
  expect(await readFile(portsFile(world), 'utf8')).toBe('{"ports": {"bob": "many"}}');
});

test('a profile that is gone leaves nothing behind its port', async () => {
  const world = await worldOfTest({ name: 'ports-gone', configuration: withStoredSecret() });
  const { url } = await assign(world, 'deploy');
  const configuration = (await readFile(world.service.configurationFile, 'utf8')).replace(
    'profile:deploy',
    'profile:other',
  );
  await writeFile(world.service.configurationFile, configuration);
  await world.stateWhere(({ profiles }) => profiles.some(({ name }) => name === 'other'));
  expect((await send(url, { path: FOLDER })).status).toBe(404);
});
