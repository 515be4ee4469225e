import { realpathSync, statSync } from 'node:fs';
import { basename, dirname } from 'node:path';

/** A directory to watch and the names in it that matter. */
export interface WatchPoint {
  readonly directory: string;
  /** Which directory stood under this path: one that was removed and made again has to be watched anew. */
  readonly identity: string;
  readonly names: ReadonlySet<string>;
}

/**
 * The directories to watch so that any change of the files is noticed: an edit, a replacement by rename, a
 * file or its directory that comes into being or goes away, and the target of a symbolic link.
 */
export const watchPoints = (files: readonly string[]): readonly WatchPoint[] => {
  const points = new Map<string, { directory: string; identity: string; names: Set<string> }>();
  for (const path of new Set(files.flatMap(pathAndTarget))) {
    for (const { directory, identity, name } of watchedNames(path)) {
      const point = points.get(directory) ?? { directory, identity, names: new Set<string>() };
      point.names.add(name);
      points.set(directory, point);
    }
  }
  return [...points.values()];
};

const pathAndTarget = (file: string): readonly string[] => {
  try {
    return [file, realpathSync(file)];
  } catch {
    return [file];
  }
};

/** The nearest directory that exists, and its parent, which tells when that directory itself goes away. */
const watchedNames = (
  path: string,
): readonly { readonly directory: string; readonly identity: string; readonly name: string }[] => {
  const directory = dirname(path);
  if (directory === path) return [];
  const identity = directoryIdentity(directory);
  if (identity === undefined) return watchedNames(directory);
  const here = { directory, identity, name: basename(path) };
  const parent = dirname(directory);
  const parentIdentity = directoryIdentity(parent);
  return parent === directory || parentIdentity === undefined
    ? [here]
    : [here, { directory: parent, identity: parentIdentity, name: basename(directory) }];
};

/** Undefined when there is no such directory, or none that we may look into. */
const directoryIdentity = (path: string): string | undefined => {
  try {
    const stats = statSync(path, { bigint: true });
    return stats.isDirectory() ? `${stats.dev}:${stats.ino}` : undefined;
  } catch {
    return undefined;
  }
};
