import { GetUserCommand, ListMFADevicesCommand } from '@aws-sdk/client-iam';
import { AssumeRoleCommand, GetSessionTokenCommand } from '@aws-sdk/client-sts';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { alice, bob, roles } from '../../support/sts-simulator/example-world.ts';
import type { StsSimulator } from '../../support/sts-simulator/server.ts';
import { iamClient, keysOf, startExample, stsClient } from './sdk-clients.ts';

let simulator: StsSimulator;

beforeEach(async () => {
  ({ simulator } = await startExample());
});
afterEach(() => simulator.close());

test('GetUser without a name tells about the caller', async () => {
  const { User } = await iamClient(simulator, alice).send(new GetUserCommand({}));
  expect(User).toMatchObject({
    Path: '/',
    UserName: 'alice',
    Arn: alice.arn,
    UserId: expect.stringMatching(/^AIDA[A-Z2-7]{17}$/),
    CreateDate: expect.any(Date),
  });
});

test('GetUser of an unknown user says so', async () => {
  await expect(
    iamClient(simulator, alice).send(new GetUserCommand({ UserName: 'carol' })),
  ).rejects.toMatchObject({ name: 'NoSuchEntityException', $metadata: { httpStatusCode: 404 } });
});

test('ListMFADevices lists the devices of the caller', async () => {
  const { MFADevices, IsTruncated } = await iamClient(simulator, alice).send(new ListMFADevicesCommand({}));
  expect(IsTruncated).toBe(false);
  expect(MFADevices).toEqual([
    { UserName: 'alice', SerialNumber: alice.serialNumber, EnableDate: expect.any(Date) },
  ]);
});

test('ListMFADevices is denied to a user without the permission', async () => {
  await expect(iamClient(simulator, bob).send(new ListMFADevicesCommand({}))).rejects.toMatchObject({
    name: 'AccessDenied',
    message: expect.stringContaining(
      `User: ${bob.arn} is not authorized to perform: iam:ListMFADevices on resource: user bob`,
    ),
  });
});

test('a session may call IAM only if it has MFA', async () => {
  const sts = stsClient(simulator, alice);
  const plain = await sts.send(new GetSessionTokenCommand({}));
  await expect(
    iamClient(simulator, keysOf(plain.Credentials)).send(new GetUserCommand({})),
  ).rejects.toMatchObject({ name: 'InvalidClientTokenId' });
  const TokenCode = simulator.codeFor(alice.serialNumber);
  const withMfa = await sts.send(new GetSessionTokenCommand({ SerialNumber: alice.serialNumber, TokenCode }));
  await expect(
    iamClient(simulator, keysOf(withMfa.Credentials)).send(new GetUserCommand({})),
  ).resolves.toMatchObject({ User: { UserName: 'alice' } });
});

test('a role session has to name the user', async () => {
  const { Credentials } = await stsClient(simulator, bob).send(
    new AssumeRoleCommand({ RoleArn: roles.readOnly, RoleSessionName: 'laptop' }),
  );
  const client = iamClient(simulator, keysOf(Credentials));
  await expect(client.send(new GetUserCommand({}))).rejects.toMatchObject({
    name: 'ValidationError',
    message: 'Must specify userName when calling with non-User credentials',
  });
  await expect(client.send(new GetUserCommand({ UserName: 'bob' }))).resolves.toMatchObject({
    User: { Arn: bob.arn },
  });
});
