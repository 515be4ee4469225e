import { inflateSync } from 'node:zlib';
import {
  CreateVirtualMFADeviceCommand,
  DeactivateMFADeviceCommand,
  DeleteVirtualMFADeviceCommand,
  EnableMFADeviceCommand,
  ListMFADevicesCommand,
  ListVirtualMFADevicesCommand,
  ResyncMFADeviceCommand,
} from '@aws-sdk/client-iam';
import { GetSessionTokenCommand } from '@aws-sdk/client-sts';
import decodeQrCode from 'jsqr';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { alice, bob, exampleWorld } from '../../support/sts-simulator/example-world.ts';
import { type StsSimulator, startStsSimulator } from '../../support/sts-simulator/server.ts';
import {
  iamClient,
  type Keys,
  mfaSessionOf,
  nextCodes,
  startExample,
  stsClient,
  type TestClock,
} from './sdk-clients.ts';

const phone = 'arn:aws:iam::111122223333:mfa/phone';

let simulator: StsSimulator;
let clock: TestClock;

beforeEach(async () => {
  ({ simulator, clock } = await startExample());
});
afterEach(() => simulator.close());

const create = (name = 'phone', keys: Keys = bob) =>
  iamClient(simulator, keys).send(new CreateVirtualMFADeviceCommand({ VirtualMFADeviceName: name }));

const pair = ([AuthenticationCode1, AuthenticationCode2]: readonly [string, string]) => ({
  AuthenticationCode1,
  AuthenticationCode2,
});

const enable = (serialNumber: string, codes = nextCodes(simulator, serialNumber)) =>
  iamClient(simulator, bob).send(
    new EnableMFADeviceCommand({ UserName: 'bob', SerialNumber: serialNumber, ...pair(codes) }),
  );

const session = (serialNumber: string, code: string) =>
  stsClient(simulator, bob).send(new GetSessionTokenCommand({ SerialNumber: serialNumber, TokenCode: code }));

const devicesOfAlice = async () => {
  const { MFADevices } = await iamClient(simulator, alice).send(new ListMFADevicesCommand({}));
  return (MFADevices ?? []).map(({ SerialNumber }) => SerialNumber);
};

/** Reads the PNG pictures that the simulator makes: greyscale, one IDAT chunk, no filters. */
const textOfQrCode = (png: Uint8Array | undefined): string | undefined => {
  const bytes = Buffer.from(png ?? []);
  const side = bytes.readUInt32BE(16);
  const dataAt = bytes.indexOf('IDAT') + 4;
  const rows = inflateSync(bytes.subarray(dataAt, dataAt + bytes.readUInt32BE(dataAt - 8)));
  const pixels = Array.from({ length: side }, (_, y) => [
    ...rows.subarray(y * (side + 1) + 1, (y + 1) * (side + 1)),
  ]);
  const rgba = pixels.flat().flatMap((grey) => [grey, grey, grey, 255]);
  return decodeQrCode(new Uint8ClampedArray(rgba), side, side)?.data;
};

describe('a new virtual device', () => {
  test('comes with its seed in base32 and a QR code that holds it', async () => {
    const { VirtualMFADevice } = await create();
    const seed = new TextDecoder().decode(VirtualMFADevice?.Base32StringSeed);
    expect(VirtualMFADevice?.SerialNumber).toBe(phone);
    expect(seed).toMatch(/^[A-Z2-7]{64}$/);
    expect(textOfQrCode(VirtualMFADevice?.QRCodePNG)).toBe(
      `otpauth://totp/phone@111122223333?secret=${seed}`,
    );
  });

  test('has a name of its own in the account', async () => {
    await create();
    await expect(create()).rejects.toMatchObject({
      name: 'EntityAlreadyExistsException',
      message: 'MFADevice entity at the same path and name already exists.',
      $metadata: { httpStatusCode: 409 },
    });
    await expect(create('phone-2')).resolves.toBeDefined();
  });

  test('belongs to nobody and proves nothing until it is enabled', async () => {
    await create();
    await expect(session(phone, simulator.codeFor(phone))).rejects.toMatchObject({
      message: expect.stringContaining('verify your MFA serial number'),
    });
  });
});

describe('enabling a device', () => {
  beforeEach(() => create());

  test('takes two codes in a row; the device then proves MFA with its further codes', async () => {
    await enable(phone);
    clock.time += 60_000;
    await expect(session(phone, simulator.codeFor(phone))).resolves.toHaveProperty('Credentials');
  });

  test('also takes the code before and the present one', async () => {
    clock.time += 30_000;
    const codes = [simulator.codeFor(phone, clock.time - 30_000), simulator.codeFor(phone)] as const;
    await expect(enable(phone, codes)).resolves.toBeDefined();
  });

  test('uses both codes up', async () => {
    const [first, second] = nextCodes(simulator, phone);
    await enable(phone);
    const used = { name: 'AccessDenied', message: expect.stringContaining('invalid MFA one time pass code') };
    await expect(session(phone, first)).rejects.toMatchObject(used);
    clock.time += 30_000;
    await expect(session(phone, second)).rejects.toMatchObject(used);
  });

  test.each([
    ['the same code twice', 0, 0],
    ['codes in the wrong order', 30_000, 0],
    ['codes that are not neighbours', 0, 60_000],
    ['codes of long ago', -600_000, -570_000],
  ])('refuses %s', async (_case, first, second) => {
    const codes = [
      simulator.codeFor(phone, clock.time + first),
      simulator.codeFor(phone, clock.time + second),
    ] as const;
    await expect(enable(phone, codes)).rejects.toMatchObject({
      name: 'InvalidAuthenticationCodeException',
      message: 'Authentication code for device is not valid.',
      $metadata: { httpStatusCode: 403 },
    });
  });

  test('works once', async () => {
    await enable(phone);
    clock.time += 90_000;
    await expect(enable(phone)).rejects.toMatchObject({ name: 'EntityAlreadyExistsException' });
  });

  test('is refused for a device that does not exist', async () => {
    const missing = 'arn:aws:iam::111122223333:mfa/missing';
    await expect(enable(missing, ['123456', '654321'])).rejects.toMatchObject({
      name: 'NoSuchEntityException',
      message: `VirtualMFADevice with serial number ${missing} doesn't exist.`,
    });
  });

  test('stops at eight devices', async () => {
    const serialNumbers = Array.from({ length: 8 }, (_, index) => `${phone}-${index}`);
    for (const [index, serialNumber] of serialNumbers.entries()) {
      await create(`phone-${index}`);
      await enable(serialNumber);
    }
    await expect(enable(phone)).rejects.toMatchObject({ name: 'LimitExceededException' });
  });
});

