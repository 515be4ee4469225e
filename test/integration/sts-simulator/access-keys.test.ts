import {
  CreateAccessKeyCommand,
  DeleteAccessKeyCommand,
  GetAccessKeyLastUsedCommand,
  ListAccessKeysCommand,
  UpdateAccessKeyCommand,
} from '@aws-sdk/client-iam';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { alice, bob, exampleWorld } from '../../support/sts-simulator/example-world.ts';
import { type StsSimulator, startStsSimulator } from '../../support/sts-simulator/server.ts';
import {
  iamClient,
  type Keys,
  mfaSessionOf,
  startExample,
  stsClient,
  type TestClock,
} from './sdk-clients.ts';

let simulator: StsSimulator;
let clock: TestClock;

beforeEach(async () => {
  ({ simulator, clock } = await startExample());
});
afterEach(() => simulator.close());

const createKey = async (signer: Keys = bob): Promise<Keys> => {
  const { AccessKey } = await iamClient(simulator, signer).send(new CreateAccessKeyCommand({}));
  return { accessKeyId: AccessKey?.AccessKeyId ?? '', secretAccessKey: AccessKey?.SecretAccessKey ?? '' };
};

const setStatus = (accessKeyId: string, Status: 'Active' | 'Inactive') =>
  iamClient(simulator, bob).send(new UpdateAccessKeyCommand({ AccessKeyId: accessKeyId, Status }));

const deleteKey = (accessKeyId: string, signer: Keys = bob) =>
  iamClient(simulator, signer).send(new DeleteAccessKeyCommand({ AccessKeyId: accessKeyId }));

const whoAmI = (keys: Keys) => stsClient(simulator, keys).send(new GetCallerIdentityCommand({}));

const unknownKey = { name: 'InvalidClientTokenId', $metadata: { httpStatusCode: 403 } };

test('a new key stands for the same user and is listed beside the old one', async () => {
  const key = await createKey();
  expect(key.accessKeyId).toMatch(/^AKIA[A-Z2-7]{16}$/);
  await expect(whoAmI(key)).resolves.toMatchObject({ Arn: bob.arn });
  const { AccessKeyMetadata } = await iamClient(simulator, key).send(new ListAccessKeysCommand({}));
  expect(AccessKeyMetadata).toMatchObject([
    { UserName: 'bob', AccessKeyId: bob.accessKeyId, Status: 'Active' },
    { UserName: 'bob', AccessKeyId: key.accessKeyId, Status: 'Active', CreateDate: new Date(clock.time) },
  ]);
});

test('a user has two keys at most', async () => {
  const second = await createKey();
  await expect(createKey()).rejects.toMatchObject({
    name: 'LimitExceededException',
    message: 'Cannot exceed quota for AccessKeysPerUser: 2',
    $metadata: { httpStatusCode: 409 },
  });
  await deleteKey(second.accessKeyId);
  await expect(createKey()).resolves.toBeDefined();
});

test('an inactive key signs nothing until it is active again', async () => {
  const key = await createKey();
  await setStatus(key.accessKeyId, 'Inactive');
  await expect(whoAmI(key)).rejects.toMatchObject(unknownKey);
  await setStatus(key.accessKeyId, 'Active');
  await expect(whoAmI(key)).resolves.toBeDefined();
});

test('a deleted key is unknown from then on', async () => {
  const key = await createKey();
  await deleteKey(bob.accessKeyId, key);
  await expect(whoAmI(bob)).rejects.toMatchObject(unknownKey);
  await expect(deleteKey(bob.accessKeyId, key)).rejects.toMatchObject({ name: 'NoSuchEntityException' });
  simulator.reset();
  await expect(whoAmI(bob)).resolves.toBeDefined();
  await expect(whoAmI(key)).rejects.toMatchObject(unknownKey);
});

test('a key of somebody else is not found', async () => {
  await expect(deleteKey(alice.accessKeyId)).rejects.toMatchObject({
    name: 'NoSuchEntityException',
    message: `The Access Key with id ${alice.accessKeyId} cannot be found.`,
  });
});

test('a new key can be unknown for a while, as in AWS', async () => {
  simulator.setFaults([{ kind: 'new-key-unknown', seconds: 10 }]);
  const key = await createKey();
  await expect(whoAmI(key)).rejects.toMatchObject(unknownKey);
  clock.time += 9_999;
  await expect(whoAmI(key)).rejects.toMatchObject(unknownKey);
  clock.time += 1;
  await expect(whoAmI(key)).resolves.toMatchObject({ Arn: bob.arn });
});

test('it is known when and for what a key was used last', async () => {
  const key = await createKey();
  const lastUsed = () =>
    iamClient(simulator, bob).send(new GetAccessKeyLastUsedCommand({ AccessKeyId: key.accessKeyId }));
  expect(await lastUsed()).toMatchObject({
    UserName: 'bob',
    AccessKeyLastUsed: { ServiceName: 'N/A', Region: 'N/A' },
  });
  await whoAmI(key);
  expect((await lastUsed()).AccessKeyLastUsed).toEqual({
    LastUsedDate: new Date(clock.time),
    ServiceName: 'sts',
    Region: 'eu-west-1',
  });
});

test('a user whose policy demands MFA changes keys only in a session with MFA', async () => {
  const world = exampleWorld();
  for (const user of world.accounts[0]?.users ?? []) user.mustHaveMfa = true;
  const strict = await startStsSimulator({ world, now: () => clock.time });
  try {
    await expect(iamClient(strict, alice).send(new CreateAccessKeyCommand({}))).rejects.toMatchObject({
      name: 'AccessDenied',
      message: expect.stringContaining('iam:CreateAccessKey on resource: user alice with an explicit deny'),
    });
    const session = await mfaSessionOf(strict, alice, alice.serialNumber);
    await expect(iamClient(strict, session).send(new CreateAccessKeyCommand({}))).resolves.toMatchObject({
      AccessKey: { UserName: 'alice' },
    });
  } finally {
    await strict.close();
  }
});
