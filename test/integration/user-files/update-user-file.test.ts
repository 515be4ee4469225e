import {
  chmod,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { failed, success } from '../../../src/core/result.ts';
import type { Timer } from '../../../src/node/secrets/timer.ts';
import { setEntries } from '../../../src/node/user-files/edit-ini.ts';
import { updateUserFile } from '../../../src/node/user-files/update-user-file.ts';

const now = Date.parse('2026-01-31T12:00:00Z');

let folder: string;
let file: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'metafob-user-files-'));
  file = join(folder, 'credentials');
});
afterEach(() => rm(folder, { recursive: true }));

const setKey = (value: string) => (text: string) => setEntries(text, 'a', { key: value });
const modeOf = async (path: string) => (await stat(path)).mode & 0o777;
const backups = async () => (await readdir(folder)).filter((name) => name.includes('backup'));

describe('changing a file of the user', () => {
  test('makes a missing file and its folder for the owner alone, without a backup', async () => {
    const missing = join(folder, '.aws', 'credentials');
    expect(await updateUserFile(missing, setKey('1'), { now })).toEqual(success({ changed: true }));
    expect(await readFile(missing, 'utf8')).toBe('[a]\nkey = 1\n');
    expect(await modeOf(missing)).toBe(0o600);
    expect(await modeOf(join(folder, '.aws'))).toBe(0o700);
    expect(await readdir(join(folder, '.aws'))).toEqual(['credentials']);
  });

  test('keeps the mode of the file, and what it held in a backup for the owner alone', async () => {
    await writeFile(file, '[a]\nkey = 1\n');
    await chmod(file, 0o640);
    const update = await updateUserFile(file, setKey('2'), { now });
    const backup = `${file}.metafob-backup-2026-01-31T120000.000Z`;
    expect(update).toEqual(success({ changed: true, backup }));
    expect(await readFile(file, 'utf8')).toBe('[a]\nkey = 2\n');
    expect(await modeOf(file)).toBe(0o640);
    expect(await readFile(backup, 'utf8')).toBe('[a]\nkey = 1\n');
    expect(await modeOf(backup)).toBe(0o600);
  });

  test('leaves a secret out of the backup when told to', async () => {
    await writeFile(file, '[a]\nkey = secret\n');
    await updateUserFile(file, setKey('2'), { now, backupText: (text) => text.replace('secret', '****') });
    const [backup = ''] = await backups();
    expect(await readFile(join(folder, backup), 'utf8')).toBe('[a]\nkey = ****\n');
  });

  test('writes nothing when nothing changes or the edit fails', async () => {
    await writeFile(file, '[a]\nkey = 1\n');
    expect(await updateUserFile(file, setKey('1'), { now })).toEqual(success({ changed: false }));
    const refused = await updateUserFile(file, () => failed({ line: 2, message: 'no' }), { now });
    expect(refused).toEqual(failed({ file, line: 2, message: 'no' }));
    expect(await readdir(folder)).toEqual(['credentials']);
  });

  test('keeps the ten newest backups, and one of each content', async () => {
    for (let count = 0; count < 13; count += 1) {
      await updateUserFile(file, setKey(String(count)), { now: now + count });
    }
    const names = await backups();
    expect(names).toHaveLength(10);
    expect(await readFile(join(folder, names.sort().at(-1) ?? ''), 'utf8')).toContain('key = 11');
    await writeFile(file, '[a]\nkey = 11\n');
    await updateUserFile(file, setKey('x'), { now: now + 50 });
    expect((await backups()).sort()).toEqual(names.sort());
  });

  test('follows links', async () => {
    await mkdir(join(folder, 'dotfiles'));
    const target = join(folder, 'dotfiles', 'aws-credentials');
    await writeFile(target, '[a]\nkey = 1\n');
    await symlink(target, file);
    await updateUserFile(file, setKey('2'), { now });
    expect(await readFile(target, 'utf8')).toBe('[a]\nkey = 2\n');
    expect(await readFile(file, 'utf8')).toBe('[a]\nkey = 2\n');
  });

  test('two writers at once lose nothing', async () => {
    const writers = Array.from({ length: 8 }, (_, index) =>
      updateUserFile(file, (text) => setEntries(text, `s${index}`, { key: 'v' }), { now: now + index }),
    );
    for (const written of await Promise.all(writers)) expect(written.ok).toBe(true);
    const text = await readFile(file, 'utf8');
    for (let index = 0; index < 8; index += 1) expect(text).toContain(`[s${index}]\nkey = v\n`);
  });

  test('refuses bytes that are no UTF-8 text, and leaves them', async () => {
    await writeFile(file, Buffer.from([0x5b, 0x61, 0x5d, 0x0a, 0xff]));
    const refused = await updateUserFile(file, setKey('1'), { now });
    expect(refused).toMatchObject({ ok: false, failure: { file } });
    expect((await readFile(file)).at(-1)).toBe(0xff);
  });

  test('says why the system refused', async () => {
    await mkdir(file);
    const refused = await updateUserFile(file, setKey('1'), { now });
    expect(refused).toMatchObject({ ok: false, failure: { message: expect.stringContaining('directory') } });
  });

  test('names the lock when another program holds it all the time', async () => {
    await writeFile(`${file}.metafob-lock`, JSON.stringify({ host: 'elsewhere', processId: 1 }));
    const timer: Timer = (_, done) => {
      done();
      return () => undefined;
    };
    const lock = { attempts: 2, timer };
    const refused = await updateUserFile(file, setKey('1'), { now, lock });
    expect(refused).toMatchObject({ failure: { message: expect.stringContaining('.metafob-lock') } });
  });

  test('clears away the draft of a killed process, not that of a running one', async () => {
    await writeFile(join(folder, '.credentials.metafob-old'), 'secret');
    await writeFile(join(folder, '.credentials.metafob-new'), 'secret');
    await utimes(join(folder, '.credentials.metafob-old'), now / 1000 - 120, now / 1000 - 120);
    await utimes(join(folder, '.credentials.metafob-new'), now / 1000, now / 1000);
    const lockDraft = `${file}.metafob-lock.1234-old`;
    await writeFile(lockDraft, '{}');
    await utimes(lockDraft, now / 1000 - 120, now / 1000 - 120);
    await updateUserFile(file, setKey('1'), { now });
    expect((await readdir(folder)).sort()).toEqual(['.credentials.metafob-new', 'credentials']);
  });
});
