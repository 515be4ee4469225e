import { describe, expect, test } from 'vitest';
import { failed, type Result, success } from '../../../src/core/result.ts';
import { type Failure, failure } from '../../../src/core/sessions/failure.ts';
import type { AccessKeyStatus, AccessKeysPort } from '../../../src/node/sts/access-keys.ts';
import type { AccessKeyPair } from '../../../src/node/user-files/replace-access-key.ts';
import { rotateAccessKey } from '../../../src/node/user-files/rotate-access-key.ts';

const old: AccessKeyPair = { accessKeyId: 'AKIAOLD', secretAccessKey: 'old' };
const fresh: AccessKeyPair = { accessKeyId: 'AKIANEW', secretAccessKey: 'new' };

type Operation = keyof AccessKeysPort | 'replace' | 'forget';

/** A user at AWS whose keys work while active, and a machine that uses one key. */
class Rotation {
  readonly keys = new Map<string, AccessKeyStatus>([[old.accessKeyId, 'active']]);
  readonly steps: string[] = [];
  inUse = old.accessKeyId;
  /** Files that use a second key. */
  otherFiles: readonly string[] = [];
  time = 0;
  /** Ms after which AWS knows the new key. */
  knownAfter = 0;
  /** Operations that fail, by name and number of the call (1 = first), with `*` for each. */
  readonly faults = new Map<string, Failure>();
  readonly #counts = new Map<string, number>();

  run() {
    return rotateAccessKey({
      usedIn: async () => this.otherFiles,
      old,
      keysAs: (key) => this.#port(key),
      proof: (key) => this.#port(key),
      replace: async (from, to) => {
        const fault = this.#fault('replace');
        if (fault !== undefined) return failed('The disk is full.');
        if (this.inUse === from.accessKeyId) this.inUse = to.accessKeyId;
        this.steps.push(`use ${to.accessKeyId}`);
        this.#checkThatTheKeyInUseWorks();
        return success(undefined);
      },
      forget: async () => success(undefined),
      now: () => this.time,
      pause: async (milliseconds) => {
        this.time += milliseconds;
      },
      tell: () => undefined,
    });
  }

  #port({ accessKeyId }: AccessKeyPair): AccessKeysPort {
    const call = async <Value>(operation: Operation, work: () => Value): Promise<Result<Value, Failure>> => {
      const fault = this.#fault(operation);
      if (fault !== undefined) return failed(fault);
      const isKnown = accessKeyId === old.accessKeyId || this.time >= this.knownAfter;
      if (this.keys.get(accessKeyId) !== 'active' || !isKnown) return failed(failure('base-keys-gone'));
      const value = work();
      this.#checkThatTheKeyInUseWorks();
      return success(value);
    };
    return {
      whoAmI: () => call('whoAmI', () => ({ arn: 'arn:aws:iam::111122223333:user/alice' })),
      list: () => call('list', () => [...this.keys].map(([id, status]) => ({ accessKeyId: id, status }))),
      lastUsedAt: () => call('lastUsedAt', () => undefined),
      create: () =>
        call('create', () => {
          this.keys.set(fresh.accessKeyId, 'active');
          return fresh;
        }),
      setStatus: (id, status) =>
        call('setStatus', () => {
          this.keys.set(id, status);
          this.steps.push(`${status} ${id}`);
        }),
      delete: (id) =>
        call('delete', () => {
          this.keys.delete(id);
          this.steps.push(`delete ${id}`);
        }),
    };
  }

  /** A process killed at any step leaves this state behind. */
  #checkThatTheKeyInUseWorks(): void {
    expect(this.keys.get(this.inUse)).toBe('active');
  }

  #fault(operation: Operation): Failure | undefined {
    const count = (this.#counts.get(operation) ?? 0) + 1;
    this.#counts.set(operation, count);
    return this.faults.get(`${operation} ${count}`) ?? this.faults.get(`${operation} *`);
  }
}

