import { type Account, BEFORE_THE_TESTS, type User, type World } from './world.ts';

/** An MFA device of an account. Only virtual ones can be without a user. */
export interface MfaDevice {
  readonly serialNumber: string;
  /** Base32. A device without a secret gives no codes. */
  readonly secret: string | undefined;
  readonly account: Account;
  readonly enabled?: {
    readonly user: User;
    /** Milliseconds since the epoch, in the server's time. */
    readonly at: number;
  };
}

/** The MFA devices of a world, and those that were made since. */
export interface MfaDeviceStore {
  find(serialNumber: string): MfaDevice | undefined;
  ofUser(user: User): readonly MfaDevice[];
  ofAccount(account: Account): readonly MfaDevice[];
  /** Adds a device, or replaces the one with the same serial number. */
  put(device: MfaDevice): void;
  delete(serialNumber: string): void;
  /** Back to the devices of the world. */
  reset(): void;
}

/** Virtual devices are resources of the account; hardware and FIDO keys belong to a user only. */
export const isVirtual = ({ serialNumber }: MfaDevice): boolean =>
  /^arn:[^:]*:iam::\d{12}:mfa\//.test(serialNumber);

const devicesOfWorld = (world: World): MfaDevice[] =>
  world.accounts.flatMap((account) =>
    account.users.flatMap((user) =>
      user.mfaDevices.map(({ serialNumber, secret }) => ({
        serialNumber,
        secret,
        account,
        enabled: { user, at: BEFORE_THE_TESTS },
      })),
    ),
  );

export const createMfaDeviceStore = (world: World): MfaDeviceStore => {
  const devices = new Map<string, MfaDevice>();
  const put = (device: MfaDevice): void => {
    devices.set(device.serialNumber, device);
  };
  const reset = (): void => {
    devices.clear();
    devicesOfWorld(world).forEach(put);
  };
  reset();
  return {
    find: (serialNumber) => devices.get(serialNumber),
    ofUser: (user) => [...devices.values()].filter((device) => device.enabled?.user === user),
    ofAccount: (account) => [...devices.values()].filter((device) => device.account === account),
    put,
    delete: (serialNumber) => {
      devices.delete(serialNumber);
    },
    reset,
  };
};