describe('taking a device away', () => {
  const deactivate = () =>
    iamClient(simulator, alice).send(new DeactivateMFADeviceCommand({ SerialNumber: alice.serialNumber }));
  const remove = (serialNumber = alice.serialNumber) =>
    iamClient(simulator, alice).send(new DeleteVirtualMFADeviceCommand({ SerialNumber: serialNumber }));

  test('a device in use is not deleted', async () => {
    await expect(remove()).rejects.toMatchObject({
      name: 'DeleteConflictException',
      message: 'MFA VirtualDevice in use. Must deactivate first.',
    });
    expect(await devicesOfAlice()).toEqual([alice.serialNumber]);
  });

  test('a deactivated device proves nothing, and can be deleted', async () => {
    await deactivate();
    expect(await devicesOfAlice()).toEqual([]);
    const code = { SerialNumber: alice.serialNumber, TokenCode: simulator.codeFor(alice.serialNumber) };
    await expect(stsClient(simulator, alice).send(new GetSessionTokenCommand(code))).rejects.toMatchObject({
      name: 'AccessDenied',
    });
    await remove();
    await expect(remove()).rejects.toMatchObject({ name: 'NoSuchEntityException' });
  });

  test('a device of somebody else cannot be deactivated', async () => {
    const command = new DeactivateMFADeviceCommand({ SerialNumber: alice.serialNumber });
    await expect(iamClient(simulator, bob).send(command)).rejects.toMatchObject({
      name: 'NoSuchEntityException',
    });
  });

  test('a reset brings the devices of the world back', async () => {
    await deactivate();
    await remove();
    simulator.reset();
    expect(await devicesOfAlice()).toEqual([alice.serialNumber]);
  });
});

test('resynchronising takes two codes of the own device', async () => {
  const resync = (codes: readonly [string, string]) =>
    iamClient(simulator, alice).send(
      new ResyncMFADeviceCommand({ UserName: 'alice', SerialNumber: alice.serialNumber, ...pair(codes) }),
    );
  await expect(resync(['000000', '000000'])).rejects.toMatchObject({
    name: 'InvalidAuthenticationCodeException',
  });
  await expect(resync(nextCodes(simulator, alice.serialNumber))).resolves.toBeDefined();
});

test('the devices of the account are listed by whether somebody has them', async () => {
  await create();
  const list = async (AssignmentStatus: 'Assigned' | 'Unassigned' | 'Any') => {
    const command = new ListVirtualMFADevicesCommand({ AssignmentStatus });
    const { VirtualMFADevices } = await iamClient(simulator, alice).send(command);
    return VirtualMFADevices?.map(({ SerialNumber, User }) => [SerialNumber, User?.UserName]);
  };
  expect(await list('Assigned')).toEqual([[alice.serialNumber, 'alice']]);
  expect(await list('Unassigned')).toEqual([[phone, undefined]]);
  expect(await list('Any')).toHaveLength(2);
});

describe('a user whose policy demands MFA', () => {
  let strict: StsSimulator;

  beforeEach(async () => {
    const world = exampleWorld();
    for (const user of world.accounts[0]?.users ?? []) user.mustHaveMfa = true;
    strict = await startStsSimulator({ world, now: () => clock.time });
  });
  afterEach(() => strict.close());

  test('may make and enable a first device without MFA', async () => {
    const iam = iamClient(strict, bob);
    await iam.send(new CreateVirtualMFADeviceCommand({ VirtualMFADeviceName: 'phone' }));
    await expect(
      iam.send(
        new EnableMFADeviceCommand({
          UserName: 'bob',
          SerialNumber: phone,
          ...pair(nextCodes(strict, phone)),
        }),
      ),
    ).resolves.toBeDefined();
  });

  test('needs MFA to take a device away', async () => {
    const command = new DeactivateMFADeviceCommand({ SerialNumber: alice.serialNumber });
    await expect(iamClient(strict, alice).send(command)).rejects.toMatchObject({
      name: 'AccessDenied',
      message: `User: ${alice.arn} is not authorized to perform: iam:DeactivateMFADevice on resource: user alice with an explicit deny in an identity-based policy`,
    });
    const keys = await mfaSessionOf(strict, alice, alice.serialNumber);
    await expect(iamClient(strict, keys).send(command)).resolves.toBeDefined();
  });
});
