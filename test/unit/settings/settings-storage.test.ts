import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { electronSettingsStorage, type StoreOptions } from '../../../src/main/settings/settings-storage.ts';
import { openSettings } from '../../../src/main/settings/settings-store.ts';
import { defaultSettings } from '../../../src/shared/settings.ts';

let directory: string;
let openStore: (options: StoreOptions) => { store: Record<string, unknown> };

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'settings-'));
  // Outside Electron its package downloads the program, unless it believes that there is one.
  vi.stubEnv('ELECTRON_OVERRIDE_DIST_PATH', directory);
  const { default: Store } = await import('electron-store');
  openStore = (options) => new Store(options);
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(directory, { recursive: true });
});

const open = () => openSettings(electronSettingsStorage(directory, openStore, () => Date.UTC(2026, 10, 22)));
const file = () => join(directory, 'settings.json');

describe('settings in electron-store', () => {
  it('leave no file behind until something changes', async () => {
    expect(open().get()).toEqual(defaultSettings);
    expect(await readdir(directory)).toEqual([]);
  });

  it('survive a restart, in a file of the user alone', async () => {
    open().change({ globalShortcut: 'Ctrl+Alt+M' });
    expect(open().get().globalShortcut).toBe('Ctrl+Alt+M');
    open().change({ globalShortcut: null });
    expect(JSON.parse(await readFile(file(), 'utf8'))).toEqual(defaultSettings);
    if (process.platform !== 'win32') expect((await stat(file())).mode & 0o777).toBe(0o600);
  });

  it('are the defaults when the file is damaged, which is kept', async () => {
    await writeFile(file(), '{ "version": 1, "notif');
    const settings = open();
    expect(settings.get()).toEqual(defaultSettings);
    const kept = `${file()}.damaged-2026-11-22T000000.000Z`;
    expect(settings.problem()).toContain(kept);
    expect(await readFile(kept, 'utf8')).toBe('{ "version": 1, "notif');
    settings.change({ notifications: false });
    expect(open().get().notifications).toBe(false);
    expect(open().problem()).toBeUndefined();
  });
});
