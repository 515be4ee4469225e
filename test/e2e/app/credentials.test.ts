/** The other ways to credentials that the built app offers: each profile's own, and the admin listener. */
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { describe, expect, test } from 'vitest';
import { AccessResponse, PortResponse } from '../../../src/shared/manage-api.ts';
import { metafob } from '../../integration/faces/support/metafob-command.ts';
import { send } from '../../integration/service/support/raw-request.ts';
import { failureDocument, roleDocument } from '../../integration/service/support/service-world.ts';
import { runCommand } from '../../support/aws-environment.ts';
import { registerSecret } from '../../support/log-recorder.ts';
import { bob, roles } from '../../support/sts-simulator/example-world.ts';
import { configurationOn, type DesktopWorld, eventually, startDesktop } from '../support/desktop-world.ts';
import { exitOf } from '../support/sample-app.ts';

const manage = async (world: DesktopWorld, method: string, path: string) => {
  const { url, token } = await world.service();
  const headers = { Authorization: `Bearer ${token}` };
  return (await send(url, { method, path: `/manage${path}`, headers })).json();
};

const portOf = async (world: DesktopWorld, profile: string): Promise<PortResponse> =>
  PortResponse.parse(await manage(world, 'POST', `/profiles/${profile}/port`));

const accessOf = async (world: DesktopWorld, profile: string): Promise<AccessResponse> =>
  AccessResponse.parse(await manage(world, 'GET', `/profiles/${profile}/access`));

/** What a program gets from a metadata service that serves one profile only. */
const credentialsAt = async (url: string) => {
  const path = '/latest/meta-data/iam/security-credentials/';
  const role = (await send(url, { path })).body;
  return roleDocument(await send(url, { path: `${path}${role}` }));
};

describe('a profile that is not in use', () => {
  test('is served on a port of its own, which is the same after a restart and closed while paused', async () => {
    const world = await startDesktop({ name: 'desktop-profile-port' });
    const { url, port } = await portOf(world, 'bob');
    const { AccessKeyId } = await credentialsAt(url);
    expect(AccessKeyId).toMatch(/^(AKIA|ASIA)/);
    // The profile in use, which needs a code, was not asked for.
    expect((await world.app().windowState('prompt'))?.visible ?? false).toBe(false);

    await world.app().clickTray('Pause');
    await eventually(() =>
      fetch(url).then(
        () => 'answers',
        () => 'closed',
      ),
    ).toBe('closed');
    await world.restart();
    expect((await portOf(world, 'bob')).port).toBe(port);
    await credentialsAt(url);
  });

  test('is served by the container endpoint to the AWS CLI, with the code of the pop-up', async () => {
    const world = await startDesktop({ name: 'desktop-container' });
    await world.service();
    const { stdout } = await metafob(['env', 'deploy', '--token', '--json'], world.environment);
    const variables = JSON.parse(stdout);
    registerSecret(variables.AWS_CONTAINER_AUTHORIZATION_TOKEN);
    const caller = runCommand(
      'aws',
      ['sts', 'get-caller-identity', '--endpoint-url', world.simulator.url, '--output', 'json'],
      { ...world.environment, ...variables, AWS_PAGER: '' },
    );
    const popUp = await world.popUp();
    await popUp.getByRole('heading', { name: 'Code for deploy' }).waitFor();
    await popUp.getByLabel('Token code').fill(world.code());
    const { exitCode, stdout: answer, stderr } = await caller;
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(JSON.parse(answer)).toMatchObject({ Arn: expect.stringContaining(':assumed-role/Production/') });
  });

  test('refuses a program without its token, and takes the token file away when the app quits', async () => {
    const world = await startDesktop({ name: 'desktop-token-file' });
    const { containerUrl, tokenFile } = await accessOf(world, 'bob');
    const token = (await readFile(tokenFile, 'utf8')).trim();
    registerSecret(token);
    const { origin, pathname } = new URL(containerUrl);
    expect((await send(origin, { path: pathname })).status).toBe(403);
    const served = await send(origin, { path: pathname, headers: { Authorization: token } });
    expect(served.status).toBe(200);
    for (const [, secret] of served.body.matchAll(/"(?:SecretAccessKey|Token)"\s*:\s*"([^"]+)"/g)) {
      if (secret !== undefined) registerSecret(secret);
    }

    const exitCode = exitOf(world.app());
    await world.app().clickTray('Quit Metafob');
    expect(await exitCode).toBe(0);
    expect(existsSync(tokenFile)).toBe(false);
    expect(world.serviceFileExists()).toBe(false);
  });
});

describe('a configuration with the section [admin]', () => {
  test('opens the admin listener, which takes credentials and says so', async () => {
    const port = await freePort();
    const configuration = `${configurationOn(0)}\n[admin]\nport = ${port}\nrole_arn = ${roles.readOnly}\n`;
    const world = await startDesktop({ name: 'desktop-admin', configuration });
    const { url } = await world.service();
    const admin = `http://127.0.0.1:${port}`;
    const role = () => send(url, { path: '/latest/meta-data/iam/security-credentials/ReadOnly' });
    expect((await send(admin, { path: '/status' })).body).toBe('false');
    expect(failureDocument(await role()).Code).not.toBe('Success');

    const { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey } = bob;
    const body = JSON.stringify({ AccessKeyId, SecretAccessKey, Token: '' });
    expect((await send(admin, { method: 'POST', path: '/bootstrap/creds', body })).status).toBe(200);
    await eventually(async () => (await send(admin, { path: '/status' })).body).toBe('true');
    expect(roleDocument(await role()).AccessKeyId).toMatch(/^ASIA/);
  });
});

/** A port that is free now. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' ? (address?.port ?? 0) : 0;
}
