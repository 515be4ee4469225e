import { chmod, chown, lstat, mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { backupName, createPrivateFile, replaceFile } from '../../../src/node/config/atomic-file.ts';
import { temporaryDirectory } from './support.ts';

const modeOf = async (file: string) => (await stat(file)).mode & 0o777;

describe('replacing a file', () => {
  it('keeps its mode and leaves nothing else behind', async () => {
    const directory = await temporaryDirectory();
    const file = join(directory, 'config');
    await writeFile(file, 'old');
    await chmod(file, 0o640);
    await replaceFile(file, 'new');
    expect(await readFile(file, 'utf8')).toBe('new');
    expect(await modeOf(file)).toBe(0o640);
    expect(await readdir(directory)).toEqual(['config']);
  });

  it('is a rename: whoever has the old file open still reads the old text', async () => {
    const directory = await temporaryDirectory();
    const file = join(directory, 'config');
    await writeFile(file, 'old');
    const before = await stat(file);
    await replaceFile(file, 'new');
    expect((await stat(file)).ino).not.toBe(before.ino);
  });

  it.runIf(process.getuid?.() === 0)('keeps its owner', async () => {
    const file = join(await temporaryDirectory(), 'config');
    await writeFile(file, 'old');
    await chown(file, 12345, 54321);
    await replaceFile(file, 'new');
    expect(await stat(file)).toMatchObject({ uid: 12345, gid: 54321 });
  });

  it('makes a private file when there is none', async () => {
    const file = join(await temporaryDirectory(), 'config');
    await replaceFile(file, 'new');
    expect(await modeOf(file)).toBe(0o600);
  });

  it('follows symbolic links and keeps them', async () => {
    const directory = await temporaryDirectory();
    await mkdir(join(directory, 'dotfiles'));
    const target = join(directory, 'dotfiles', 'config');
    const link = join(directory, 'config');
    await writeFile(target, 'old');
    await symlink('dotfiles/config', link);
    await replaceFile(link, 'new');
    expect((await lstat(link)).isSymbolicLink()).toBe(true);
    expect(await readFile(target, 'utf8')).toBe('new');
    expect(await readdir(join(directory, 'dotfiles'))).toEqual(['config']);
  });

  it('leaves the old state and no temporary file when it fails', async () => {
    const directory = await temporaryDirectory();
    const occupied = join(directory, 'config');
    await mkdir(occupied);
    await expect(replaceFile(occupied, 'new')).rejects.toThrow();
    expect(await readdir(directory)).toEqual(['config']);
  });
});

describe('a private file', () => {
  it('is never made over another one', async () => {
    const file = join(await temporaryDirectory(), 'backup');
    await createPrivateFile(file, 'first');
    await expect(createPrivateFile(file, 'second')).rejects.toMatchObject({ code: 'EEXIST' });
    expect(await readFile(file, 'utf8')).toBe('first');
    expect(await modeOf(file)).toBe(0o600);
  });
});

it('names a backup after the file and the time', () => {
  expect(backupName('/a/config', Date.UTC(2026, 0, 31, 12, 5, 7, 89))).toBe(
    '/a/config.metafob-backup-2026-01-31T120507.089Z',
  );
});
