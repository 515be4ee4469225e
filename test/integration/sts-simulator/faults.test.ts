import { AssumeRoleCommand, GetCallerIdentityCommand, GetSessionTokenCommand } from '@aws-sdk/client-sts';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { alice, bob, roles } from '../../support/sts-simulator/example-world.ts';
import type { StsSimulator } from '../../support/sts-simulator/server.ts';
import { type Keys, keysOf, startExample, stsClient, type TestClock } from './sdk-clients.ts';

let simulator: StsSimulator;
let clock: TestClock;

beforeEach(async () => {
  ({ simulator, clock } = await startExample());
});
afterEach(() => simulator.close());

const whoAmI = (keys: Keys = bob) => stsClient(simulator, keys).send(new GetCallerIdentityCommand({}));
const assume = () =>
  stsClient(simulator, bob).send(new AssumeRoleCommand({ RoleArn: roles.readOnly, RoleSessionName: 'me' }));
const outcomes = (action?: string) => simulator.calls(action).map((call) => call.outcome);

test('throttling hits as often as it was asked to', async () => {
  simulator.setFaults([{ kind: 'throttling', times: 2 }]);
  const throttled = { name: 'Throttling', message: 'Rate exceeded', $metadata: { httpStatusCode: 400 } };
  await expect(whoAmI()).rejects.toMatchObject(throttled);
  await expect(assume()).rejects.toMatchObject(throttled);
  await expect(whoAmI()).resolves.toBeDefined();
  expect(outcomes()).toEqual(['Throttling', 'Throttling', 'ok']);
});

test('a fault for one action leaves the others alone', async () => {
  simulator.setFaults([{ kind: 'internal-failure', action: 'AssumeRole' }]);
  await expect(whoAmI()).resolves.toBeDefined();
  await expect(assume()).rejects.toMatchObject({
    name: 'InternalFailure',
    $metadata: { httpStatusCode: 500 },
  });
  simulator.clearFaults();
  await expect(assume()).resolves.toBeDefined();
});

test('access can be denied', async () => {
  simulator.setFaults([{ kind: 'access-denied', action: 'AssumeRole' }]);
  await expect(assume()).rejects.toMatchObject({
    name: 'AccessDenied',
    message: `User: ${bob.arn} is not authorized to perform: sts:AssumeRole on resource: ${roles.readOnly}`,
  });
});

test('a key can be made invalid without hurting others', async () => {
  simulator.setFaults([{ kind: 'invalid-key', accessKeyId: bob.accessKeyId }]);
  await expect(whoAmI(bob)).rejects.toMatchObject({ name: 'InvalidClientTokenId' });
  await expect(whoAmI(alice)).resolves.toMatchObject({ Arn: alice.arn });
});

test('issued credentials can be short-lived', async () => {
  simulator.setFaults([{ kind: 'lifetime', seconds: 20, times: 1 }]);
  await whoAmI();
  const { Credentials } = await assume();
  expect(Credentials?.Expiration?.getTime()).toBe(clock.time + 20_000);
  clock.time += 20_000;
  await expect(whoAmI(keysOf(Credentials))).rejects.toMatchObject({ name: 'ExpiredToken' });
});

test('the connection can be reset', async () => {
  simulator.setFaults([{ kind: 'connection-reset', times: 1 }]);
  await expect(whoAmI()).rejects.toMatchObject({ code: 'ECONNRESET' });
  await expect(whoAmI()).resolves.toBeDefined();
  expect(outcomes()).toEqual(['connection-reset', 'ok']);
});

test('a reset after processing has used the code up', async () => {
  const login = () => {
    const TokenCode = simulator.codeFor(alice.serialNumber);
    return stsClient(simulator, alice).send(
      new GetSessionTokenCommand({ SerialNumber: alice.serialNumber, TokenCode }),
    );
  };
  simulator.setFaults([{ kind: 'connection-reset', afterProcessing: true, times: 1 }]);
  await expect(login()).rejects.toMatchObject({ code: 'ECONNRESET' });
  await expect(login()).rejects.toMatchObject({ message: expect.stringContaining('invalid MFA one time') });
});

test('a call that hangs is pending until the faults are cleared', async () => {
  simulator.setFaults([{ kind: 'hang', times: 1 }]);
  const answer = assume();
  await vi.waitFor(() => expect(outcomes('AssumeRole')).toEqual(['pending']));
  await expect(whoAmI()).resolves.toBeDefined();
  simulator.clearFaults();
  await expect(answer).resolves.toHaveProperty('Credentials');
  expect(outcomes()).toEqual(['ok', 'ok']);
});

test('a delayed call goes on when the faults are cleared', async () => {
  simulator.setFaults([{ kind: 'delay', milliseconds: 3_600_000 }]);
  const answer = whoAmI();
  await vi.waitFor(() => expect(outcomes()).toEqual(['pending']));
  simulator.clearFaults();
  await expect(answer).resolves.toMatchObject({ Arn: bob.arn });
});

test('a client that leaves a hanging call abandons it', async () => {
  simulator.setFaults([{ kind: 'hang' }]);
  const leaving = new AbortController();
  const answer = stsClient(simulator, bob).send(new GetCallerIdentityCommand({}), {
    abortSignal: leaving.signal,
  });
  const failure = expect(answer).rejects.toMatchObject({ name: 'AbortError' });
  await vi.waitFor(() => expect(outcomes()).toEqual(['pending']));
  leaving.abort();
  await failure;
  await vi.waitFor(() => expect(outcomes()).toEqual(['abandoned']));
});

test('closing ends connections that hang', async () => {
  const { simulator: closing } = await startExample();
  closing.setFaults([{ kind: 'hang' }]);
  const answer = stsClient(closing, bob).send(new GetCallerIdentityCommand({}));
  const failure = expect(answer).rejects.toMatchObject({ code: 'ECONNRESET' });
  await vi.waitFor(() => expect(closing.calls()).toHaveLength(1));
  await closing.close();
  await failure;
});

test('the log of calls tells what was asked, but no secret and no code', async () => {
  const TokenCode = simulator.codeFor(alice.serialNumber);
  await stsClient(simulator, alice).send(
    new AssumeRoleCommand({
      RoleArn: roles.administrator,
      RoleSessionName: 'me',
      SerialNumber: alice.serialNumber,
      TokenCode,
    }),
  );
  await whoAmI(bob);
  expect(simulator.calls()).toEqual([
    {
      action: 'AssumeRole',
      accessKeyId: alice.accessKeyId,
      at: clock.time,
      roleArn: roles.administrator,
      hadTokenCode: true,
      outcome: 'ok',
    },
    {
      action: 'GetCallerIdentity',
      accessKeyId: bob.accessKeyId,
      at: clock.time,
      hadTokenCode: false,
      outcome: 'ok',
    },
  ]);
});

test('a reset forgets sessions, used codes, calls, faults and the clock offset', async () => {
  const TokenCode = simulator.codeFor(alice.serialNumber);
  const login = () =>
    stsClient(simulator, alice).send(
      new GetSessionTokenCommand({ SerialNumber: alice.serialNumber, TokenCode }),
    );
  const { Credentials } = await login();
  simulator.setFaults([{ kind: 'throttling' }]);
  simulator.clockOffsetMs = 60_000;
  simulator.reset();
  expect(simulator.calls()).toEqual([]);
  expect(simulator.clockOffsetMs).toBe(0);
  await expect(whoAmI(keysOf(Credentials))).rejects.toMatchObject({ name: 'InvalidClientTokenId' });
  await expect(login()).resolves.toBeDefined();
});
