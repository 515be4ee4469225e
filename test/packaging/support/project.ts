import { cp, mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const root = process.cwd();
const copied = [
  'package.json',
  'package-lock.json',
  'electron-builder.yml',
  'assets',
  'bin',
  'dist',
  'helper-scripts',
  'src',
];

/**
 * Copies the built project, so that a build going on beside the test does not change what is packaged, and
 * adds a source map that must stay behind in any case.
 *
 * @returns the folder of the copy
 */
export const writeProject = async (folder: string): Promise<string> => {
  await mkdir(folder, { recursive: true });
  for (const name of copied) {
    // Packages made here before are hundreds of megabytes.
    const filter = (path: string) => path !== join(root, 'dist', 'packages');
    await cp(join(root, name), join(folder, name), { recursive: true, filter });
  }
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction');
  await writeFile(join(folder, 'dist', 'main', 'main.cjs.map'), '{"sourcesContent":["the sources"]}');
  return folder;
};
