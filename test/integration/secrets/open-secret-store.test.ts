import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type OpenSecretStoreOptions, openSecretStore } from '../../../src/node/secrets/open-secret-store.ts';
import { environmentWithoutBus } from '../../support/secret-service.ts';

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'open-secret-store-'));
});

afterEach(() => rm(directory, { recursive: true }));

const open = (
  kind: OpenSecretStoreOptions['kind'],
  more: Pick<OpenSecretStoreOptions, 'passphrase'> = {},
  variables: NodeJS.ProcessEnv = {},
) => {
  const environment = { ...environmentWithoutBus(directory), ...variables };
  return openSecretStore({ kind, directory, platform: 'linux', environment, ...more });
};

describe('opening a secret store', () => {
  it('asks nobody and writes nothing before the first use', async () => {
    const passphrase = vi.fn(async () => 'correct horse');
    const store = open('auto', { passphrase });
    expect(store.description).toContain('chosen at the first use');
    expect(passphrase).not.toHaveBeenCalled();
    expect(await readdir(directory)).toEqual([]);
  });

  it('takes the place that is configured', async () => {
    expect(await open('memory').place()).toBe('memory');
    expect(await open('file').place()).toBe('file');
    expect(await open('keychain').place()).toBe('keychain');
    expect(open('file').description).toBe(`encrypted file ${join(directory, 'secrets.age')}, as configured`);
  });

  it('never goes elsewhere than configured', async () => {
    const passphrase = async () => 'correct horse';
    expect(await open('keychain', { passphrase }).write('dev', 'SECRET')).toMatchObject({
      ok: false,
      failure: { kind: 'unavailable' },
    });
    expect(await readdir(directory)).toEqual([]);
  });

  it('“auto” takes the encrypted file when the user gives a passphrase, and says why', async () => {
    const store = open('auto', { passphrase: async () => 'correct horse' });
    expect(await store.place()).toBe('file');
    expect(store.description).toMatch(/^encrypted file .*because there is no keychain/);
  });

  it('“auto” asks the user for the passphrase once', async () => {
    const passphrase = vi.fn(async () => 'correct horse');
    const store = open('auto', { passphrase });
    expect(await store.write('dev', 'SECRET')).toEqual({ ok: true });
    expect(await store.read('dev')).toEqual({ kind: 'found', secret: 'SECRET' });
    expect(passphrase).toHaveBeenCalledOnce();
  });

  it('does not ask the user when METAFOB_PASSPHRASE_FILE names a file', async () => {
    const passphrase = vi.fn(async () => 'typed by hand');
    const file = join(directory, 'passphrase');
    await writeFile(file, 'from the file\r\n');
    const store = open('file', { passphrase }, { METAFOB_PASSPHRASE_FILE: file });
    expect(await store.write('dev', 'SECRET')).toEqual({ ok: true });
    expect(passphrase).not.toHaveBeenCalled();
    const later = open('file', { passphrase: async () => 'from the file' });
    expect(await later.read('dev')).toEqual({ kind: 'found', secret: 'SECRET' });
  });

  it('“auto” takes memory when the user gives none', async () => {
    expect(await open('auto', { passphrase: async () => undefined }).place()).toBe('memory');
    expect(await open('auto').place()).toBe('memory');
  });

  it('“auto” does not fall back on memory when the passphrase file cannot be read, but says so', async () => {
    const missing = join(directory, 'missing');
    const store = open('auto', {}, { METAFOB_PASSPHRASE_FILE: missing });
    expect(await store.place()).toBe('file');
    const failure = {
      kind: 'locked',
      reason: expect.stringContaining(`${missing} named by METAFOB_PASSPHRASE_FILE`),
    };
    expect(await store.write('dev', 'SECRET')).toEqual({ ok: false, failure });
  });

  it('refuses an empty passphrase file', async () => {
    const empty = join(directory, 'empty');
    await writeFile(empty, '\n');
    const store = open('file', {}, { METAFOB_PASSPHRASE_FILE: empty });
    const failure = { kind: 'locked', reason: expect.stringContaining('is empty') };
    expect(await store.write('dev', 'SECRET')).toEqual({ ok: false, failure });
  });
});
