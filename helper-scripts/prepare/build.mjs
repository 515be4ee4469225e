/** The built output in dist: what the metafob command, the manage page and the desktop app run from. */
import { existsSync, mkdirSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, run, StepFailure, say } from './process.mjs';

const configurations = [
  'vite.service.config.ts',
  'vite.renderer.config.ts',
  'vite.main.config.ts',
  'vite.preload.config.ts',
];
const stamp = join(root, 'dist', '.built');

/** Folders count too: removing a file changes only the time of its folder. */
const newestChange = (path) => {
  const entry = statSync(path, { throwIfNoEntry: false });
  if (entry === undefined) return 0;
  if (!entry.isDirectory()) return entry.mtimeMs;
  return readdirSync(path).reduce(
    (newest, name) => Math.max(newest, newestChange(join(path, name))),
    entry.mtimeMs,
  );
};

const isStale = () => {
  const built = statSync(stamp, { throwIfNoEntry: false });
  if (built === undefined) return true;
  const sources = ['src', 'package.json', 'package-lock.json', 'tsconfig.json', ...configurations];
  return sources.some((source) => newestChange(join(root, source)) > built.mtimeMs);
};

/** Exit code of the first build that failed, or 0. */
const build = async () => {
  const startedAt = new Date();
  rmSync(stamp, { force: true });
  for (const configuration of configurations) {
    const exitCode = await run('vite', ['build', '--logLevel', 'warn', '--config', configuration]);
    if (exitCode !== 0) return exitCode;
  }
  mkdirSync(join(root, 'dist'), { recursive: true });
  writeFileSync(stamp, '');
  // A source that changes during the build is newer than the stamp, so the next command builds again.
  utimesSync(stamp, startedAt, startedAt);
  return 0;
};

export const buildAlways = async () => {
  const exitCode = await build();
  if (exitCode === 0) say('built dist');
  return exitCode;
};

export const buildIfStale = async () => {
  if (!isStale()) return;
  say('building dist, which is missing or older than the sources');
  const exitCode = await build();
  if (exitCode !== 0) throw new StepFailure('the build failed, see above', exitCode);
};

/**
 * After an installation: dist is wanted, but an installation without the development packages cannot build
 * it, and no failed build may fail the installation.
 */
export const buildAfterInstall = async () => {
  if (!isStale()) return 0;
  if (!existsSync(join(root, 'node_modules', 'vite'))) {
    say('dist is not built, because the development packages are not installed');
    return 0;
  }
  const exitCode = await build();
  if (exitCode !== 0) say('dist is not built: the build failed, see above. "npm run build" tries again');
  return 0;
};
