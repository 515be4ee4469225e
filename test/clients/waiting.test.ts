import { expect, test } from 'vitest';
import { SessionResponse } from '../../src/shared/manage-api.ts';
import { LOCAL_CREDENTIALS, roleDocument } from '../integration/service/support/service-world.ts';
import { alice } from '../support/sts-simulator/example-world.ts';
import { findAwsClients } from './support/aws-clients.ts';
import { arnOf, callsOfClients, outcomesOf, untilWaiting } from './support/callers.ts';
import { clientEnvironment } from './support/client-environment.ts';
import { clientWorld } from './support/client-world.ts';
import { curl } from './support/curl.ts';
import { realTimeUntil } from './support/real-time.ts';

const clients = findAwsClients();

test('every client waits ten seconds for the code with its default settings, and succeeds', async () => {
  const world = await clientWorld({ name: 'clients-wait' });
  const environment = await clientEnvironment(world);
  const calls = clients.map((client) => client.getCallerIdentity(environment));
  const download = curl(`${world.service.url}${LOCAL_CREDENTIALS}`);
  const promptId = await untilWaiting(world, clients.length + 1, [...calls, download]);
  await realTimeUntil(Date.now() + 10_000);

  const { prompts } = await world.state();
  expect(prompts).toMatchObject([{ id: promptId, waiting: clients.length + 1 }]);
  const answered = await world.manage('POST', `/prompts/${promptId}`, { code: world.code() });
  expect(answered.status).toBe(204);

  const arns = (await Promise.all(calls)).map(arnOf);
  expect(arns).toEqual(clients.map(() => alice.arn));
  const { session } = SessionResponse.parse((await world.manage('GET', '/session')).json());
  expect(callsOfClients(world).map(({ accessKeyId }) => accessKeyId)).toEqual(
    clients.map(() => session?.accessKey),
  );
  expect((await download).stdout).toContain(session?.accessKey);
  expect(world.simulator.calls('GetSessionToken')).toHaveLength(1);
  expect((await world.state()).prompts).toEqual([]);
});

test('one code answers a hundred simultaneous requests equally', async () => {
  const world = await clientWorld({ name: 'hundred-clients' });
  const environment = await clientEnvironment(world);
  const tenPrograms = Array.from({ length: 10 }, () => clients)
    .flat()
    .slice(0, 10);
  const calls = tenPrograms.map((client) => client.getCallerIdentity(environment));
  const requests = Array.from({ length: 90 }, () => world.begin(LOCAL_CREDENTIALS));
  const answers = requests.map(({ finished }) => finished);
  const promptId = await untilWaiting(world, 100, [...calls, ...answers]);
  await world.manage('POST', `/prompts/${promptId}`, { code: world.code() });

  const documents = (await Promise.all(answers)).map(roleDocument);
  expect(new Set(documents.map((document) => JSON.stringify(document))).size).toBe(1);
  expect((await Promise.all(calls)).map(arnOf)).toEqual(Array.from({ length: 10 }, () => alice.arn));
  expect(new Set(callsOfClients(world).map(({ accessKeyId }) => accessKeyId))).toEqual(
    new Set([documents[0]?.AccessKeyId]),
  );
  expect(world.simulator.calls('GetSessionToken')).toHaveLength(1);
  expect((await world.state()).prompts).toEqual([]);
});

test('a wrong code keeps every client waiting for the right one', async () => {
  const world = await clientWorld({ name: 'clients-wrong-code' });
  const environment = await clientEnvironment(world);
  const calls = clients.map((client) => client.getCallerIdentity(environment));
  const promptId = await untilWaiting(world, clients.length, calls);
  const wrong = world.code() === '000000' ? '000001' : '000000';
  expect((await world.manage('POST', `/prompts/${promptId}`, { code: wrong })).status).toBe(403);
  expect((await world.state()).prompts).toMatchObject([{ id: promptId, waiting: clients.length }]);
  // The way of aws-mock-metadata, which knows no prompts, answers them too.
  await world.manage('POST', '/session', { token: world.code() });
  expect((await Promise.all(calls)).map(arnOf)).toEqual(clients.map(() => alice.arn));
});

const ownMessages = {
  'AWS CLI': 'Unable to locate credentials. You can configure credentials by running "aws configure".',
  boto3: 'botocore.exceptions.NoCredentialsError: Unable to locate credentials',
  'AWS SDK for JavaScript': 'CredentialsProviderError: Could not load credentials from any providers',
} as const;

test('a cancelled prompt ends every client with its own message, and curl with ours', async () => {
  const world = await clientWorld({ name: 'clients-cancelled' });
  const environment = await clientEnvironment(world);
  const calls = clients.map((client) => client.getCallerIdentity(environment));
  const download = curl(`${world.service.url}${LOCAL_CREDENTIALS}`);
  const promptId = await untilWaiting(world, clients.length + 1, [...calls, download]);
  await world.manage('DELETE', `/prompts/${promptId}`);

  const outcomes = await Promise.all(calls);
  for (const [index, { exitCode, stderr }] of outcomes.entries()) {
    const client = clients[index];
    expect(exitCode, client?.name).not.toBe(0);
    expect(stderr, client?.name).toContain(client && ownMessages[client.kind]);
  }
  expect((await download).stdout).toContain('The question for the MFA code was cancelled.');

  // For a minute no program opens the same question again.
  const again = await outcomesOf(clients, environment);
  expect(Object.values(again).filter(({ exitCode }) => exitCode === 0)).toEqual([]);
  expect((await world.state()).prompts).toEqual([]);
  expect(callsOfClients(world)).toEqual([]);
});
