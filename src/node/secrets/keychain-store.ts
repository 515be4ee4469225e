import { failed, type Result, success } from '../../core/result.ts';
import { createCallQueue } from './call-queue.ts';
import type { AskKeyringState } from './secret-service-lock.ts';
import type { SecretRead, SecretStore, SecretStoreFailure } from './secret-store.ts';
import { systemTimer, type Timer } from './timer.ts';

/**
 * The part of keytar that is used. Left out on purpose: findCredentials crashes the whole process when the
 * user dismisses the prompt of a locked keyring (keytar_posix.cc copies a null pointer), findPassword would
 * return whatever account comes first.
 */
export type Keychain = Pick<typeof import('keytar'), 'getPassword' | 'setPassword' | 'deletePassword'>;

export interface KeychainStoreOptions {
  /** Name of the keychain, for people. */
  readonly name: string;
  /** Asked before anything that could open a prompt, and again when the keychain says that there is nothing. */
  readonly askState: AskKeyringState;
  readonly loadKeychain?: () => Promise<Keychain>;
  readonly timer?: Timer;
  /** How long to wait for the keychain, in ms. */
  readonly limit?: number;
}

const service = 'metafob';

type Obstacle = Extract<SecretRead, { reason: string }>;
type Answer<Value> = { readonly kind: 'value'; readonly value: Value } | Obstacle;

const noAnswer = (name: string): Obstacle => ({
  kind: 'locked',
  reason: `${name} did not answer in time; it may be waiting for you to unlock it. Answer its prompt, then retry.`,
});

const notLoaded = (name: string): Obstacle => ({
  kind: 'unavailable',
  reason: `${name} cannot be used: the keytar module did not load. On Linux it needs libsecret-1.so.0.`,
});

/** The one kind of error after which there can be no secret. All others may hide one, so they count as locked. */
const saysThereIsNoService = (message: string): boolean =>
  /autolaunch D-Bus|was not provided by any \.service files|Could not connect/i.test(message);

const refusal = (name: string, error: unknown): Obstacle => {
  const message = error instanceof Error ? error.message : 'unknown error';
  return {
    kind: saysThereIsNoService(message) ? 'unavailable' : 'locked',
    reason: `${name} refused: ${message}. Check that it runs and is unlocked, then retry.`,
  };
};

export const loadKeytar = async (): Promise<Keychain> => (await import('keytar')).default;

/**
 * The keychain of the operating system. Calls run one at a time, since each blocks one of libuv's few threads
 * while the system shows a prompt, and are given up after 30 s.
 */
export const createKeychainStore = (options: KeychainStoreOptions): SecretStore => {
  const { name, askState, loadKeychain = loadKeytar, timer = systemTimer, limit = 30_000 } = options;
  const queue = createCallQueue(timer, limit);

  const askObstacle = async (): Promise<Obstacle | undefined> => {
    const state = await askState();
    return state.kind === 'locked' || state.kind === 'unavailable' ? state : undefined;
  };

  /** `isNothing`: the answer could also mean that the keyring is locked, so ask again before believing it. */
  const ask = async <Value>(
    call: (keychain: Keychain) => Promise<Value>,
    isNothing: (value: Value) => boolean,
  ): Promise<Answer<Value>> => {
    const before = await askObstacle();
    if (before !== undefined) return before;
    const keychain = await loadKeychain().catch(() => undefined);
    if (keychain === undefined) return notLoaded(name);
    const value = await call(keychain);
    const after = isNothing(value) ? await askObstacle() : undefined;
    return after ?? { kind: 'value', value };
  };

  const inTurn = async <Value>(
    call: (keychain: Keychain) => Promise<Value>,
    isNothing: (value: Value) => boolean,
  ): Promise<Answer<Value>> => {
    try {
      const outcome = await queue.run(() => ask(call, isNothing));
      return outcome.kind === 'answered' ? outcome.value : noAnswer(name);
    } catch (error) {
      return refusal(name, error);
    }
  };

  const asResult = <Value>(answer: Answer<Value>): Result<Value, SecretStoreFailure> =>
    answer.kind === 'value' ? success(answer.value) : failed(answer);

  return {
    description: name,
    read: async (account) => {
      const answer = await inTurn(
        (keychain) => keychain.getPassword(service, account),
        (secret) => secret === null,
      );
      if (answer.kind !== 'value') return answer;
      return answer.value === null ? { kind: 'none' } : { kind: 'found', secret: answer.value };
    },
    write: async (account, secret) =>
      asResult(
        await inTurn(
          (keychain) => keychain.setPassword(service, account, secret),
          () => false,
        ),
      ),
    remove: async (account) =>
      asResult(
        await inTurn(
          (keychain) => keychain.deletePassword(service, account),
          (removed) => !removed,
        ),
      ),
  };
};
