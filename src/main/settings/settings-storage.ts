import { existsSync, renameSync } from 'node:fs';
import { join } from 'node:path';

/** Where settings are kept. Calls are synchronous, like those of electron-store. */
export interface SettingsStorage {
  /** The content, not yet checked; undefined when there is none. @throws Error when it cannot be read */
  read(): unknown;
  /** @throws Error when it cannot be written */
  write(content: Readonly<Record<string, unknown>>): void;
  /** Moves the content out of the way for a person to look at. Answers where it is. @throws Error */
  keepAside(): string;
}

/** What we need of electron-store. */
export interface StoreLike {
  store: Record<string, unknown>;
}

export interface StoreOptions {
  readonly name: string;
  readonly cwd: string;
  readonly clearInvalidConfig: false;
  readonly configFileMode: number;
}

const name = 'settings';

/**
 * `settings.json` in a directory, through electron-store, which writes atomically.
 * @param openStore `(options) => new Store(options)`; it reads the file at once, so it is called when needed
 */
export function electronSettingsStorage(
  directory: string,
  openStore: (options: StoreOptions) => StoreLike,
  now: () => number = Date.now,
): SettingsStorage {
  const file = join(directory, `${name}.json`);
  const open = () => openStore({ name, cwd: directory, clearInvalidConfig: false, configFileMode: 0o600 });
  return {
    read: () => (existsSync(file) ? { ...open().store } : undefined),
    write(content) {
      open().store = { ...content };
    },
    keepAside() {
      // Windows allows no colons in file names.
      const kept = `${file}.damaged-${new Date(now()).toISOString().replaceAll(':', '')}`;
      renameSync(file, kept);
      return kept;
    },
  };
}
