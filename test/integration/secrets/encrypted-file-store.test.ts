import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { success } from '../../../src/core/result.ts';
import { createEncryptedFileStore } from '../../../src/node/secrets/encrypted-file-store.ts';
import type { AskPassphrase } from '../../../src/node/secrets/passphrase.ts';
import { environmentWithoutBus } from '../../support/secret-service.ts';
import { startWorker } from './start-worker.ts';

const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
const knowing =
  (passphrase: string | undefined): AskPassphrase =>
  async () =>
    success(passphrase);
const rightPassphrase = knowing('correct horse battery staple');

let directory: string;
let path: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'encrypted-file-'));
  path = join(directory, 'metafob', 'secrets.age');
});

afterEach(() => rm(directory, { recursive: true }));

const storeWith = (askPassphrase: AskPassphrase) =>
  createEncryptedFileStore({ path, askPassphrase, workFactor: 10 });

const impatientStore = () =>
  createEncryptedFileStore({
    path,
    askPassphrase: rightPassphrase,
    workFactor: 10,
    lock: { attempts: 2, pause: 1 },
  });

const lockBy = (host: string, processId: number) =>
  writeFile(`${path}.lock`, JSON.stringify({ host, processId }));

/** The id of a process that has ended. */
const endedProcess = async (): Promise<number> => {
  const child = spawn(process.execPath, ['--version'], { stdio: 'ignore' });
  await once(child, 'exit');
  return child.pid ?? Number.NaN;
};

describe('the encrypted file', () => {
  it('gives back what was written, also after a restart, until it is removed', async () => {
    await storeWith(rightPassphrase).write('dev', secret);
    const later = storeWith(rightPassphrase);
    expect(await later.read('dev')).toEqual({ kind: 'found', secret });
    expect(await later.read('other')).toEqual({ kind: 'none' });
    expect(await later.remove('dev')).toEqual({ ok: true, value: true });
    expect(await later.remove('dev')).toEqual({ ok: true, value: false });
    expect(await storeWith(rightPassphrase).read('dev')).toEqual({ kind: 'none' });
  });

  it('is an age file that only its owner can read, without secrets or account names in the clear', async () => {
    await storeWith(rightPassphrase).write('dev', secret);
    const content = await readFile(path, 'latin1');
    expect(content).toMatch(/^age-encryption\.org\/v1\n-> scrypt /);
    expect(content).not.toContain(secret);
    expect(content).not.toContain('dev');
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await readdir(join(directory, 'metafob'))).toEqual(['secrets.age']);
  });

  it('asks for the passphrase only when it is needed, and once', async () => {
    const askPassphrase = vi.fn(rightPassphrase);
    const store = storeWith(askPassphrase);
    expect(await store.read('dev')).toEqual({ kind: 'none' });
    expect(await store.remove('dev')).toEqual({ ok: true, value: false });
    expect(askPassphrase).not.toHaveBeenCalled();
    await store.write('dev', secret);
    await store.write('other', secret);
    await store.read('dev');
    expect(askPassphrase).toHaveBeenCalledOnce();
  });

  it('sees what another process wrote meanwhile', async () => {
    const service = storeWith(rightPassphrase);
    await service.write('dev', secret);
    await storeWith(rightPassphrase).write('other', 'FROM THE COMMAND LINE');
    expect(await service.read('other')).toEqual({ kind: 'found', secret: 'FROM THE COMMAND LINE' });
  });
});

