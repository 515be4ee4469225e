/** The container endpoint with default settings of the clients. */
import { join } from 'node:path';
import { fromHttp, fromProcess } from '@aws-sdk/credential-providers';
import { expect, onTestFinished, test, vi } from 'vitest';
import { accessOf, metafob } from '../integration/faces/support/metafob-command.ts';
import { type ServiceWorld, withStoredSecret } from '../integration/service/support/service-world.ts';
import { registerSecret } from '../support/log-recorder.ts';
import { findAwsClients } from './support/aws-clients.ts';
import { allAre, callersOf, outcomesOf, untilWaiting } from './support/callers.ts';
import { clientEnvironment } from './support/client-environment.ts';
import { clientWorld } from './support/client-world.ts';
import { realTimeUntil } from './support/real-time.ts';

const clients = findAwsClients();
/** Those that are new enough for a token file. */
const newerClients = clients.filter(({ knowsEndpointVariables }) => knowsEndpointVariables);
const administrator = 'arn:aws:sts::111122223333:assumed-role/Administrator/metafob-alice';

async function shellWith(world: ServiceWorld, ...options: readonly string[]) {
  const { stdout } = await metafob(['env', 'admin', '--json', ...options], world.service.environment);
  const variables = JSON.parse(stdout);
  if (options.includes('--token')) registerSecret(variables.AWS_CONTAINER_AUTHORIZATION_TOKEN);
  return { ...(await clientEnvironment(world, { endpoint: null })), ...variables };
}

test('every client waits ten seconds for the code, and succeeds', async () => {
  const world = await clientWorld({ name: 'container-clients-wait' });
  const environment = await shellWith(world, '--token');
  const calls = callersOf(clients, environment);
  const promptId = await untilWaiting(world, clients.length, [calls]);
  await realTimeUntil(Date.now() + 10_000);
  await world.manage('POST', `/prompts/${promptId}`, { code: world.code() });
  expect(await calls).toEqual(allAre(clients, administrator));
  expect(world.simulator.calls('GetSessionToken')).toHaveLength(1);
});

test('clients that know token files read the token from there', async () => {
  const world = await clientWorld({ name: 'container-clients-file', configuration: withStoredSecret() });
  expect(newerClients.length).toBeGreaterThan(0);
  expect(await callersOf(newerClients, await shellWith(world))).toEqual(allAre(newerClients, administrator));
});

test('clients say what is wrong when the question is cancelled', async () => {
  const world = await clientWorld({ name: 'container-clients-cancelled' });
  // The chain of the JavaScript SDK tells only that it found nothing; its single providers tell more, below.
  const telling = clients.filter(({ kind }) => kind !== 'AWS SDK for JavaScript');
  const calls = outcomesOf(telling, await shellWith(world, '--token'));
  const promptId = await untilWaiting(world, telling.length, [calls]);
  await world.manage('DELETE', `/prompts/${promptId}`);
  for (const [name, { exitCode, stderr }] of Object.entries(await calls)) {
    expect(exitCode, name).not.toBe(0);
    expect(stderr, name).toMatch(/question for the MFA code was cancelled/);
  }
});

test('fromHttp of the JavaScript SDK waits, and says what is wrong when the question is cancelled', async () => {
  const world = await clientWorld({ name: 'container-from-http' });
  const { containerUrl, tokenFile } = await accessOf(world, 'admin');
  const provider = fromHttp({
    awsContainerCredentialsFullUri: containerUrl,
    awsContainerAuthorizationTokenFile: tokenFile,
  });
  const refused = provider();
  await world.manage('DELETE', `/prompts/${(await world.prompt()).id}`);
  await expect(refused).rejects.toMatchObject({
    Code: 'Cancelled',
    Message: expect.stringMatching(/question for the MFA code was cancelled/),
  });
  // A person who acts takes back the refusal.
  await world.manage('POST', '/profiles/admin/session', { token: world.code() });
  const credentials = await provider();
  registerSecret(credentials.secretAccessKey);
  registerSecret(credentials.sessionToken ?? '');
  expect(credentials.accessKeyId).toMatch(/^ASIA/);
});

test('fromProcess of the JavaScript SDK waits for the code', async () => {
  const world = await clientWorld({ name: 'container-from-process' });
  const environment = await clientEnvironment(world, { endpoint: null });
  const connected = { ...world.service.environment, HOME: environment.HOME ?? '' };
  expect((await metafob(['connect', 'admin'], connected)).exitCode).toBe(0);
  vi.stubEnv('XDG_RUNTIME_DIR', world.service.environment.XDG_RUNTIME_DIR ?? '');
  onTestFinished(() => void vi.unstubAllEnvs());
  const waiting = fromProcess({
    profile: 'admin',
    configFilepath: join(environment.HOME ?? '', '.aws', 'config'),
    filepath: join(environment.HOME ?? '', '.aws', 'credentials'),
  })();
  await world.manage('POST', `/prompts/${(await world.prompt()).id}`, { code: world.code() });
  const credentials = await waiting;
  registerSecret(credentials.secretAccessKey);
  registerSecret(credentials.sessionToken ?? '');
  expect(credentials.accessKeyId).toMatch(/^ASIA/);
});
