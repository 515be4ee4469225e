import { GetUserCommand } from '@aws-sdk/client-iam';
import { AssumeRoleCommand, GetCallerIdentityCommand, GetFederationTokenCommand } from '@aws-sdk/client-sts';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { alice, bob, roles } from '../../support/sts-simulator/example-world.ts';
import type { StsSimulator } from '../../support/sts-simulator/server.ts';
import {
  iamClient,
  type Keys,
  keysOf,
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

const assume = async (RoleArn: string, keys: Keys): Promise<Keys> => {
  const command = new AssumeRoleCommand({ RoleArn, RoleSessionName: 'laptop' });
  return keysOf((await stsClient(simulator, keys).send(command)).Credentials);
};

const federate = (keys: Keys = bob) =>
  stsClient(simulator, keys).send(new GetFederationTokenCommand({ Name: 'console' }));

describe('a federated user', () => {
  test('has an ARN of its own and lives for twelve hours by default', async () => {
    const { Credentials, FederatedUser } = await federate();
    expect(FederatedUser).toEqual({
      FederatedUserId: '111122223333:console',
      Arn: 'arn:aws:sts::111122223333:federated-user/console',
    });
    expect(Credentials?.Expiration?.getTime()).toBe(clock.time + 43_200_000);
    await expect(
      stsClient(simulator, keysOf(Credentials)).send(new GetCallerIdentityCommand({})),
    ).resolves.toMatchObject({ Arn: FederatedUser?.Arn, UserId: FederatedUser?.FederatedUserId });
  });

  test('may assume no role and not use IAM', async () => {
    const keys = keysOf((await federate()).Credentials);
    await expect(assume(roles.production, keys)).rejects.toMatchObject({ name: 'AccessDenied' });
    await expect(iamClient(simulator, keys).send(new GetUserCommand({}))).rejects.toMatchObject({
      name: 'InvalidClientTokenId',
    });
  });

  test('is not made by a session', async () => {
    const session = await mfaSessionOf(simulator, alice, alice.serialNumber);
    await expect(federate(session)).rejects.toMatchObject({
      name: 'AccessDenied',
      message: 'Cannot call GetFederationToken with session credentials',
    });
  });
});

describe('signing in to the console', () => {
  const sessionJson = ({ accessKeyId, secretAccessKey, sessionToken }: Keys) =>
    JSON.stringify({ sessionId: accessKeyId, sessionKey: secretAccessKey, sessionToken });
  const post = (form: Record<string, string>) =>
    fetch(`${simulator.url}/federation`, { method: 'POST', body: new URLSearchParams(form) });
  const askToken = (keys: Keys, more: Record<string, string> = {}) =>
    post({ Action: 'getSigninToken', Session: sessionJson(keys), ...more });
  const tokenOf = async (answer: Response): Promise<string> => Object(await answer.json()).SigninToken;
  const outcome = () => simulator.calls('getSigninToken').at(-1)?.outcome;
  const open = (SigninToken: string, Destination = 'https://eu-west-1.console.aws.amazon.com/console/home') =>
    fetch(
      `${simulator.url}/federation?${new URLSearchParams({ Action: 'login', Destination, SigninToken })}`,
      { redirect: 'manual' },
    );

  test('a role session gets a token that opens the page', async () => {
    const token = await tokenOf(await askToken(await assume(roles.readOnly, bob)));
    const answer = await open(token);
    expect(answer.status).toBe(302);
    expect(answer.headers.get('location')).toBe('https://eu-west-1.console.aws.amazon.com/console/home');
  });

  test('the token can be asked for by GET as well', async () => {
    const query = { Action: 'getSigninToken', Session: sessionJson(await assume(roles.readOnly, bob)) };
    const answer = await fetch(`${simulator.url}/federation?${new URLSearchParams(query)}`);
    expect(await answer.json()).toEqual({ SigninToken: expect.any(String) });
  });

  test('the token is good for fifteen minutes', async () => {
    const token = await tokenOf(await askToken(await assume(roles.readOnly, bob)));
    clock.time += 15 * 60_000 - 1;
    expect((await open(token)).status).toBe(302);
    clock.time += 1;
    expect((await open(token)).status).toBe(400);
  });

  test('no token and a page outside the console are refused', async () => {
    expect((await open('made-up')).status).toBe(400);
    const token = await tokenOf(await askToken(await assume(roles.readOnly, bob)));
    expect((await open(token, 'https://console.aws.amazon.com.example.org/')).status).toBe(400);
  });

  test('a federated user may sign in, a session of a user and a long-term key may not', async () => {
    expect((await askToken(keysOf((await federate()).Credentials))).status).toBe(200);
    expect((await askToken(await mfaSessionOf(simulator, alice, alice.serialNumber))).status).toBe(400);
    expect(outcome()).toBe('SessionOfUser');
    expect((await askToken({ ...bob, sessionToken: 'none' })).status).toBe(400);
    expect(outcome()).toBe('UnknownSession');
  });

  test('credentials that have expired are refused', async () => {
    const keys = await assume(roles.readOnly, bob);
    clock.time += 3_600_000;
    expect((await askToken(keys)).status).toBe(400);
    expect(outcome()).toBe('ExpiredSession');
  });

  test('only a role that a long-term key assumed may choose the length of the session', async () => {
    const direct = await assume(roles.readOnly, bob);
    expect((await askToken(direct, { SessionDuration: '43200' })).status).toBe(200);
    expect((await askToken(direct, { SessionDuration: '899' })).status).toBe(400);
    for (const chained of [
      await assume(roles.audit, direct),
      keysOf((await federate()).Credentials),
      await assume(roles.administrator, await mfaSessionOf(simulator, alice, alice.serialNumber)),
    ]) {
      expect((await askToken(chained)).status).toBe(200);
      expect((await askToken(chained, { SessionDuration: '3600' })).status).toBe(400);
      expect(outcome()).toBe('DurationNotAllowed');
    }
  });

  test('faults hit it as they hit the other calls', async () => {
    simulator.setFaults([{ kind: 'internal-failure', action: 'getSigninToken', times: 1 }]);
    const keys = await assume(roles.readOnly, bob);
    expect((await askToken(keys)).status).toBe(500);
    expect((await askToken(keys)).status).toBe(200);
  });
});
