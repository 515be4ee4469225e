/** The flow in front of the simulator of AWS, at a time that the test decides. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { stepAt } from '../../../src/core/mfa/time-step.ts';
import { tokenCode } from '../../../src/core/mfa/totp.ts';
import { accessKeyIdentity, type Profile } from '../../../src/core/profiles/profile.ts';
import { success } from '../../../src/core/result.ts';
import { createMfaEnrolments } from '../../../src/node/mfa-enrolment/enrolments.ts';
import { createHeldSecrets } from '../../../src/node/mfa-enrolment/secret-hold.ts';
import type { Undone } from '../../../src/node/mfa-enrolment/undo-device.ts';
import { createMemoryStore } from '../../../src/node/secrets/memory-store.ts';
import { createMfaSecrets } from '../../../src/node/secrets/mfa-secrets.ts';
import { createMfaDevicesPort } from '../../../src/node/sts/mfa-devices.ts';
import type { MfaEnrolment } from '../../../src/shared/manage-api.ts';
import { createManualClock, type ManualClock } from '../../support/engine/manual-clock.ts';
import { alice, exampleWorld } from '../../support/sts-simulator/example-world.ts';
import { type StsSimulator, startStsSimulator } from '../../support/sts-simulator/server.ts';
import { accountSettings } from '../sts/account-settings.ts';

const profile: Profile = {
  name: 'work',
  identity: accessKeyIdentity(alice.accessKeyId, alice.secretAccessKey),
  region: 'eu-west-1',
  mfa: { enabled: true },
  longRoleSession: false,
  origin: { file: '/etc/nowhere', line: 3 },
};
const secondDevice = `${alice.serialNumber}-2`;

let simulator: StsSimulator;
let clock: ManualClock;

beforeEach(async () => {
  clock = createManualClock(Date.parse('2026-03-01T10:00:05Z'));
  simulator = await startStsSimulator({ world: exampleWorld(), now: clock.now });
  vi.stubEnv('AWS_ENDPOINT_URL_IAM', simulator.url);
  vi.stubEnv('AWS_ENDPOINT_URL_STS', simulator.url);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await simulator.close();
});

function createWorld({ lasting = true } = {}) {
  const mfaSecrets = createMfaSecrets({
    ...createMemoryStore(),
    place: async () => (lasting ? 'keychain' : 'memory'),
  });
  const held = createHeldSecrets(mfaSecrets);
  const ready: number[] = [];
  const expired: Undone[] = [];
  const serials: string[] = [];
  let ids = 0;
  const enrolments = createMfaEnrolments({
    ...{ clock, mfaSecrets, held },
    profile: (name) => (name === profile.name ? profile : undefined),
    openAccount: async () =>
      success({
        userName: alice.userName,
        clockSkewMs: 0,
        devices: createMfaDevicesPort(accountSettings(simulator, alice)),
      }),
    async rememberSerial(_profile, serialNumber) {
      serials.push(serialNumber);
      return { written: true, message: 'Written.' };
    },
    newId: () => `enrolment-${++ids}`,
    onSecretReady: () => ready.push(clock.now()),
    onExpired: (undone) => expired.push(undone),
  });
  async function start(): Promise<MfaEnrolment> {
    const started = await enrolments.start('work');
    if (!started.ok) throw new Error(started.failure.message);
    return started.value;
  }
  return { enrolments, start, mfaSecrets, held, ready, expired, serials };
}

const codesOf = ({ secret }: MfaEnrolment, at = clock.now()) =>
  [tokenCode(secret, stepAt(at) - 1), tokenCode(secret, stepAt(at))] as [string, string];

const outcomes = (action: string) => simulator.calls(action).map(({ outcome }) => outcome);

/** What is left at AWS can be deleted; what was deleted cannot. */
const isAtAws = async (serialNumber: string): Promise<boolean> => {
  const port = createMfaDevicesPort(accountSettings(simulator, alice));
  const answer = await port.delete(serialNumber);
  return answer.ok || /Must deactivate/.test(answer.failure.detail ?? '');
};

