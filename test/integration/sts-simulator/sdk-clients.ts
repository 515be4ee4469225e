import { IAMClient } from '@aws-sdk/client-iam';
import { type Credentials, GetSessionTokenCommand, STSClient } from '@aws-sdk/client-sts';
import { exampleWorld } from '../../support/sts-simulator/example-world.ts';
import { type StsSimulator, startStsSimulator } from '../../support/sts-simulator/server.ts';

/** A clock that stands still until a test moves it. */
export interface TestClock {
  time: number;
}

export const startExample = async (
  time = Date.parse('2026-03-01T10:00:05Z'),
): Promise<{ simulator: StsSimulator; clock: TestClock }> => {
  const clock: TestClock = { time };
  const simulator = await startStsSimulator({ world: exampleWorld(), now: () => clock.time });
  return { simulator, clock };
};

export interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** The credentials of an answer in the form that clients take. */
export const keysOf = (credentials: Credentials | undefined): Keys => {
  const { AccessKeyId, SecretAccessKey, SessionToken } = credentials ?? {};
  if (!AccessKeyId || !SecretAccessKey || !SessionToken) throw new Error('The answer has no credentials.');
  return { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
};

/** For a client that signs in the simulator's time and never tries twice. */
export const clientOptions = (simulator: StsSimulator, keys: Keys) => ({
  endpoint: simulator.url,
  region: 'eu-west-1',
  credentials: keys,
  maxAttempts: 1,
  // The SDK signs with this machine's clock; move it to the simulator's.
  systemClockOffset: simulator.now() - Date.now(),
});

export const stsClient = (simulator: StsSimulator, keys: Keys): STSClient =>
  new STSClient(clientOptions(simulator, keys));

export const iamClient = (simulator: StsSimulator, keys: Keys): IAMClient =>
  new IAMClient(clientOptions(simulator, keys));

/** A session of a user, made with what the user's device shows now. */
export const mfaSessionOf = async (
  simulator: StsSimulator,
  keys: Keys,
  serialNumber: string,
): Promise<Keys> => {
  const code = { SerialNumber: serialNumber, TokenCode: simulator.codeFor(serialNumber) };
  return keysOf((await stsClient(simulator, keys).send(new GetSessionTokenCommand(code))).Credentials);
};

/** What a device shows in the present step and in the next. */
export const nextCodes = (simulator: StsSimulator, serialNumber: string): readonly [string, string] => [
  simulator.codeFor(serialNumber),
  simulator.codeFor(serialNumber, simulator.now() + 30_000),
];
