import {
  AssumeRoleCommand,
  type AssumeRoleCommandInput,
  GetCallerIdentityCommand,
  GetSessionTokenCommand,
} from '@aws-sdk/client-sts';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  alice,
  bob,
  exampleWorld,
  partnerExternalId,
  roles,
} from '../../support/sts-simulator/example-world.ts';
import { type StsSimulator, startStsSimulator } from '../../support/sts-simulator/server.ts';
import { type Keys, keysOf, startExample, stsClient, type TestClock } from './sdk-clients.ts';

let simulator: StsSimulator;
let clock: TestClock;

beforeEach(async () => {
  ({ simulator, clock } = await startExample());
});
afterEach(() => simulator.close());

const assume = (RoleArn: string, keys: Keys, input: Partial<AssumeRoleCommandInput> = {}) =>
  stsClient(simulator, keys).send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'laptop', ...input }));

const freshCode = () => ({
  SerialNumber: alice.serialNumber,
  TokenCode: simulator.codeFor(alice.serialNumber),
});

const mfaSession = async (): Promise<Keys> =>
  keysOf((await stsClient(simulator, alice).send(new GetSessionTokenCommand(freshCode()))).Credentials);

const refusal = (user: string, roleArn: string) => ({
  name: 'AccessDenied',
  message: `User: ${user} is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`,
});

test('an assumed role has the ids and ARNs that AWS gives it', async () => {
  const answer = await assume(roles.production, await mfaSession());
  expect(answer.AssumedRoleUser).toEqual({
    Arn: 'arn:aws:sts::444455556666:assumed-role/Production/laptop',
    AssumedRoleId: expect.stringMatching(/^AROA[A-Z2-7]{17}:laptop$/),
  });
  const client = stsClient(simulator, keysOf(answer.Credentials));
  expect(await client.send(new GetCallerIdentityCommand({}))).toMatchObject({
    Account: '444455556666',
    Arn: answer.AssumedRoleUser?.Arn,
    UserId: answer.AssumedRoleUser?.AssumedRoleId,
  });
});

describe('a role that requires MFA', () => {
  test('is refused to long-term keys and to a session without MFA', async () => {
    await expect(assume(roles.administrator, alice)).rejects.toMatchObject(
      refusal(alice.arn, roles.administrator),
    );
    const { Credentials } = await stsClient(simulator, alice).send(new GetSessionTokenCommand({}));
    await expect(assume(roles.administrator, keysOf(Credentials))).rejects.toMatchObject(
      refusal(alice.arn, roles.administrator),
    );
  });

  test('is given to a session with MFA, without another code', async () => {
    const session = await mfaSession();
    await expect(assume(roles.administrator, session)).resolves.toHaveProperty('Credentials');
    await expect(assume(roles.longRunning, session)).resolves.toHaveProperty('Credentials');
  });

  test('is given to long-term keys with a code of their own', async () => {
    await expect(assume(roles.administrator, alice, freshCode())).resolves.toHaveProperty('Credentials');
  });
});

test('a role that does not trust the caller and one that does not exist are refused alike', async () => {
  await expect(assume(roles.longRunning, bob)).rejects.toMatchObject(refusal(bob.arn, roles.longRunning));
  const missing = 'arn:aws:iam::111122223333:role/Missing';
  await expect(assume(missing, bob)).rejects.toMatchObject(refusal(bob.arn, missing));
});

test('a user whose policy demands MFA may assume nothing without it', async () => {
  const world = exampleWorld();
  for (const user of world.accounts[0]?.users ?? []) user.mustHaveMfa = true;
  const strict = await startStsSimulator({ world, now: () => clock.time });
  try {
    const command = { RoleArn: roles.readOnly, RoleSessionName: 'laptop' };
    await expect(stsClient(strict, alice).send(new AssumeRoleCommand(command))).rejects.toMatchObject({
      name: 'AccessDenied',
      message: expect.stringContaining('with an explicit deny in an identity-based policy'),
    });
    const withMfa = new AssumeRoleCommand({ ...command, ...freshCode() });
    await expect(stsClient(strict, alice).send(withMfa)).resolves.toHaveProperty('Credentials');
  } finally {
    await strict.close();
  }
});

test('a role that wants an external id is given only to whom brings it', async () => {
  await expect(assume(roles.partner, bob)).rejects.toMatchObject(refusal(bob.arn, roles.partner));
  await expect(assume(roles.partner, bob, { ExternalId: 'another' })).rejects.toMatchObject(
    refusal(bob.arn, roles.partner),
  );
  await expect(assume(roles.partner, bob, { ExternalId: partnerExternalId })).resolves.toHaveProperty(
    'Credentials',
  );
});

describe('the duration of a role session', () => {
  const TOO_LONG_FOR_ROLE = 'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.';
  const TOO_LONG_FOR_CHAIN =
    'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.';

  test('is an hour when nothing is asked for', async () => {
    const { Credentials } = await assume(roles.readOnly, bob);
    expect(Credentials?.Expiration?.getTime()).toBe(clock.time + 3_600_000);
  });

  test('may be as long as the role allows, with long-term keys and a code', async () => {
    const { Credentials } = await assume(roles.longRunning, alice, {
      ...freshCode(),
      DurationSeconds: 43_200,
    });
    expect(Credentials?.Expiration?.getTime()).toBe(clock.time + 43_200_000);
  });

  test('may not exceed what the role allows', async () => {
    await expect(assume(roles.readOnly, bob, { DurationSeconds: 3601 })).rejects.toMatchObject({
      name: 'ValidationError',
      message: TOO_LONG_FOR_ROLE,
      $metadata: { httpStatusCode: 400 },
    });
  });

  test('may not exceed an hour from an MFA session', async () => {
    await expect(
      assume(roles.longRunning, await mfaSession(), { DurationSeconds: 3601 }),
    ).rejects.toMatchObject({ name: 'ValidationError', message: TOO_LONG_FOR_CHAIN });
  });

  test('may not exceed an hour from another role', async () => {
    const first = keysOf((await assume(roles.readOnly, bob)).Credentials);
    await expect(assume(roles.audit, first, { DurationSeconds: 3601 })).rejects.toMatchObject({
      message: TOO_LONG_FOR_CHAIN,
    });
    await expect(assume(roles.audit, first)).resolves.toHaveProperty('Credentials');
  });

  test.each([899, 43_201])('of %i seconds is outside the limits of AssumeRole', async (DurationSeconds) => {
    await expect(assume(roles.readOnly, bob, { DurationSeconds })).rejects.toMatchObject({
      name: 'ValidationError',
      message: expect.stringContaining(`Value '${DurationSeconds}' at 'durationSeconds'`),
    });
  });
});

describe('a role session name', () => {
  test.each(['a', 'x'.repeat(65), 'with space'])('%s is not valid', async (RoleSessionName) => {
    await expect(assume(roles.readOnly, bob, { RoleSessionName })).rejects.toMatchObject({
      name: 'ValidationError',
      message: expect.stringContaining(`Value '${RoleSessionName}' at 'roleSessionName'`),
    });
  });

  test('takes all permitted characters', async () => {
    await expect(assume(roles.readOnly, bob, { RoleSessionName: 'a_Z0+=,.@-' })).resolves.toBeDefined();
  });
});