describe('adding a device with typed codes', () => {
  test('takes the first free name, enables the device and remembers its serial number', async () => {
    const { enrolments, start, serials, mfaSecrets } = createWorld();
    const enrolment = await start();
    expect(enrolment).toMatchObject({ serialNumber: secondDevice, userName: 'alice' });
    expect(enrolment.otpauthUri).toContain(enrolment.secret);
    const codes = codesOf(enrolment);
    const enabled = await enrolments.finish('work', enrolment.enrolmentId, { codes });
    expect(enabled).toEqual({
      ok: true,
      value: {
        serialNumber: secondDevice,
        secretKept: false,
        nextCodeAt: Date.parse('2026-03-01T10:00:30Z'),
        configuration: { written: true, message: 'Written.' },
      },
    });
    expect(serials).toEqual([secondDevice]);
    expect(await mfaSecrets.find(profile)).toEqual({ kind: 'none' });
    expect(clock.pending()).toEqual([]);
  });

  test('is still open after wrong codes, and after the same code twice', async () => {
    const { enrolments, start } = createWorld();
    const enrolment = await start();
    const { enrolmentId: id } = enrolment;
    const [first, second] = codesOf(enrolment);
    expect(await enrolments.finish('work', id, { codes: [first, first] })).toMatchObject({
      failure: { kind: 'bad-request', message: expect.stringContaining('same code twice') },
    });
    expect(outcomes('EnableMFADevice')).toEqual([]);
    expect(await enrolments.finish('work', id, { codes: [second, first] })).toMatchObject({
      failure: { kind: 'bad-code', message: expect.stringContaining('follow each other') },
    });
    expect(await enrolments.finish('work', id, { codes: [first, second] })).toMatchObject({ ok: true });
  });
});

describe('keeping the secret', () => {
  test('stores it, computes the codes, and gives it to nobody before the first unused code', async () => {
    const { enrolments, start, mfaSecrets, held, ready } = createWorld();
    const { enrolmentId, secret } = await start();
    const enabled = await enrolments.finish('work', enrolmentId, { keepSecret: true });
    expect(enabled).toMatchObject({ ok: true, value: { secretKept: true } });
    expect(await mfaSecrets.find(profile)).toEqual({ kind: 'found', secret });
    const found: number[] = [];
    void held.find(profile).then(() => found.push(clock.now()));
    await clock.advance(24_999);
    expect([found, ready]).toEqual([[], []]);
    await clock.advance(1);
    expect([found, ready]).toEqual([[Date.parse('2026-03-01T10:00:30Z')], [clock.now()]]);
  });

  test('is refused where the secret of another device is stored, which stays', async () => {
    const { enrolments, start, mfaSecrets } = createWorld();
    await mfaSecrets.set(profile, alice.mfaSecret);
    const { enrolmentId } = await start();
    const refused = await enrolments.finish('work', enrolmentId, { keepSecret: true });
    expect(refused).toMatchObject({ ok: false, failure: { kind: 'bad-request' } });
    await enrolments.cancel('work', enrolmentId);
    expect(await mfaSecrets.find(profile)).toEqual({ kind: 'found', secret: alice.mfaSecret });
  });

  test('is refused where it would be lost with the process', async () => {
    const { enrolments, start } = createWorld({ lasting: false });
    const { enrolmentId } = await start();
    expect(await enrolments.finish('work', enrolmentId, { keepSecret: true })).toMatchObject({
      failure: { message: expect.stringContaining('no keychain') },
    });
    expect(outcomes('EnableMFADevice')).toEqual([]);
  });

  test('leaves nothing stored when AWS refuses, and the secret can be found by others again', async () => {
    const { enrolments, start, mfaSecrets, held } = createWorld();
    const { enrolmentId } = await start();
    simulator.setFaults([{ kind: 'access-denied', action: 'EnableMFADevice' }]);
    expect(await enrolments.finish('work', enrolmentId, { keepSecret: true })).toMatchObject({
      failure: { kind: 'access-denied', message: expect.stringContaining('iam:EnableMFADevice') },
    });
    expect(await mfaSecrets.find(profile)).toEqual({ kind: 'none' });
    expect(await held.find(profile)).toEqual({ kind: 'none' });
  });

  test('keeps the secret when the answer of AWS was lost, until the device is gone for sure', async () => {
    const { enrolments, start, mfaSecrets } = createWorld();
    const { enrolmentId, secret } = await start();
    simulator.setFaults([
      { kind: 'connection-reset', action: 'EnableMFADevice', afterProcessing: true, times: 1 },
      { kind: 'connection-reset', action: 'EnableMFADevice' },
      { kind: 'access-denied', action: 'DeactivateMFADevice' },
    ]);
    expect(await enrolments.finish('work', enrolmentId, { keepSecret: true })).toMatchObject({
      failure: { kind: 'network' },
    });
    const undone = await enrolments.cancel('work', enrolmentId);
    expect(undone).toMatchObject({
      ok: false,
      failure: {
        message: expect.stringMatching(
          /is left at AWS.*aws iam delete-virtual-mfa-device --serial-number arn:aws:iam::111122223333:mfa\/alice-2.*stays in the keychain/,
        ),
      },
    });
    expect(await mfaSecrets.find(profile)).toEqual({ kind: 'found', secret });
    simulator.setFaults([]);
    expect(await enrolments.cancel('work', enrolmentId)).toMatchObject({ ok: true });
    expect(await mfaSecrets.find(profile)).toEqual({ kind: 'none' });
    expect(await isAtAws(secondDevice)).toBe(false);
  });
});

