import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import {
  environmentWithoutBus,
  type SecretServiceOptions,
  startSecretService,
} from '../../support/secret-service.ts';
import { startWorker, type Worker, type WorkerOptions } from './start-worker.ts';

const account = 'mfa-secret:AKIAEXAMPLE';
const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
const canBeLocked = { kind: 'locked', reason: expect.stringContaining('is locked') };

const cleanUps: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

const session = async (options: SecretServiceOptions) => {
  const started = await startSecretService(options);
  cleanUps.push(started.stop);
  return started;
};

const worker = (options: WorkerOptions): Worker => {
  const started = startWorker(options);
  cleanUps.push(started.stop);
  return started;
};

const workIn = (
  { environment, directory }: Omit<WorkerOptions, 'kind'>,
  kind: WorkerOptions['kind'],
): Worker => worker({ kind, directory, environment });

describe('an unlocked keyring', () => {
  it('gives back what was written, also to another process, until it is removed', async () => {
    const desktop = await session({ keyring: 'unlocked' });
    const one = workIn(desktop, 'keychain');
    expect(await one.ask({ operation: 'read', account })).toEqual({ kind: 'none' });
    expect(await one.ask({ operation: 'write', account, secret })).toEqual({ ok: true });

    const other = workIn(desktop, 'keychain');
    expect(await other.ask({ operation: 'read', account })).toEqual({ kind: 'found', secret });
    expect(await other.ask({ operation: 'remove', account })).toEqual({ ok: true, value: true });
    expect(await other.ask({ operation: 'remove', account })).toEqual({ ok: true, value: false });
    expect(await one.ask({ operation: 'read', account })).toEqual({ kind: 'none' });
  });

  it('is what “auto” chooses', async () => {
    const auto = workIn(await session({ keyring: 'unlocked' }), 'auto');
    await auto.ask({ operation: 'write', account, secret });
    expect(await auto.ask({ operation: 'describe' })).toContain('Secret Service');
  });
});

describe('a locked keyring', () => {
  it('is told from one without the secret, and nothing opens a prompt', async () => {
    const desktop = await session({ keyring: 'unlocked' });
    const store = workIn(desktop, 'keychain');
    await store.ask({ operation: 'write', account, secret });
    await desktop.lock();

    expect(await store.ask({ operation: 'read', account })).toEqual(canBeLocked);
    expect(await store.ask({ operation: 'read', account: 'never-stored' })).toEqual(canBeLocked);
    const refused = { ok: false, failure: canBeLocked };
    expect(await store.ask({ operation: 'write', account, secret: 'OTHER' })).toEqual(refused);
    expect(await store.ask({ operation: 'remove', account })).toEqual(refused);
    expect(desktop.promptWasOpened()).toBe(false);
  });

  it('does not make “auto” put secrets elsewhere', async () => {
    const desktop = await session({ keyring: 'unlocked' });
    await desktop.lock();
    const passphraseFile = join(desktop.directory, 'passphrase');
    await writeFile(passphraseFile, 'a passphrase that is at hand');
    const environment = { ...desktop.environment, METAFOB_PASSPHRASE_FILE: passphraseFile };
    const auto = worker({ kind: 'auto', directory: desktop.directory, environment });
    expect(await auto.ask({ operation: 'write', account, secret })).toMatchObject({ ok: false });
    expect(await auto.ask({ operation: 'describe' })).toContain('Secret Service');
  });

  it('keeps nobody waiting behind a prompt that somebody opened all the same', async () => {
    const desktop = await session({ keyring: 'unlocked' });
    await workIn(desktop, 'keychain').ask({ operation: 'write', account, secret });
    await desktop.lock();

    const careless = workIn(desktop, 'careless');
    const noAnswer = { kind: 'locked', reason: expect.stringContaining('did not answer') };
    expect(await careless.ask({ operation: 'read', account })).toEqual(noAnswer);
    expect(desktop.promptWasOpened()).toBe(true);
    expect(await careless.ask({ operation: 'read', account })).toEqual(noAnswer);
  });
});

describe('without a Secret Service', () => {
  const unavailable = { kind: 'unavailable', reason: expect.stringContaining('no Secret Service') };

  it('the keychain is unavailable on a D-Bus session that has none', async () => {
    const store = workIn(await session({ keyring: 'none' }), 'keychain');
    expect(await store.ask({ operation: 'read', account })).toEqual(unavailable);
    expect(await store.ask({ operation: 'write', account, secret })).toEqual({
      ok: false,
      failure: unavailable,
    });
  });

  it('the keychain is unavailable where there is no D-Bus session at all', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'no-bus-'));
    cleanUps.push(() => rm(directory, { recursive: true }));
    const store = workIn({ environment: environmentWithoutBus(directory), directory }, 'keychain');
    expect(await store.ask({ operation: 'read', account })).toEqual(unavailable);
  });

  it('the keychain is unavailable also where no D-Bus tool can be asked', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'no-tools-'));
    cleanUps.push(() => rm(directory, { recursive: true }));
    const environment = { ...environmentWithoutBus(directory), PATH: directory };
    const store = workIn({ environment, directory }, 'keychain');
    expect(await store.ask({ operation: 'read', account })).toMatchObject({ kind: 'unavailable' });
  });

  it('“auto” takes the encrypted file when a passphrase is at hand', async () => {
    const { environment, directory } = await session({ keyring: 'none' });
    const passphraseFile = join(directory, 'passphrase');
    await writeFile(passphraseFile, 'a passphrase that is at hand\n');
    const withPassphrase = { ...environment, METAFOB_PASSPHRASE_FILE: passphraseFile };
    const auto = worker({ kind: 'auto', directory, environment: withPassphrase });
    expect(await auto.ask({ operation: 'write', account, secret })).toEqual({ ok: true });
    expect(await auto.ask({ operation: 'describe' })).toContain('secrets.age');

    const later = worker({ kind: 'auto', directory, environment: withPassphrase });
    expect(await later.ask({ operation: 'read', account })).toEqual({ kind: 'found', secret });
  });

  it('“auto” takes memory when there is no passphrase, and says why', async () => {
    const auto = workIn(await session({ keyring: 'none' }), 'auto');
    expect(await auto.ask({ operation: 'write', account, secret })).toEqual({ ok: true });
    expect(await auto.ask({ operation: 'read', account })).toEqual({ kind: 'found', secret });
    expect(await auto.ask({ operation: 'describe' })).toMatch(/^memory only.*no Secret Service/);
  });
});
