import { accessKeyIdentity, type Profile } from '../../../src/core/profiles/profile.ts';

export interface Person {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly accountId: string;
  readonly userName: string;
  /** The first device's, for the many tests in which there is only one. */
  readonly serialNumber: string;
  readonly secret: string;
  readonly devices: readonly { readonly serialNumber: string; readonly secret: string }[];
}

const person = (
  userName: string,
  accessKeyId: string,
  accountId: string,
  secrets: readonly [string, ...string[]],
): Person => {
  const serialNumber = `arn:aws:iam::${accountId}:mfa/${userName}`;
  return {
    accessKeyId,
    secretAccessKey: `long-term-secret-of-${userName}`,
    accountId,
    userName,
    serialNumber,
    secret: secrets[0],
    devices: secrets.map((secret, index) => ({
      serialNumber: index === 0 ? serialNumber : `${serialNumber}-${index + 1}`,
      secret,
    })),
  };
};

export const alice = person('alice', 'AKIAALICE', '111111111111', ['GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ']);
export const bob = person('bob', 'AKIABOB', '222222222222', ['JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP']);
/** Has two MFA devices. */
export const carol = person('carol', 'AKIACAROL', '333333333333', [
  'KRSXG5CTMVRXEZLUKRSXG5CTMVRXEZLU',
  'MFRGGZDFMZTWQ2LKMFRGGZDFMZTWQ2LK',
]);
/** Has none. */
export const dave: Person = { ...person('dave', 'AKIADAVE', '444444444444', ['AAAA']), devices: [] };
export const people: readonly Person[] = [alice, bob, carol, dave];

export interface ProfileWishes {
  readonly of?: Person;
  readonly role?: string;
  readonly seconds?: number;
  readonly longRoleSession?: boolean;
  /** `false`: no MFA; a text: the serial number in the configuration; absent: looked up at AWS. */
  readonly mfa?: false | string;
  readonly line?: number;
  readonly secretAccessKey?: string;
}

/** A profile of alice's, unless another person is named. `role` is a role's name in her account. */
export function profile(name: string, wishes: ProfileWishes = {}): Profile {
  const {
    of: owner = alice,
    role,
    seconds,
    longRoleSession = false,
    mfa,
    line = 1,
    secretAccessKey,
  } = wishes;
  return {
    name,
    identity: accessKeyIdentity(owner.accessKeyId, secretAccessKey ?? owner.secretAccessKey),
    region: 'eu-west-1',
    ...(seconds === undefined ? {} : { tokenDurationSeconds: seconds }),
    ...(role === undefined ? {} : { roleArn: roleArn(role, owner) }),
    mfa: { enabled: mfa !== false, ...(typeof mfa === 'string' ? { serialNumber: mfa } : {}) },
    longRoleSession,
    origin: { file: 'server.conf', line },
  };
}

export const roleArn = (role: string, { accountId }: Person = alice): string =>
  `arn:aws:iam::${accountId}:role/${role}`;
