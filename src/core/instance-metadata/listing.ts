/**
 * What is directly below a directory, one a line without a final newline: names as they are, directories
 * with a slash. Undefined when the directory does not exist.
 *
 * @param paths all leaves, relative to the same root as `directory`
 */
export function listing(paths: Iterable<string>, directory: string): string | undefined {
  const prefix = directory === '' ? '' : `${directory}/`;
  const children = new Set<string>();
  for (const path of paths) {
    if (!path.startsWith(prefix)) continue;
    const [child = '', ...deeper] = path.slice(prefix.length).split('/');
    children.add(deeper.length > 0 ? `${child}/` : child);
  }
  return children.size === 0 ? undefined : [...children].sort().join('\n');
}
