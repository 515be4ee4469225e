import {
  GetAccessKeyInfoCommand,
  GetCallerIdentityCommand,
  GetSessionTokenCommand,
  STSClient,
} from '@aws-sdk/client-sts';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { alice, bob } from '../../support/sts-simulator/example-world.ts';
import type { StsSimulator } from '../../support/sts-simulator/server.ts';
import { clientOptions, keysOf, startExample, stsClient, type TestClock } from './sdk-clients.ts';

let simulator: StsSimulator;
let clock: TestClock;

beforeEach(async () => {
  ({ simulator, clock } = await startExample());
});
afterEach(() => simulator.close());

const whoAmI = (client: STSClient) => client.send(new GetCallerIdentityCommand({}));

test('a good signature is accepted and names the user', async () => {
  expect(await whoAmI(stsClient(simulator, alice))).toMatchObject({
    Account: '111122223333',
    Arn: 'arn:aws:iam::111122223333:user/alice',
    UserId: expect.stringMatching(/^AIDA[A-Z2-7]{17}$/),
  });
});

test('a wrong secret does not match', async () => {
  const client = stsClient(simulator, { ...alice, secretAccessKey: bob.secretAccessKey });
  await expect(whoAmI(client)).rejects.toMatchObject({
    name: 'SignatureDoesNotMatch',
    message: expect.stringContaining('The request signature we calculated does not match'),
    $metadata: { httpStatusCode: 403 },
  });
});

test('a body that was changed after signing does not match', async () => {
  const network = new NodeHttpHandler();
  const tampering: typeof network.handle = (request, options) => {
    request.body = String(request.body).replace('DurationSeconds=900', 'DurationSeconds=901');
    return network.handle(request, options);
  };
  const client = new STSClient({
    ...clientOptions(simulator, alice),
    requestHandler: { handle: tampering },
  });
  await expect(client.send(new GetSessionTokenCommand({ DurationSeconds: 900 }))).rejects.toMatchObject({
    name: 'SignatureDoesNotMatch',
  });
});

test('an unknown access key is an invalid client token', async () => {
  const client = stsClient(simulator, { ...alice, accessKeyId: 'AKIAUNKNOWNUNKNOWN00' });
  await expect(whoAmI(client)).rejects.toMatchObject({
    name: 'InvalidClientTokenId',
    message: 'The security token included in the request is invalid.',
  });
});

test('a region that cannot be one is out of scope', async () => {
  const client = new STSClient({ ...clientOptions(simulator, alice), region: 'nowhere' });
  await expect(whoAmI(client)).rejects.toMatchObject({
    name: 'SignatureDoesNotMatch',
    message: expect.stringContaining('valid region'),
  });
});

test('what is not simulated is an invalid action', async () => {
  await expect(
    stsClient(simulator, alice).send(new GetAccessKeyInfoCommand({ AccessKeyId: alice.accessKeyId })),
  ).rejects.toMatchObject({
    name: 'InvalidAction',
    message: 'Could not find operation GetAccessKeyInfo for version 2011-06-15',
  });
});

test('a request without a signature is refused', async () => {
  const response = await fetch(simulator.url, {
    method: 'POST',
    body: new URLSearchParams({ Action: 'GetCallerIdentity', Version: '2011-06-15' }),
  });
  expect(response.status).toBe(403);
  expect(await response.text()).toContain('<Code>MissingAuthenticationToken</Code>');
});

test('temporary keys work only with their own session token', async () => {
  const { Credentials } = await stsClient(simulator, alice).send(new GetSessionTokenCommand({}));
  const { sessionToken = '', ...keys } = keysOf(Credentials);
  await expect(whoAmI(stsClient(simulator, { ...keys, sessionToken }))).resolves.toMatchObject({
    Arn: alice.arn,
  });
  await expect(whoAmI(stsClient(simulator, keys))).rejects.toMatchObject({ name: 'InvalidClientTokenId' });
  await expect(
    whoAmI(stsClient(simulator, { ...keys, sessionToken: sessionToken.toLowerCase() })),
  ).rejects.toMatchObject({ name: 'InvalidClientTokenId' });
});

test('a session ends at its expiration', async () => {
  const { Credentials } = await stsClient(simulator, alice).send(
    new GetSessionTokenCommand({ DurationSeconds: 900 }),
  );
  expect(Credentials?.Expiration?.getTime()).toBe(clock.time + 900_000);
  clock.time += 899_000;
  await expect(whoAmI(stsClient(simulator, keysOf(Credentials)))).resolves.toMatchObject({
    Arn: alice.arn,
  });
  clock.time += 1000;
  await expect(whoAmI(stsClient(simulator, keysOf(Credentials)))).rejects.toMatchObject({
    name: 'ExpiredToken',
    message: 'The security token included in the request is expired',
  });
});

test('a machine whose clock is behind is told that its signature expired', async () => {
  const client = stsClient(simulator, alice);
  simulator.clockOffsetMs = 6 * 60_000;
  await expect(whoAmI(client)).rejects.toMatchObject({
    name: 'SignatureDoesNotMatch',
    message: expect.stringMatching(
      /^Signature expired: \d{8}T\d{6}Z is now earlier than 20260301T100105Z \(20260301T100605Z - 5 min\.\)$/,
    ),
  });
});

test('a machine whose clock is ahead is told that its signature is not yet current', async () => {
  const client = stsClient(simulator, alice);
  simulator.clockOffsetMs = -6 * 60_000;
  await expect(whoAmI(client)).rejects.toMatchObject({
    name: 'SignatureDoesNotMatch',
    message: expect.stringMatching(
      /^Signature not yet current: \d{8}T\d{6}Z is still later than 20260301T095905Z \(20260301T095405Z \+ 5 min\.\)$/,
    ),
  });
});

test('the SDK learns the skew from the Date header and signs its second attempt with it', async () => {
  simulator.clockOffsetMs = 3_600_000;
  const client = new STSClient({
    ...clientOptions(simulator, alice),
    systemClockOffset: 0,
    maxAttempts: 2,
  });
  await expect(whoAmI(client)).resolves.toMatchObject({ Arn: alice.arn });
  expect(simulator.calls().map((call) => call.outcome)).toEqual(['SignatureDoesNotMatch', 'ok']);
});
