import { AssumeRoleCommand, GetSessionTokenCommand } from '@aws-sdk/client-sts';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { alice, bob, roles } from '../../support/sts-simulator/example-world.ts';
import type { StsSimulator } from '../../support/sts-simulator/server.ts';
import { type Keys, keysOf, startExample, stsClient, type TestClock } from './sdk-clients.ts';

const INVALID_CODE = {
  name: 'AccessDenied',
  message: 'MultiFactorAuthentication failed with invalid MFA one time pass code.',
  $metadata: { httpStatusCode: 403 },
};
const INVALID_SERIAL = {
  name: 'AccessDenied',
  message:
    'MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA serial number is valid and associated with this user.',
};

let simulator: StsSimulator;
let clock: TestClock;

beforeEach(async () => {
  ({ simulator, clock } = await startExample());
});
afterEach(() => simulator.close());

const login = (
  input: { TokenCode: string; SerialNumber?: string; DurationSeconds?: number },
  keys: Keys = alice,
) =>
  stsClient(simulator, keys).send(new GetSessionTokenCommand({ SerialNumber: alice.serialNumber, ...input }));

const wrongCode = (): string => {
  const near = [-30_000, 0, 30_000].map((shift) => simulator.codeFor(alice.serialNumber, clock.time + shift));
  return ['000000', '111111', '222222', '333333'].find((code) => !near.includes(code)) ?? '';
};

describe('credentials', () => {
  test('look like those of AWS', async () => {
    const { Credentials } = await login({ TokenCode: simulator.codeFor(alice.serialNumber) });
    expect(Credentials?.AccessKeyId).toMatch(/^ASIA[A-Z2-7]{16}$/);
    expect(Credentials?.SecretAccessKey).toMatch(/^[A-Za-z0-9+/]{40}$/);
    expect(Credentials?.SessionToken).toMatch(/^IQoJb3JpZ2luX2Vj[A-Za-z0-9+/]{350,}=*$/);
    expect(Credentials?.Expiration?.getTime()).toBe(clock.time + 43_200_000);
  });

  test('of a session do not give another session', async () => {
    const { Credentials } = await login({ TokenCode: simulator.codeFor(alice.serialNumber) });
    await expect(
      stsClient(simulator, keysOf(Credentials)).send(new GetSessionTokenCommand({})),
    ).rejects.toMatchObject({
      name: 'AccessDenied',
      message: 'Cannot call GetSessionToken with session credentials',
    });
  });
});

describe('a token code', () => {
  test.each([
    ['previous', -30_000],
    ['current', 0],
    ['next', 30_000],
  ])('of the %s step is accepted', async (_step, shift) => {
    const TokenCode = simulator.codeFor(alice.serialNumber, clock.time + shift);
    await expect(login({ TokenCode })).resolves.toHaveProperty('Credentials');
  });

  test.each([-60_000, 60_000])('two steps away (%i ms) is wrong', async (shift) => {
    const TokenCode = simulator.codeFor(alice.serialNumber, clock.time + shift);
    await expect(login({ TokenCode })).rejects.toMatchObject(INVALID_CODE);
  });

  test('that is wrong is refused', async () => {
    await expect(login({ TokenCode: wrongCode() })).rejects.toMatchObject(INVALID_CODE);
  });

  test('works once, across all calls', async () => {
    const TokenCode = simulator.codeFor(alice.serialNumber);
    await login({ TokenCode });
    await expect(login({ TokenCode })).rejects.toMatchObject(INVALID_CODE);
    const role = new AssumeRoleCommand({
      RoleArn: roles.administrator,
      RoleSessionName: 'test',
      SerialNumber: alice.serialNumber,
      TokenCode,
    });
    await expect(stsClient(simulator, alice).send(role)).rejects.toMatchObject(INVALID_CODE);
    clock.time += 30_000;
    await expect(login({ TokenCode: simulator.codeFor(alice.serialNumber) })).resolves.toBeDefined();
  });

  test('keeps its leading zero', async () => {
    while (!simulator.codeFor(alice.serialNumber).startsWith('0')) clock.time += 30_000;
    const TokenCode = simulator.codeFor(alice.serialNumber);
    expect(TokenCode).toHaveLength(6);
    await expect(login({ TokenCode: TokenCode.slice(1) })).rejects.toMatchObject({ name: 'ValidationError' });
    await expect(login({ TokenCode })).resolves.toBeDefined();
  });

  test.each([
    ['12345', 'Member must have length greater than or equal to 6'],
    ['1234567', 'Member must have length less than or equal to 6'],
    ['12345x', 'Member must satisfy regular expression pattern: [\\d]*'],
  ])('%s is not valid', async (TokenCode, rule) => {
    await expect(login({ TokenCode })).rejects.toMatchObject({
      name: 'ValidationError',
      message: `1 validation error detected: Value '${TokenCode}' at 'tokenCode' failed to satisfy constraint: ${rule}`,
      $metadata: { httpStatusCode: 400 },
    });
  });

  test('follows the clock of the server, not of this machine', async () => {
    simulator.clockOffsetMs = 120_000;
    const machineCode = simulator.codeFor(alice.serialNumber, clock.time);
    await expect(login({ TokenCode: machineCode })).rejects.toMatchObject(INVALID_CODE);
    await expect(login({ TokenCode: simulator.codeFor(alice.serialNumber) })).resolves.toBeDefined();
  });
});

describe('a serial number', () => {
  test('that nobody has is refused', async () => {
    const TokenCode = simulator.codeFor(alice.serialNumber);
    const SerialNumber = 'arn:aws:iam::111122223333:mfa/nobody';
    await expect(login({ TokenCode, SerialNumber })).rejects.toMatchObject(INVALID_SERIAL);
  });

  test('of another user is refused and leaves the code unused', async () => {
    const TokenCode = simulator.codeFor(alice.serialNumber);
    await expect(login({ TokenCode }, bob)).rejects.toMatchObject(INVALID_SERIAL);
    await expect(login({ TokenCode })).resolves.toBeDefined();
  });

  test('without a code is refused', async () => {
    await expect(
      stsClient(simulator, alice).send(new GetSessionTokenCommand({ SerialNumber: alice.serialNumber })),
    ).rejects.toMatchObject({
      message:
        'MultiFactorAuthentication failed, must provide both MFA serial number and one time pass code.',
    });
  });
});

describe('the duration of a session', () => {
  test.each([900, 129_600])('may be %i seconds', async (DurationSeconds) => {
    const { Credentials } = await stsClient(simulator, bob).send(
      new GetSessionTokenCommand({ DurationSeconds }),
    );
    expect(Credentials?.Expiration?.getTime()).toBe(clock.time + DurationSeconds * 1000);
  });

  test.each([
    [899, 'greater than or equal to 900'],
    [129_601, 'less than or equal to 129600'],
  ])('may not be %i seconds', async (DurationSeconds, limit) => {
    await expect(
      stsClient(simulator, bob).send(new GetSessionTokenCommand({ DurationSeconds })),
    ).rejects.toMatchObject({
      name: 'ValidationError',
      message: `1 validation error detected: Value '${DurationSeconds}' at 'durationSeconds' failed to satisfy constraint: Member must have value ${limit}`,
    });
  });
});
