import { isDeepStrictEqual } from 'node:util';
import { defaultSettings, type Settings, type SettingsChange } from '../../shared/settings.ts';
import { migrateSettings } from './migrate-settings.ts';
import type { SettingsStorage } from './settings-storage.ts';

export type { SettingsStorage } from './settings-storage.ts';

export interface SettingsStore {
  get(): Settings;
  /** Answers the settings as they are now; when they cannot be written they hold until the app quits. */
  change(change: SettingsChange & { readonly activeProfile?: string }): Settings;
  /** Calls back after each change; returns a function that unsubscribes. */
  subscribe(listener: (settings: Settings) => void): () => void;
  /** Why settings were lost or could not be saved, in a sentence. */
  problem(): string | undefined;
}

interface Loaded {
  readonly settings: Settings;
  readonly problem?: string;
  /** Whether the storage holds something else than `settings`. */
  readonly isNew?: boolean;
}

/** Settings that are always valid: what is stored is checked, and defaults take the place of damaged content. */
export function openSettings(storage: SettingsStorage): SettingsStore {
  const loaded = load(storage);
  let { settings, problem } = loaded;
  const listeners = new Set<(settings: Settings) => void>();

  const save = () => {
    try {
      storage.write(settings);
    } catch (error) {
      problem = `The settings could not be saved and hold only until Metafob quits: ${reasonOf(error)}`;
    }
  };
  if (loaded.isNew === true) save();

  return {
    get: () => settings,
    change(change) {
      const changed = applyChange(settings, change);
      if (isDeepStrictEqual(changed, settings)) return settings;
      settings = changed;
      problem = undefined;
      save();
      for (const listener of listeners) listener(settings);
      return settings;
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    problem: () => problem,
  };
}

function load(storage: SettingsStorage): Loaded {
  let stored: unknown;
  try {
    stored = storage.read();
  } catch (error) {
    return putAside(storage, reasonOf(error));
  }
  if (stored === undefined) return { settings: defaultSettings };
  const migrated = migrateSettings(stored);
  if (!migrated.ok) return putAside(storage, migrated.failure);
  return { settings: migrated.value, isNew: !isDeepStrictEqual(migrated.value, stored) };
}

function putAside(storage: SettingsStorage, reason: string): Loaded {
  const sentence = `The settings could not be read (${reason}), so the defaults are used.`;
  try {
    return {
      settings: defaultSettings,
      problem: `${sentence} The old file is kept as ${storage.keepAside()}.`,
    };
  } catch (error) {
    return {
      settings: defaultSettings,
      problem: `${sentence} It could not be kept aside: ${reasonOf(error)}`,
    };
  }
}

function applyChange(
  settings: Settings,
  { globalShortcut, ...change }: SettingsChange & { readonly activeProfile?: string },
): Settings {
  // A change that came as JSON may name a setting without giving it a value.
  const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
  const { globalShortcut: shortcutBefore, ...others } = settings;
  const shortcut = globalShortcut === undefined ? shortcutBefore : globalShortcut;
  const changed = { ...others, ...given };
  return shortcut === null || shortcut === undefined ? changed : { ...changed, globalShortcut: shortcut };
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
