import { type FSWatcher, watch } from 'node:fs';
import { debounce } from './debounce.ts';
import { type WatchPoint, watchPoints } from './watch-points.ts';

export interface WatchOptions {
  /** Something about the files changed; read them again. May be called when nothing really did. */
  readonly onChange: () => void;
  /** A directory cannot be watched; `message` is a sentence for the user. */
  readonly onProblem?: (message: string) => void;
  /** How long the files must be quiet before `onChange`, in ms. */
  readonly quietMs?: number;
}

/** `watcher` is absent when the directory could not be watched; it is tried again when it was replaced. */
interface Watched {
  readonly point: WatchPoint;
  readonly watcher?: FSWatcher;
}

/**
 * Watches configuration files, also ones that do not exist yet (pass `candidates` of `locateConfigFiles`).
 * Start it before the first load, so that no edit falls in between. The returned function ends it; it does
 * not keep the process running by itself. The caller keeps its last good configuration when the new one has
 * problems.
 */
export const watchConfiguration = (
  files: readonly string[],
  { onChange, onProblem = () => {}, quietMs = 100 }: WatchOptions,
): (() => void) => {
  const watched = new Map<string, Watched>();

  const { trigger, cancel } = debounce(() => {
    // Before the caller reads: what is written later makes an event, what was written earlier is read.
    followDirectories();
    onChange();
  }, quietMs);

  const startWatching = (point: WatchPoint): Watched => {
    const { directory } = point;
    // The system's own words: for want of inotify watches it says so, under the code of a full disk.
    const giveUp = (error: unknown): void =>
      onProblem(
        `Changes in ${directory} are not noticed until a restart: ${error instanceof Error ? error.message : error}.`,
      );
    try {
      const watcher = watch(directory, { persistent: false }, (_event, name) => {
        if (name === null || watched.get(directory)?.point.names.has(name)) trigger();
      });
      watcher.on('error', (error) => {
        watcher.close();
        giveUp(error);
      });
      return { point, watcher };
    } catch (error) {
      giveUp(error);
      return { point };
    }
  };

  const followDirectories = (): void => {
    const points = watchPoints(files);
    for (const { point, watcher } of [...watched.values()]) {
      if (points.some((other) => isSameDirectory(other, point))) continue;
      watcher?.close();
      watched.delete(point.directory);
    }
    const added = points.filter(({ directory }) => !watched.has(directory));
    for (const point of points) {
      const known = watched.get(point.directory);
      watched.set(point.directory, known === undefined ? startWatching(point) : { ...known, point });
    }
    // A directory may have come into being just before its parent was watched.
    if (added.length > 0) followDirectories();
  };

  followDirectories();
  return () => {
    cancel();
    for (const { watcher } of watched.values()) watcher?.close();
    watched.clear();
  };
};

const isSameDirectory = (left: WatchPoint, right: WatchPoint): boolean =>
  left.directory === right.directory && left.identity === right.identity;
