/** The routes of a running service, with the secrets in an encrypted file. */
import { readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { stepAt } from '../../../src/core/mfa/time-step.ts';
import { tokenCode } from '../../../src/core/mfa/totp.ts';
import { EnabledMfaDevice, MfaDeviceUndone, MfaEnrolment } from '../../../src/shared/manage-api.ts';
import { registerSecret } from '../../support/log-recorder.ts';
import { startServiceUnderTest } from '../../support/running-service.ts';
import { alice, bob, exampleWorld } from '../../support/sts-simulator/example-world.ts';
import { startStsSimulator } from '../../support/sts-simulator/server.ts';
import { send } from '../service/support/raw-request.ts';
import { aliceAndBob, errorOf, type ServiceWorld, worldOfTest } from '../service/support/service-world.ts';

const bobsDevice = 'arn:aws:iam::111122223333:mfa/bob';

async function start(world: ServiceWorld, profile: string): Promise<MfaEnrolment> {
  const answer = await world.manage('POST', `/profiles/${profile}/mfa-device`, {});
  const enrolment = MfaEnrolment.parse(answer.json());
  registerSecret(enrolment.secret);
  return enrolment;
}

function codesOf({ secret }: MfaEnrolment): string[] {
  const step = stepAt(Date.now());
  const codes = [tokenCode(secret, step - 1), tokenCode(secret, step)];
  codes.forEach(registerSecret);
  return codes;
}

const outcomes = ({ simulator }: ServiceWorld, action: string) =>
  simulator.calls(action).map(({ outcome }) => outcome);

describe('adding an MFA device through the manage API', () => {
  test('enables it and writes its serial number into the configuration', async () => {
    const configuration = aliceAndBob.replace('\nmfa_enabled = no', '');
    const world = await worldOfTest({ name: 'mfa-device', configuration });
    const enrolment = await start(world, 'bob');
    const path = `/profiles/bob/mfa-device/${enrolment.enrolmentId}`;
    const answer = await world.manage('POST', path, { codes: codesOf(enrolment) });
    expect(EnabledMfaDevice.parse(answer.json())).toMatchObject({
      serialNumber: bobsDevice,
      secretKept: false,
      configuration: { written: true },
    });
    expect(await readFile(world.service.configurationFile, 'utf8')).toContain(
      `secret_key = ${bob.secretAccessKey}\nmfa_serial = ${bobsDevice}\n`,
    );
    // The service reads its file again.
    const { profiles } = await world.stateWhere((state) =>
      state.profiles.some(({ mfa }) => mfa.serialNumber === bobsDevice),
    );
    expect(JSON.stringify(profiles)).not.toContain(enrolment.secret);
  });

  test('is open to be tried again after wrong codes, and taken back on request', async () => {
    const world = await worldOfTest({ name: 'mfa-device-undone' });
    const enrolment = await start(world, 'bob');
    const path = `/profiles/bob/mfa-device/${enrolment.enrolmentId}`;
    const [first = '', second = ''] = codesOf(enrolment);
    const wrong = await world.manage('POST', path, { codes: [second, first] });
    expect([wrong.status, errorOf(wrong).kind]).toEqual([403, 'bad-code']);
    const undone = await world.manage('DELETE', path);
    expect(MfaDeviceUndone.parse(undone.json()).message).toContain('was deleted again');
    expect(outcomes(world, 'DeleteVirtualMFADevice')).toEqual(['ok']);
    expect((await world.manage('DELETE', path)).status).toBe(404);
    expect(await readFile(world.service.configurationFile, 'utf8')).not.toContain('mfa_serial');
  });

  test('is refused where secrets are only in memory, when the secret is to be kept', async () => {
    const world = await worldOfTest({ name: 'mfa-device-memory' });
    const { enrolmentId } = await start(world, 'bob');
    const answer = await world.manage('POST', `/profiles/bob/mfa-device/${enrolmentId}`, {
      keepSecret: true,
    });
    expect(answer.status).toBe(400);
    expect(errorOf(answer).message).toContain('no keychain');
  });

  test('is taken back when the service ends', async () => {
    const simulator = await startStsSimulator({ world: exampleWorld() });
    const service = await startServiceUnderTest({
      name: 'mfa-device-stop',
      configuration: aliceAndBob,
      simulatorUrl: simulator.url,
    });
    const headers = { Authorization: `Bearer ${service.bearerToken}` };
    const path = '/manage/profiles/bob/mfa-device';
    expect((await send(service.url, { method: 'POST', path, headers })).status).toBe(200);
    expect(await service.stop()).toBe(0);
    expect(simulator.calls('DeleteVirtualMFADevice')).toMatchObject([{ outcome: 'ok' }]);
    await simulator.close();
  });

  test.each([
    ['codes that are none', { codes: ['1', '2'] }],
    ['one code', { codes: ['123456'] }],
    ['both ways at once', { codes: ['123456', '654321'], keepSecret: true }],
  ])('refuses %s', async (_case, body) => {
    const world = await worldOfTest({ name: 'mfa-device-malformed' });
    const { enrolmentId } = await start(world, 'bob');
    const answer = await world.manage('POST', `/profiles/bob/mfa-device/${enrolmentId}`, body);
    expect([answer.status, errorOf(answer).kind]).toEqual([400, 'bad-request']);
    expect(world.simulator.calls('EnableMFADevice')).toEqual([]);
  });

  test('needs the token of the service', async () => {
    const world = await worldOfTest({ name: 'mfa-device-token' });
    const path = '/manage/profiles/bob/mfa-device';
    expect((await send(world.service.url, { method: 'POST', path })).status).toBe(401);
    expect((await world.manage('GET', '/profiles/bob/mfa-device')).status).toBe(405);
    expect(world.simulator.calls()).toEqual([]);
  });

  test('with the secret kept makes a first session that uses no code twice', async () => {
    const passphraseFile = join(tmpdir(), `metafob-passphrase-${process.pid}`);
    await writeFile(passphraseFile, 'correct horse battery staple\n', { mode: 0o600 });
    const simulator = await startStsSimulator({ world: exampleWorld() });
    const service = await startServiceUnderTest({
      name: 'mfa-device-kept',
      configuration: `[aws]\naccess_key = ${bob.accessKeyId}\nsecret_key = ${bob.secretAccessKey}\n`,
      simulatorUrl: simulator.url,
      arguments: ['--secrets', 'file'],
      environment: { METAFOB_PASSPHRASE_FILE: passphraseFile },
    });
    const headers = { Authorization: `Bearer ${service.bearerToken}`, 'Content-Type': 'application/json' };
    const path = '/manage/profiles/default/mfa-device';
    const begun = MfaEnrolment.parse((await send(service.url, { method: 'POST', path, headers })).json());
    registerSecret(begun.secret);
    const kept = await send(service.url, {
      ...{ method: 'POST', path: `${path}/${begun.enrolmentId}`, headers },
      body: '{"keepSecret":true}',
    });
    expect(EnabledMfaDevice.parse(kept.json())).toMatchObject({ secretKept: true });
    // A request that is under way while the configuration changes would have to be made again.
    const state = () => send(service.url, { path: '/manage/state', headers });
    await expect.poll(async () => (await state()).body, { timeout: 5_000 }).toContain(bobsDevice);
    const session = await send(service.url, {
      ...{ method: 'POST', path: '/manage/profiles/default/session', headers, body: '{}' },
    });
    expect(session.status).toBe(200);
    expect(simulator.calls('GetSessionToken')).toMatchObject([{ hadTokenCode: true, outcome: 'ok' }]);
    await service.stop();
    await simulator.close();
  });
});

test('a profile of temporary credentials, or of nobody, gets no device', async () => {
  const world = await worldOfTest({ name: 'mfa-device-keys' });
  world.simulator.setFaults([{ kind: 'invalid-key', accessKeyId: alice.accessKeyId }]);
  const answer = await world.manage('POST', '/profiles/default/mfa-device', {});
  expect([answer.status, errorOf(answer).kind]).toEqual([403, 'base-keys-gone']);
  expect((await world.manage('POST', '/profiles/nobody/mfa-device', {})).status).toBe(404);
});
