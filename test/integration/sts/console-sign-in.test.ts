import { createServer } from 'node:http';
import { AssumeRoleCommand, GetFederationTokenCommand } from '@aws-sdk/client-sts';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type SignInRequest, signInUrl } from '../../../src/node/console/sign-in.ts';
import { createSignInFetch } from '../../../src/node/console/sign-in-fetch.ts';
import { alice, bob, roles } from '../../support/sts-simulator/example-world.ts';
import { listen } from '../../support/sts-simulator/listen.ts';
import type { StsSimulator } from '../../support/sts-simulator/server.ts';
import {
  type Keys,
  keysOf,
  mfaSessionOf,
  startExample,
  stsClient,
  type TestClock,
} from '../sts-simulator/sdk-clients.ts';

let simulator: StsSimulator;
let clock: TestClock;

beforeEach(async () => {
  ({ simulator, clock } = await startExample());
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await simulator.close();
});

const assume = async (RoleArn: string, keys: Keys): Promise<Keys> => {
  const command = new AssumeRoleCommand({ RoleArn, RoleSessionName: 'laptop' });
  return keysOf((await stsClient(simulator, keys).send(command)).Credentials);
};

const signIn = (credentials: Keys, more: Partial<SignInRequest> = {}) =>
  signInUrl({ credentials, region: 'eu-west-1', endpoint: simulator.url, ...more }, createSignInFetch());

const urlOf = async (credentials: Keys, more: Partial<SignInRequest> = {}): Promise<string> => {
  const result = await signIn(credentials, more);
  if (!result.ok) throw new Error(result.failure.message);
  return result.value;
};

const messageOf = async (credentials: Keys, more: Partial<SignInRequest> = {}): Promise<string> => {
  const result = await signIn(credentials, more);
  return result.ok ? '' : result.failure.message;
};

const open = (url: string) => fetch(url, { redirect: 'manual' });

test('a role opens the home page of the console in its region', async () => {
  const answer = await open(await urlOf(await assume(roles.readOnly, bob)));
  expect(answer.status).toBe(302);
  expect(answer.headers.get('location')).toBe(
    'https://eu-west-1.console.aws.amazon.com/console/home?region=eu-west-1',
  );
});

test('a role that was assumed from an MFA session opens the page that was asked for', async () => {
  const session = await mfaSessionOf(simulator, alice, alice.serialNumber);
  const destination = 'https://console.aws.amazon.com/s3/buckets?region=eu-west-1&tab=a b';
  const answer = await open(await urlOf(await assume(roles.administrator, session), { destination }));
  expect(answer.headers.get('location')).toBe(destination);
});

test('a federated user signs in', async () => {
  const command = new GetFederationTokenCommand({ Name: 'console' });
  const keys = keysOf((await stsClient(simulator, bob).send(command)).Credentials);
  expect((await open(await urlOf(keys))).status).toBe(302);
});

test('neither keys nor the session are in the URL', async () => {
  const keys = await assume(roles.readOnly, bob);
  const url = await urlOf(keys, { issuer: 'https://example.org/portal' });
  for (const secret of [keys.accessKeyId, keys.secretAccessKey, keys.sessionToken ?? '']) {
    expect(decodeURIComponent(url)).not.toContain(secret);
  }
  expect([...new URL(url).searchParams.keys()]).toEqual(['Action', 'Issuer', 'Destination', 'SigninToken']);
});

describe('the reason is told', () => {
  test('for a long-term key, without asking AWS', async () => {
    expect(await messageOf(bob)).toContain('needs a role');
    expect(simulator.calls('getSigninToken')).toEqual([]);
  });

  test('for a session of a user', async () => {
    const message = await messageOf(await mfaSessionOf(simulator, alice, alice.serialNumber));
    expect(message).toContain('AWS does not accept keys and sessions of users');
  });

  test('for credentials that have expired', async () => {
    const keys = await assume(roles.readOnly, bob);
    clock.time += 3_600_000;
    expect(await messageOf(keys)).toContain('they have expired');
  });

  test('for a duration that role chaining does not allow', async () => {
    const session = await mfaSessionOf(simulator, alice, alice.serialNumber);
    const chained = await assume(roles.administrator, session);
    expect(await messageOf(chained, { durationSeconds: 3600 })).toContain('leave out the duration');
    await expect(urlOf(await assume(roles.readOnly, bob), { durationSeconds: 3600 })).resolves.toBeDefined();
  });

  test('for an endpoint that cuts the connection', async () => {
    const keys = await assume(roles.readOnly, bob);
    simulator.setFaults([{ kind: 'connection-reset' }]);
    expect(await messageOf(keys)).toContain('could not be reached (ECONNRESET)');
  });

  test('for an endpoint that is out of order', async () => {
    const keys = await assume(roles.readOnly, bob);
    simulator.setFaults([{ kind: 'internal-failure' }]);
    expect(await signIn(keys)).toMatchObject({
      failure: { kind: 'unexpected-answer', message: expect.stringContaining('(status 500)') },
    });
  });
});

test('the request goes through the proxy that the environment names', async () => {
  const keys = await assume(roles.readOnly, bob);
  const asked: string[] = [];
  const proxy = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    response.end('{"SigninToken":"from-behind-the-proxy"}');
  });
  vi.stubEnv('http_proxy', await listen(proxy, 0, '127.0.0.1'));
  vi.stubEnv('no_proxy', '');
  vi.stubEnv('NO_PROXY', '');
  try {
    expect(await urlOf(keys, { endpoint: 'http://signin.example.org/' })).toContain(
      'http://signin.example.org/federation?Action=login&',
    );
    expect(asked).toEqual(['POST http://signin.example.org/federation']);
  } finally {
    proxy.close();
    proxy.closeAllConnections();
  }
});