describe('an encrypted file that cannot be opened', () => {
  beforeEach(async () => {
    await storeWith(rightPassphrase).write('dev', secret);
  });

  it('is locked for a wrong passphrase, and stays as it is', async () => {
    const before = await readFile(path);
    const store = storeWith(knowing('wrong'));
    const locked = { kind: 'locked', reason: expect.stringContaining('The passphrase does not open') };
    expect(await store.read('dev')).toEqual(locked);
    expect(await store.write('dev', 'OTHER')).toEqual({ ok: false, failure: locked });
    expect(await store.remove('dev')).toEqual({ ok: false, failure: locked });
    expect(await readFile(path)).toEqual(before);
  });

  it('opens once the right passphrase is given', async () => {
    const answers = ['wrong', 'correct horse battery staple'];
    const store = storeWith(async () => success(answers.shift()));
    expect(await store.read('dev')).toMatchObject({ kind: 'locked' });
    expect(await store.read('dev')).toEqual({ kind: 'found', secret });
  });

  it('is locked without a passphrase, and says how to give one', async () => {
    const locked = { kind: 'locked', reason: expect.stringContaining('METAFOB_PASSPHRASE_FILE') };
    const store = storeWith(knowing(undefined));
    expect(await store.read('dev')).toEqual(locked);
    expect(await store.write('dev', 'OTHER')).toEqual({ ok: false, failure: locked });
  });

  it.each([
    ['cut short', (content: Buffer) => content.subarray(0, -3)],
    ['cut within its header', (content: Buffer) => content.subarray(0, 40)],
    ['emptied', () => Buffer.alloc(0)],
    ['something else', () => Buffer.from('{"dev":"x"}')],
    [
      'changed at its end',
      (content: Buffer) => Buffer.concat([content.subarray(0, -1), Buffer.of((content.at(-1) ?? 0) ^ 1)]),
    ],
  ])('is told to be damaged when %s, and stays as it is', async (_, damage) => {
    const damaged = damage(await readFile(path));
    await writeFile(path, damaged);
    const store = storeWith(rightPassphrase);
    expect(await store.read('dev')).toEqual({
      kind: 'locked',
      reason: expect.stringContaining('is damaged'),
    });
    expect(await store.write('dev', 'OTHER')).toMatchObject({ ok: false, failure: { kind: 'damaged' } });
    expect(await readFile(path)).toEqual(damaged);
  });
});

describe('several writers of the encrypted file', () => {
  it('lose nothing within one store', async () => {
    const store = storeWith(rightPassphrase);
    await Promise.all([store.write('one', '1'), store.write('two', '2')]);
    const later = storeWith(rightPassphrase);
    expect(await later.read('one')).toEqual({ kind: 'found', secret: '1' });
    expect(await later.read('two')).toEqual({ kind: 'found', secret: '2' });
  });

  it('lose nothing when they are several processes', async () => {
    const passphraseFile = join(directory, 'passphrase');
    await writeFile(passphraseFile, 'correct horse battery staple\n');
    const environment = { ...environmentWithoutBus(directory), METAFOB_PASSPHRASE_FILE: passphraseFile };
    const options = { kind: 'file', directory: join(directory, 'metafob'), environment } as const;
    const workers = ['one', 'two', 'three'].map((account) => ({ account, worker: startWorker(options) }));
    const writes = workers.map(({ account, worker }) =>
      worker.ask({ operation: 'write', account, secret: `of ${account}` }),
    );
    expect(await Promise.all(writes)).toEqual([{ ok: true }, { ok: true }, { ok: true }]);
    for (const { worker } of workers) await worker.stop();

    const later = storeWith(rightPassphrase);
    for (const { account } of workers) {
      expect(await later.read(account)).toEqual({ kind: 'found', secret: `of ${account}` });
    }
  });

  it('stand aside while somebody else writes', async () => {
    await storeWith(rightPassphrase).write('dev', secret);
    for (const [host, processId] of [
      [hostname(), process.pid],
      ['another-machine', await endedProcess()],
    ] as const) {
      await lockBy(host, processId);
      const refused = await impatientStore().write('dev', 'OTHER');
      expect(refused).toMatchObject({ ok: false, failure: { kind: 'busy' } });
    }
    expect(await impatientStore().read('dev')).toEqual({ kind: 'found', secret });
  });

  it('are not hindered by what a crashed one left behind', async () => {
    await storeWith(rightPassphrase).write('dev', secret);
    await writeFile(`${path}.new`, 'half of a file');
    await lockBy(hostname(), await endedProcess());
    const store = impatientStore();
    expect(await store.read('dev')).toEqual({ kind: 'found', secret });
    expect(await store.write('other', 'x')).toEqual({ ok: true });
    expect(await store.read('dev')).toEqual({ kind: 'found', secret });
    expect(await readdir(join(directory, 'metafob'))).toEqual(['secrets.age']);
  });
});
