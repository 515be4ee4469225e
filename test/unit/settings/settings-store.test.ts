import { beforeEach, describe, expect, it } from 'vitest';
import { openSettings, type SettingsStorage } from '../../../src/main/settings/settings-store.ts';
import { defaultSettings, type Settings } from '../../../src/shared/settings.ts';

/** A storage in memory that can be damaged or full. */
class MemoryStorage implements SettingsStorage {
  content: unknown;
  kept: unknown;
  readProblem: Error | undefined;
  writeProblem: Error | undefined;
  writes = 0;
  read() {
    if (this.readProblem !== undefined) throw this.readProblem;
    return this.content;
  }
  write(content: Readonly<Record<string, unknown>>) {
    if (this.writeProblem !== undefined) throw this.writeProblem;
    this.writes += 1;
    this.content = content;
  }
  keepAside() {
    this.kept = this.content;
    this.content = undefined;
    return '/home/alice/settings.json.damaged';
  }
}

let storage: MemoryStorage;
beforeEach(() => {
  storage = new MemoryStorage();
});

describe('settings', () => {
  it('are the defaults at first, and nothing is written until something changes', () => {
    const settings = openSettings(storage);
    expect(settings.get()).toEqual(defaultSettings);
    expect(settings.problem()).toBeUndefined();
    expect(storage.writes).toBe(0);
  });

  it('survive a restart', () => {
    openSettings(storage).change({ clearOnLock: true, activeProfile: 'prod' });
    expect(openSettings(storage).get()).toEqual({
      ...defaultSettings,
      clearOnLock: true,
      activeProfile: 'prod',
    });
  });

  it('tell their listeners what changed, until they unsubscribe', () => {
    const settings = openSettings(storage);
    const told: Settings[] = [];
    const unsubscribe = settings.subscribe((each) => told.push(each));
    settings.change({ notifications: false });
    settings.change({ notifications: false });
    unsubscribe();
    settings.change({ notifications: true });
    expect(told).toEqual([{ ...defaultSettings, notifications: false }]);
  });

  it('have a shortcut that null takes away', () => {
    const settings = openSettings(storage);
    expect(settings.change({ globalShortcut: 'Ctrl+Alt+M' }).globalShortcut).toBe('Ctrl+Alt+M');
    expect(settings.change({ notifications: false }).globalShortcut).toBe('Ctrl+Alt+M');
    expect(settings.change({ globalShortcut: null })).not.toHaveProperty('globalShortcut');
  });

  it('hold until the app quits when they cannot be written', () => {
    const settings = openSettings(storage);
    storage.writeProblem = new Error('no space left on device');
    expect(settings.change({ clearOnLock: true }).clearOnLock).toBe(true);
    expect(settings.problem()).toContain('no space left on device');
    storage.writeProblem = undefined;
    settings.change({ notifications: false });
    expect(settings.problem()).toBeUndefined();
    expect(storage.content).toMatchObject({ clearOnLock: true, notifications: false });
  });
});

describe('stored content', () => {
  it('without a version gets one, and defaults for what is missing', () => {
    storage.content = { notifications: false };
    expect(openSettings(storage).get()).toEqual({ ...defaultSettings, notifications: false });
    expect(storage.content).toEqual({ ...defaultSettings, notifications: false });
  });

  it.each([
    ['a wrong type', { ...defaultSettings, notifications: 'yes' }, 'notifications'],
    ['a newer version', { ...defaultSettings, version: 99 }, 'a newer Metafob wrote it'],
    ['a version that is none', { ...defaultSettings, version: 'one' }, '"one"'],
    ['a list', [1, 2], 'it is not a JSON object'],
  ])('with %s is kept aside, and the defaults are used', (_, content, reason) => {
    storage.content = content;
    const settings = openSettings(storage);
    expect(settings.get()).toEqual(defaultSettings);
    expect(storage.kept).toEqual(content);
    expect(settings.problem()).toContain(reason);
    expect(settings.problem()).toContain('/home/alice/settings.json.damaged');
  });

  it('that cannot be read is kept aside too', () => {
    storage.content = '{ broken';
    storage.readProblem = new SyntaxError('Expected property name');
    const settings = openSettings(storage);
    expect(settings.get()).toEqual(defaultSettings);
    expect(storage.kept).toBe('{ broken');
  });

  it('loses keys that nobody knows', () => {
    storage.content = { ...defaultSettings, old: true };
    expect(openSettings(storage).get()).toEqual(defaultSettings);
    expect(storage.content).toEqual(defaultSettings);
  });
});
