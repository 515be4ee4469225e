/**
 * What is directly below each directory, one name a line without a final newline: names as they are,
 * directories with a slash. The directories follow from the paths of the leaves; `''` is the root.
 *
 * @param rename gives a name other than its own to what a directory (without a slash at its end) lists;
 *   undefined leaves it out
 */
export function listings(
  leaves: Iterable<string>,
  rename: (directory: string, name: string) => string | undefined = (_, name) => name,
): ReadonlyMap<string, string> {
  const children = new Map<string, Set<string>>();
  for (const leaf of leaves) {
    let below = '';
    for (let path = leaf; path !== ''; path = parentOf(path)) {
      const directory = parentOf(path);
      const name = `${path.slice(directory === '' ? 0 : directory.length + 1)}${below}`;
      const names = children.get(directory) ?? new Set();
      const listed = rename(directory, name);
      if (listed !== undefined) names.add(listed);
      children.set(directory, names);
      below = '/';
    }
  }
  return new Map([...children].map(([directory, names]) => [directory, [...names].sort().join('\n')]));
}

const parentOf = (path: string): string => path.slice(0, Math.max(path.lastIndexOf('/'), 0));
