import type { Caller } from './caller.ts';
import { type Account, type MfaDevice, type Role, roleArn, type User, type World } from './world.ts';

export interface AccessKeyOwner {
  readonly caller: Caller;
  readonly secret: string;
}

/** Look-ups in a world. */
export interface Directory {
  accessKey(accessKeyId: string): AccessKeyOwner | undefined;
  role(arn: string): { readonly account: Account; readonly role: Role } | undefined;
  mfaDevice(serialNumber: string): MfaDevice | undefined;
}

export const createDirectory = (world: World): Directory => {
  const users: { account: Account; user: User }[] = world.accounts.flatMap((account) =>
    account.users.map((user) => ({ account, user })),
  );
  const accessKeys = new Map(
    users.flatMap(({ account, user }) =>
      user.accessKeys.map(({ id, secret }) => [
        id,
        { caller: { kind: 'user', account, user } as const, secret },
      ]),
    ),
  );
  const roles = new Map(
    world.accounts.flatMap((account) =>
      account.roles.map((role) => [roleArn(account, role), { account, role }]),
    ),
  );
  const devices = new Map(
    users.flatMap(({ user }) => user.mfaDevices.map((device) => [device.serialNumber, device])),
  );
  return {
    accessKey: (accessKeyId) => accessKeys.get(accessKeyId),
    role: (arn) => roles.get(arn),
    mfaDevice: (serialNumber) => devices.get(serialNumber),
  };
};
