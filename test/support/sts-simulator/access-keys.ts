import { randomBytes } from 'node:crypto';
import { longTermAccessKeyId } from './unique-id.ts';
import { type Account, BEFORE_THE_TESTS, type User, type World } from './world.ts';

export type AccessKeyStatus = 'Active' | 'Inactive';

/** When and where a key signed a request last. */
export interface AccessKeyUse {
  /** Milliseconds since the epoch, in the server's time, like every time here. */
  readonly at: number;
  readonly service: string;
  readonly region: string;
}

/** A user's long-term access key. */
export interface AccessKey {
  readonly id: string;
  readonly secret: string;
  readonly account: Account;
  readonly user: User;
  readonly status: AccessKeyStatus;
  readonly createdAt: number;
  /** A new key is unknown to most of AWS until then. */
  readonly usableFrom: number;
  readonly lastUse?: AccessKeyUse;
}

/** The access keys of a world, and those that were made since. */
export interface AccessKeyStore {
  find(id: string): AccessKey | undefined;
  ofUser(user: User): readonly AccessKey[];
  create(owner: Pick<AccessKey, 'account' | 'user'>, createdAt: number, usableFrom: number): AccessKey;
  /** Replaces the key with the same id. */
  update(key: AccessKey): void;
  delete(id: string): void;
  /** Back to the keys of the world. */
  reset(): void;
}

const keysOfWorld = (world: World): AccessKey[] =>
  world.accounts.flatMap((account) =>
    account.users.flatMap((user) =>
      user.accessKeys.map((key) => ({
        ...key,
        account,
        user,
        createdAt: BEFORE_THE_TESTS,
        usableFrom: BEFORE_THE_TESTS,
      })),
    ),
  );

export const createAccessKeyStore = (world: World): AccessKeyStore => {
  const keys = new Map<string, AccessKey>();
  const put = (key: AccessKey): void => {
    keys.set(key.id, key);
  };
  const reset = (): void => {
    keys.clear();
    keysOfWorld(world).forEach(put);
  };
  reset();
  return {
    find: (id) => keys.get(id),
    ofUser: (user) => [...keys.values()].filter((key) => key.user === user),
    create: ({ account, user }, createdAt, usableFrom) => {
      const key: AccessKey = {
        id: longTermAccessKeyId(),
        secret: randomBytes(30).toString('base64'),
        account,
        user,
        status: 'Active',
        createdAt,
        usableFrom,
      };
      put(key);
      return key;
    },
    update: put,
    delete: (id) => {
      keys.delete(id);
    },
    reset,
  };
};
