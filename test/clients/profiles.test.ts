import { describe, expect, test } from 'vitest';
import {
  aliceAndBob,
  LOCAL_CREDENTIALS,
  type ServiceWorld,
  withActive,
} from '../integration/service/support/service-world.ts';
import { registerSecret } from '../support/log-recorder.ts';
import { alice, bob, exampleWorld } from '../support/sts-simulator/example-world.ts';
import type { WorldDescription } from '../support/sts-simulator/world.ts';
import { findAwsClients } from './support/aws-clients.ts';
import { allAre, arnOf, callersOf, callsOfClients, untilWaiting } from './support/callers.ts';
import { clientEnvironment } from './support/client-environment.ts';
import { clientWorld } from './support/client-world.ts';
import { curl } from './support/curl.ts';
import { startLongRunningProgram } from './support/long-running-program.ts';

const clients = findAwsClients();

const administrator = 'arn:aws:sts::111122223333:assumed-role/Administrator/metafob-alice';
const production = 'arn:aws:sts::444455556666:assumed-role/Production/metafob-alice';

const storeSecret = async (world: ServiceWorld, profile: string): Promise<void> => {
  registerSecret(alice.mfaSecret);
  const stored = await world.manage('PUT', `/profiles/${profile}/mfa-secret`, { secret: alice.mfaSecret });
  expect(stored.status).toBe(204);
};

const useProfile = async (world: ServiceWorld, session: string): Promise<void> => {
  expect((await world.manage('POST', '/session', { session })).status).toBe(200);
};

const tokenCodesSent = ({ simulator }: ServiceWorld) =>
  simulator.calls('GetSessionToken').map(({ hadTokenCode }) => hadTokenCode);

describe('every client', () => {
  test('gets the role of the active profile, and the other role after a switch, for one code', async () => {
    const world = await clientWorld({ name: 'clients-switch', configuration: withActive('admin') });
    await storeSecret(world, 'admin');
    const environment = await clientEnvironment(world);
    expect(await callersOf(clients, environment)).toEqual(allAre(clients, administrator));
    await useProfile(world, 'deploy');
    expect(await callersOf(clients, environment)).toEqual(allAre(clients, production));
    await useProfile(world, 'default');
    expect(await callersOf(clients, environment)).toEqual(allAre(clients, alice.arn));
    expect(tokenCodesSent(world)).toEqual([true]);
    expect(world.simulator.calls('AssumeRole')).toHaveLength(2);
  });

  test('is answered without a question when the MFA secret is stored', async () => {
    const world = await clientWorld({ name: 'clients-stored-secret' });
    await storeSecret(world, 'default');
    expect(await callersOf(clients, await clientEnvironment(world))).toEqual(allAre(clients, alice.arn));
    expect(tokenCodesSent(world)).toEqual([true]);
  });

  test('is answered without a question for a user without MFA', async () => {
    const world = await clientWorld({ name: 'clients-bob', configuration: withActive('bob') });
    expect(await callersOf(clients, await clientEnvironment(world))).toEqual(allAre(clients, bob.arn));
    expect(tokenCodesSent(world)).toEqual([false]);
  });

  test('takes a new session at each start while sessions are too short to keep', async () => {
    const world = await clientWorld({ name: 'clients-short-sessions', configuration: withActive('admin') });
    await storeSecret(world, 'admin');
    world.simulator.setFaults([{ kind: 'lifetime', action: 'AssumeRole', seconds: 9 }]);
    const environment = await clientEnvironment(world);
    for (const client of clients) {
      expect(arnOf(await client.getCallerIdentity(environment)), client.name).toBe(administrator);
    }
    expect(new Set(callsOfClients(world).map(({ accessKeyId }) => accessKeyId)).size).toBe(clients.length);
    expect(tokenCodesSent(world)).toEqual([true]);
  });
});

describe('a user who may not list his MFA devices', () => {
  const serialNumber = 'arn:aws:iam::111122223333:mfa/phone-of-bob';
  const secret = 'KRSXG5CTMVRXEZLUKRSXG5CTMVRXEZLU';

  const bobWithPhone = (): WorldDescription => ({
    accounts: exampleWorld().accounts.map((account) => ({
      ...account,
      users:
        account.users?.map((user) =>
          user.name === bob.userName ? { ...user, mfaDevices: [{ serialNumber, secret }] } : user,
        ) ?? [],
    })),
  });

  test('corrects the guessed serial number while the clients wait', async () => {
    const world = await clientWorld({
      name: 'clients-guessed-serial',
      world: bobWithPhone(),
      configuration: withActive('bob', aliceAndBob.replace('mfa_enabled = no', '')),
    });
    const environment = await clientEnvironment(world);
    const calls = clients.map((client) => client.getCallerIdentity(environment));
    const promptId = await untilWaiting(world, clients.length, calls);
    const { prompts } = await world.state();
    expect(prompts).toMatchObject([
      { serialNumber: 'arn:aws:iam::111122223333:mfa/bob', serialNumberIsGuess: true },
    ]);
    expect((await world.manage('POST', `/prompts/${promptId}`, { serialNumber })).status).toBe(204);
    await world.manage('POST', `/prompts/${promptId}`, { code: world.code(serialNumber) });
    expect((await Promise.all(calls)).map(arnOf)).toEqual(clients.map(() => bob.arn));
  });
});

test('curl reads the active profile by the name of its role and as local-credentials', async () => {
  const world = await clientWorld({ name: 'curl-roles', configuration: withActive('admin') });
  await storeSecret(world, 'admin');
  const folder = LOCAL_CREDENTIALS.replace('local-credentials', '');
  const read = async (name: string) => (await curl(`${world.service.url}${folder}${name}`)).stdout;
  expect(await read('')).toBe('Administrator\n200');
  const document = await read('Administrator');
  expect(document).toMatch(/"Code" : "Success"[\s\S]*\n200$/);
  // The first answer may begin with the spaces that kept curl waiting.
  expect(await read('local-credentials')).toBe(document.trimStart());
});

test('a running program goes over to another profile when its own session ends soon', async () => {
  const world = await clientWorld({ name: 'running-program', configuration: withActive('admin') });
  await storeSecret(world, 'admin');
  // The JavaScript SDK asks again when less than five minutes are left.
  world.simulator.setFaults([{ kind: 'lifetime', action: 'AssumeRole', seconds: 240 }]);
  const program = startLongRunningProgram(await clientEnvironment(world));
  expect(await program.call()).toBe(administrator);
  await useProfile(world, 'deploy');
  // It asks in the background and uses what it has until then.
  let arn = await program.call();
  while (arn === administrator) arn = await program.call();
  expect(arn).toBe(production);
  expect(await program.end()).toEqual({ exitCode: 0, stderr: '' });
  expect(tokenCodesSent(world)).toEqual([true]);
});
