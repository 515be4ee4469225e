import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { tokenCode } from '../../../src/core/mfa/totp.ts';
import { describeFailure } from '../../../src/core/sessions/failure.ts';
import { createMfaDevicesPort, type MfaDevicesPort } from '../../../src/node/sts/mfa-devices.ts';
import { alice, bob, exampleWorld, roles } from '../../support/sts-simulator/example-world.ts';
import { type StsSimulator, startStsSimulator } from '../../support/sts-simulator/server.ts';
import { keysOf, mfaSessionOf, nextCodes, stsClient } from '../sts-simulator/sdk-clients.ts';
import { accountSettings } from './account-settings.ts';

const phone = 'arn:aws:iam::111122223333:mfa/phone';

let simulator: StsSimulator;
let time: number;
let devices: MfaDevicesPort;

beforeEach(async () => {
  time = Date.parse('2026-03-01T10:00:05Z');
  simulator = await startStsSimulator({ world: exampleWorld(), now: () => time });
  vi.stubEnv('AWS_ENDPOINT_URL_IAM', simulator.url);
  vi.stubEnv('AWS_ENDPOINT_URL_STS', simulator.url);
  devices = createMfaDevicesPort(accountSettings(simulator, bob));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await simulator.close();
});

const createPhone = async (): Promise<string> => {
  const created = await devices.create('phone');
  if (!created.ok) throw new Error(describeFailure(created.failure));
  return created.value.secret;
};

test('a new device has the secret that its codes come from', async () => {
  const secret = await createPhone();
  expect(tokenCode(secret, Math.floor(time / 30_000))).toBe(simulator.codeFor(phone));
});

test('a name that is taken is told in the words of AWS', async () => {
  await createPhone();
  const again = await devices.create('phone');
  expect(again).toMatchObject({
    ok: false,
    failure: { kind: 'unknown', detail: expect.stringContaining('same path and name already exists') },
  });
});

describe('enabling', () => {
  test('gives the device to the user of the credentials, whose name is looked up', async () => {
    await createPhone();
    const codes = nextCodes(simulator, phone);
    expect(await devices.enable({ serialNumber: phone, codes })).toEqual({ ok: true, value: undefined });
    time += 60_000;
    await expect(mfaSessionOf(simulator, bob, phone)).resolves.toBeDefined();
    expect(simulator.calls('GetCallerIdentity')).toHaveLength(1);
  });

  test('asks for no name when it is known', async () => {
    await createPhone();
    const codes = nextCodes(simulator, phone);
    expect(await devices.enable({ serialNumber: phone, userName: 'bob', codes })).toMatchObject({ ok: true });
    expect(simulator.calls('GetCallerIdentity')).toEqual([]);
  });

  test.each([
    ['wrong', ['000000', '000001'] as const],
    ['malformed', ['12345x', '99999'] as const],
  ])('with %s codes says so, without repeating them', async (_case, codes) => {
    await createPhone();
    const answer = await devices.enable({ serialNumber: phone, userName: 'bob', codes });
    expect(answer).toEqual({ ok: false, failure: { kind: 'bad-code' } });
  });

  test('is not possible with the credentials of a role', async () => {
    const command = new AssumeRoleCommand({ RoleArn: roles.readOnly, RoleSessionName: 'laptop' });
    const session = keysOf((await stsClient(simulator, bob).send(command)).Credentials);
    const ofRole = createMfaDevicesPort(accountSettings(simulator, session));
    expect(await ofRole.enable({ serialNumber: phone, codes: ['123456', '654321'] })).toMatchObject({
      ok: false,
      failure: {
        kind: 'unknown',
        detail: expect.stringContaining('assumed-role/ReadOnly/laptop is no IAM user'),
      },
    });
  });
});

describe('taking a device away', () => {
  test('deactivates it, and only then deletes it', async () => {
    const own = createMfaDevicesPort(accountSettings(simulator, alice));
    const refused = await own.delete(alice.serialNumber);
    expect(refused).toMatchObject({
      ok: false,
      failure: { detail: expect.stringContaining('Must deactivate first') },
    });
    expect(await own.deactivate({ serialNumber: alice.serialNumber })).toMatchObject({ ok: true });
    expect(await own.delete(alice.serialNumber)).toMatchObject({ ok: true });
  });

  test('works with a session that was made with MFA', async () => {
    const session = await mfaSessionOf(simulator, alice, alice.serialNumber);
    const own = createMfaDevicesPort(accountSettings(simulator, session));
    expect(await own.deactivate({ serialNumber: alice.serialNumber })).toMatchObject({ ok: true });
  });

  test('that AWS denies is a failure, not an exception', async () => {
    simulator.setFaults([{ kind: 'access-denied', action: 'DeleteVirtualMFADevice' }]);
    expect(await devices.delete(alice.serialNumber)).toMatchObject({
      ok: false,
      failure: { kind: 'access-denied' },
    });
  });
});
