/** The npm packages: node_modules must hold what package-lock.json says. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, run, StepFailure, say } from './process.mjs';

const readPackages = (file) => JSON.parse(readFileSync(join(root, file), 'utf8')).packages;

/**
 * Compares versions, not times: npm writes the lock file last, and git gives fresh times to old files.
 * Optional packages may be absent, because they exist for one operating system each.
 */
const reasonToInstall = () => {
  if (!existsSync(join(root, 'node_modules', '.package-lock.json'))) return 'node_modules is missing';
  const installed = readPackages('node_modules/.package-lock.json');
  const differs = Object.entries(readPackages('package-lock.json')).some(([path, wanted]) => {
    if (path === '') return false;
    const present = installed[path];
    if (present === undefined) return !wanted.optional;
    return present.version !== wanted.version;
  });
  return differs ? 'node_modules does not match package-lock.json' : undefined;
};

/** The project's scripts are TypeScript files that Node.js runs as they are. */
const nodeIsNewEnough = () =>
  existsSync(join(root, 'node_modules', 'node', 'bin')) || Number(process.versions.node.split('.')[0]) >= 24;

export const installPackages = async () => {
  const reason = reasonToInstall();
  if (reason !== undefined) {
    say(`${reason}: running npm ci`);
    const exitCode = await run('npm', ['ci', '--no-audit', '--no-fund']);
    if (exitCode !== 0) throw new StepFailure('npm ci failed, see above', exitCode);
  }
  if (!nodeIsNewEnough()) {
    throw new StepFailure(
      `this needs Node.js 24, which npm puts into node_modules by the install script of the package "node", but it is not there. Run "npm rebuild node", or use Node.js 24 yourself (this is ${process.version})`,
    );
  }
};
