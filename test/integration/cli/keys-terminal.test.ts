import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { endpointVariables } from '../../support/aws-environment.ts';
import { alice, bob, exampleWorld } from '../../support/sts-simulator/example-world.ts';
import { type StsSimulator, startStsSimulator } from '../../support/sts-simulator/server.ts';
import { createUser, type User } from './support/run-command.ts';

const secondDevice = 'arn:aws:iam::111122223333:mfa/phone';

let simulator: StsSimulator;
let user: User;

beforeEach(async () => {
  const world = exampleWorld();
  world.accounts[0]?.users?.[0]?.mfaDevices?.push({ serialNumber: secondDevice });
  simulator = await startStsSimulator({ world });
  // The AWS SDK reads the environment of this very process.
  for (const [name, value] of Object.entries(endpointVariables(simulator.url))) vi.stubEnv(name, value);
  user = await createUser();
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await user.remove();
  await simulator.close();
});

/** Puts the keys where no store has to be opened. */
const configure = (typed: readonly (string | null)[]) =>
  user.run(['configure', 'work', '--secrets', 'file'], { typed });
const configuration = () => readFile(join(user.home, '.config', 'metafob', 'config'), 'utf8');

describe('configure in a terminal', () => {
  test('asks for the key without showing the secret, and which of several devices it is', async () => {
    const typed = [alice.accessKeyId, alice.secretAccessKey, '7', '2', 'passphrase', 'passphrase'];
    const { exitCode, stdout, stderr } = await configure(typed);
    expect(stderr).toContain(`2  ${secondDevice}`);
    expect(stderr).toContain('A number from 1 to 2.');
    expect(exitCode).toBe(0);
    expect(stdout + stderr).not.toContain(alice.secretAccessKey);
    expect(await configuration()).toContain(`mfa_serial = ${secondDevice}\n`);
  });

  test('proposes the device of the same name to a user who may not list devices', async () => {
    const typed = [bob.accessKeyId, bob.secretAccessKey, 'yes', 'passphrase', 'passphrase'];
    expect((await configure(typed)).exitCode).toBe(0);
    expect(await configuration()).toContain('mfa_serial = arn:aws:iam::111122223333:mfa/bob\n');
  });

  test('takes “none” for a user without a device', async () => {
    const typed = [bob.accessKeyId, bob.secretAccessKey, 'none', 'passphrase', 'passphrase'];
    expect((await configure(typed)).exitCode).toBe(0);
    expect(await configuration()).not.toContain('mfa_serial');
  });

  test('says what is wrong with a key, without repeating it, and stores nothing', async () => {
    const { exitCode, stderr } = await configure(['ASIATEMPORARY0000001', alice.secretAccessKey]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('begins with AKIA');
    expect(stderr).not.toContain(alice.secretAccessKey);
    expect(simulator.calls()).toEqual([]);
  });

  test('an empty line gives up', async () => {
    const { exitCode, stderr } = await configure(['']);
    expect(exitCode).toBe(5);
    expect(stderr).toContain('Nothing was stored.');
  });
});