describe('an enrolment', () => {
  test('is the only one of its profile, until it is taken back', async () => {
    const { enrolments, start } = createWorld();
    const { enrolmentId } = await start();
    expect(await enrolments.start('work')).toMatchObject({ failure: { kind: 'bad-request' } });
    expect(await enrolments.cancel('work', enrolmentId)).toEqual({
      ok: true,
      value: `The new MFA device ${secondDevice} was deleted again. Nothing is changed.`,
    });
    expect(await isAtAws(secondDevice)).toBe(false);
    expect(await enrolments.start('work')).toMatchObject({ ok: true });
  });

  test('is taken back after ten minutes', async () => {
    const { enrolments, start, expired } = createWorld();
    const { enrolmentId, expiresAt } = await start();
    expect(expiresAt).toBe(clock.now() + 600_000);
    await clock.advance(600_000);
    await expect.poll(() => expired).toMatchObject([{ ok: true }]);
    expect(await isAtAws(secondDevice)).toBe(false);
    expect(await enrolments.finish('work', enrolmentId, { keepSecret: true })).toMatchObject({
      failure: { kind: 'not-found' },
    });
  });

  test('is taken back when the service ends', async () => {
    const { enrolments, start } = createWorld();
    await start();
    expect(await enrolments.cancelAll()).toMatchObject([{ ok: true }]);
    expect(await isAtAws(secondDevice)).toBe(false);
  });

  test('is not cut short: cancelling waits for the codes that are being checked', async () => {
    const { enrolments, start } = createWorld();
    const enrolment = await start();
    const { enrolmentId: id } = enrolment;
    const finishing = enrolments.finish('work', id, { codes: codesOf(enrolment) });
    const cancelled = await enrolments.cancel('work', id);
    expect(await finishing).toMatchObject({ ok: true });
    expect(cancelled).toMatchObject({ failure: { kind: 'not-found' } });
    expect(await isAtAws(secondDevice)).toBe(true);
  });

  test.each([
    ['nobody', undefined, 'unknown-profile'],
    ['work', 'a name', 'bad-request'],
    ['work', 'alice', 'bad-request'],
  ] as const)('of profile %s named %s is refused', async (name, deviceName, kind) => {
    const { enrolments, start } = createWorld();
    expect(await enrolments.start(name, deviceName)).toMatchObject({ ok: false, failure: { kind } });
    expect((await start()).serialNumber).toBe(secondDevice);
  });

  test('that AWS does not allow says which permission is missing', async () => {
    simulator.setFaults([{ kind: 'access-denied', action: 'CreateVirtualMFADevice', times: 1 }]);
    expect(await createWorld().enrolments.start('work')).toMatchObject({
      failure: { kind: 'access-denied', message: expect.stringContaining('iam:CreateVirtualMFADevice') },
    });
  });
});
