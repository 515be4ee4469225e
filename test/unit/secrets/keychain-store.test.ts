import { describe, expect, it, vi } from 'vitest';
import { createKeychainStore, type Keychain } from '../../../src/node/secrets/keychain-store.ts';
import type { AskKeyringState, KeyringState } from '../../../src/node/secrets/secret-service-lock.ts';
import { deferred } from './deferred.ts';
import { createManualTimer } from './manual-timer.ts';

const locked: KeyringState = { kind: 'locked', reason: 'The keyring is locked.' };
const unlocked: KeyringState = { kind: 'unlocked' };
const name = 'The keyring';
const account = 'mfa-secret:AKIAEXAMPLE';

/** A keychain in memory that notes how it was called. */
const createFakeKeychain = () => {
  const secrets = new Map<string, string>();
  const calls: string[] = [];
  const keychain: Keychain = {
    getPassword: async (service, of) => {
      calls.push(`get ${service} ${of}`);
      return secrets.get(of) ?? null;
    },
    setPassword: async (service, of, secret) => {
      calls.push(`set ${service} ${of}`);
      secrets.set(of, secret);
    },
    deletePassword: async (service, of) => {
      calls.push(`delete ${service} ${of}`);
      return secrets.delete(of);
    },
  };
  return { keychain, calls };
};

const storeOn = (keychain: Keychain, askState: AskKeyringState) =>
  createKeychainStore({
    name,
    askState,
    loadKeychain: async () => keychain,
    timer: createManualTimer().timer,
  });

const failing = (message: string): Keychain => ({
  getPassword: () => Promise.reject(new Error(message)),
  setPassword: () => Promise.reject(new Error(message)),
  deletePassword: () => Promise.reject(new Error(message)),
});

describe('the keychain store', () => {
  it('keeps secrets under the service name “metafob”', async () => {
    const { keychain, calls } = createFakeKeychain();
    const store = storeOn(keychain, async () => unlocked);
    await store.write(account, 'SECRET');
    expect(await store.read(account)).toEqual({ kind: 'found', secret: 'SECRET' });
    expect(await store.remove(account)).toEqual({ ok: true, value: true });
    expect(await store.read(account)).toEqual({ kind: 'none' });
    expect(new Set(calls.map((call) => call.split(' ')[1]))).toEqual(new Set(['metafob']));
  });

  it('loads nothing before the first use', async () => {
    const { keychain } = createFakeKeychain();
    const loadKeychain = vi.fn(async () => keychain);
    const store = createKeychainStore({ name, askState: async () => unlocked, loadKeychain });
    expect(store.description).toBe(name);
    expect(loadKeychain).not.toHaveBeenCalled();
    await store.read(account);
    expect(loadKeychain).toHaveBeenCalledOnce();
  });

  it('does not touch a locked keychain', async () => {
    const { keychain, calls } = createFakeKeychain();
    const store = storeOn(keychain, async () => locked);
    expect(await store.read(account)).toEqual(locked);
    expect(await store.write(account, 'SECRET')).toEqual({ ok: false, failure: locked });
    expect(await store.remove(account)).toEqual({ ok: false, failure: locked });
    expect(calls).toEqual([]);
  });

  it('does not believe “nothing there” from a keychain that was locked meanwhile', async () => {
    const { keychain } = createFakeKeychain();
    const states = [unlocked, locked, unlocked, locked];
    const store = storeOn(keychain, async () => states.shift() ?? unlocked);
    expect(await store.read(account)).toEqual(locked);
    expect(await store.remove(account)).toEqual({ ok: false, failure: locked });
  });

  it('believes the keychain itself where its state cannot be asked', async () => {
    const { keychain } = createFakeKeychain();
    const store = storeOn(keychain, async () => ({ kind: 'unknown' }));
    expect(await store.read(account)).toEqual({ kind: 'none' });
  });

  it('is unavailable when keytar does not load', async () => {
    const loadKeychain = () => Promise.reject(new Error('libsecret-1.so.0: cannot open shared object file'));
    const store = createKeychainStore({ name, askState: async () => unlocked, loadKeychain });
    expect(await store.read(account)).toMatchObject({ kind: 'unavailable' });
  });

  it.each([
    ['Cannot autolaunch D-Bus without X11 $DISPLAY', 'unavailable'],
    ['The name org.freedesktop.secrets was not provided by any .service files', 'unavailable'],
    ['User interaction is not allowed.', 'locked'],
    ['Cannot create an item in a locked collection', 'locked'],
  ])('takes the error “%s” for %s', async (message, kind) => {
    const store = storeOn(failing(message), async () => ({ kind: 'unknown' }));
    expect(await store.read(account)).toMatchObject({ kind });
    expect(await store.write(account, 'SECRET')).toMatchObject({ ok: false, failure: { kind } });
  });

  it('counts as locked when it has not answered for 30 seconds, as behind a prompt', async () => {
    const { timer, pass } = createManualTimer();
    const { keychain } = createFakeKeychain();
    const asked = deferred<void>();
    const prompting: Keychain = {
      ...keychain,
      getPassword: () => {
        asked.resolve(undefined);
        return new Promise(() => {});
      },
    };
    const loadKeychain = async () => prompting;
    const store = createKeychainStore({ name, askState: async () => unlocked, loadKeychain, timer });
    const onAnswer = vi.fn();
    const reading = store.read(account);
    reading.then(onAnswer);
    await asked.promise;
    pass(29_999);
    await new Promise<void>((resolve) => setImmediate(resolve));
    expect(onAnswer).not.toHaveBeenCalled();
    pass(1);
    expect(await reading).toEqual({ kind: 'locked', reason: expect.stringContaining('did not answer') });
  });
});
