import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder of package.json above a module: the same from the sources, the bundle and an installed package. */
export function packageRoot(moduleDirectory: string): string {
  const parent = dirname(moduleDirectory);
  if (existsSync(join(moduleDirectory, 'package.json')) || parent === moduleDirectory) return moduleDirectory;
  return packageRoot(parent);
}