const messageOf = (result: Result<unknown, string>): string => (result.ok ? '' : result.failure);

describe('rotating an access key', () => {
  test('uses the new key, then deactivates and deletes the old one', async () => {
    const rotation = new Rotation();
    expect(await rotation.run()).toEqual(success(fresh));
    expect(rotation.steps).toEqual(['use AKIANEW', 'inactive AKIAOLD', 'delete AKIAOLD']);
  });

  test('waits while AWS does not know the new key yet', async () => {
    const rotation = new Rotation();
    rotation.knownAfter = 12_000;
    expect((await rotation.run()).ok).toBe(true);
    expect(rotation.time).toBe(12_000);
  });

  test('gives up after 30 seconds and deletes the key that never worked', async () => {
    const rotation = new Rotation();
    rotation.knownAfter = 1_000_000;
    expect(messageOf(await rotation.run())).toContain('The new key does not work.');
    expect([...rotation.keys]).toEqual([['AKIAOLD', 'active']]);
    expect(rotation.inUse).toBe('AKIAOLD');
    expect(rotation.time).toBe(30_000);
  });

  test.each([
    ['the files can not be changed', 'replace 1', 'The disk is full.'],
    ['the old key can not be deactivated', 'setStatus 1', 'could not be deactivated'],
    ['the new key stops working once the old one is inactive', 'whoAmI 2', 'stopped working'],
  ])('when %s, everything is as before', async (_, operation, message) => {
    const rotation = new Rotation();
    rotation.faults.set(operation, failure('access-denied'));
    const text = messageOf(await rotation.run());
    expect(text).toContain(message);
    expect(text).toContain('The old key is in use as before, and the new one is deleted.');
    expect([...rotation.keys]).toEqual([['AKIAOLD', 'active']]);
    expect(rotation.inUse).toBe('AKIAOLD');
  });

  test('keeps the new key when the old one can not be deleted, and says how to', async () => {
    const rotation = new Rotation();
    rotation.faults.set('delete *', failure('access-denied'));
    expect(messageOf(await rotation.run())).toContain('delete-access-key --access-key-id AKIAOLD');
    expect(rotation.inUse).toBe('AKIANEW');
    expect(rotation.keys.get('AKIAOLD')).toBe('inactive');
  });

  test('deletes no key that may be in use when the old one can not be proven to work', async () => {
    const rotation = new Rotation();
    rotation.faults.set('setStatus 1', failure('access-denied'));
    rotation.faults.set('whoAmI 2', failure('access-denied'));
    expect(messageOf(await rotation.run())).toContain('could not be proven to work');
    expect(rotation.keys.size).toBe(2);
  });

  test('with two keys names the one to delete and changes nothing', async () => {
    const rotation = new Rotation();
    rotation.keys.set('AKIASPARE', 'inactive');
    expect(messageOf(await rotation.run())).toContain('--access-key-id AKIASPARE');
    expect(rotation.steps).toEqual([]);
    expect(rotation.keys.size).toBe(2);
  });

  test('changes nothing when keys may not be listed or made', async () => {
    for (const operation of ['list 1', 'create 1']) {
      const rotation = new Rotation();
      rotation.faults.set(operation, failure('access-denied'));
      expect(messageOf(await rotation.run())).toContain('Nothing was changed.');
      expect([...rotation.keys]).toEqual([['AKIAOLD', 'active']]);
    }
  });

  test('tells of a file that an interrupted rotation left behind', async () => {
    const rotation = new Rotation();
    rotation.keys.set('AKIASECOND', 'active');
    rotation.otherFiles = ['~/.aws/credentials'];
    const result = await rotation.run();
    expect(!result.ok && result.failure).toContain('~/.aws/credentials uses it');
    expect([...rotation.keys.keys()]).toEqual([old.accessKeyId, 'AKIASECOND']);
  });
});
