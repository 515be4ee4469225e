import { chmod, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, isAbsolute, posix, win32 } from 'node:path';
import { isRunning } from '../node/host/is-running.ts';
import type { RunningService } from '../shared/manage-api.ts';

/**
 * Where a running service leaves its address and token for the command line of the same user:
 * `metafob/service.json` below `$XDG_RUNTIME_DIR`, else below the user's cache directory.
 */
export function runningServicePath(
  environment: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform,
  homeDirectory: string,
): string {
  const { join } = platform === 'win32' ? win32 : posix;
  return join(runtimeDirectory(environment, platform, homeDirectory), 'metafob', 'service.json');
}

/**
 * Where a running service may have left it: a service that systemd starts at boot does not know the runtime
 * directory of the login, and uses the cache directory.
 */
export function runningServicePaths(
  environment: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform,
  homeDirectory: string,
): readonly string[] {
  const { XDG_RUNTIME_DIR: _, ...withoutRuntime } = environment;
  return [
    ...new Set([
      runningServicePath(environment, platform, homeDirectory),
      runningServicePath(withoutRuntime, platform, homeDirectory),
    ]),
  ];
}

function runtimeDirectory(
  environment: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform,
  homeDirectory: string,
): string {
  const runtime = environment.XDG_RUNTIME_DIR;
  // The XDG base directory specification says to ignore relative paths.
  if (runtime !== undefined && isAbsolute(runtime)) return runtime;
  switch (platform) {
    case 'win32':
      return environment.LOCALAPPDATA || win32.join(homeDirectory, 'AppData', 'Local');
    case 'darwin':
      return posix.join(homeDirectory, 'Library', 'Caches');
    default:
      return posix.join(homeDirectory, '.cache');
  }
}

/** Writes the file atomically, readable by its owner only. */
export async function writeRunningService(path: string, service: RunningService): Promise<void> {
  const directory = dirname(path);
  await mkdir(directory, { recursive: true, mode: 0o700 });
  // The directory may have been there before, with other permissions.
  await chmod(directory, 0o700);
  const temporary = `${path}.${process.pid}`;
  try {
    await writeFile(temporary, `${JSON.stringify(service)}\n`, { mode: 0o600, flag: 'wx' });
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/** The service that runs now; undefined when none does, or when the file is left over from a dead process. */
export async function readRunningService(path: string): Promise<RunningService | undefined> {
  const service = await readFileContent(path);
  return service !== undefined && isRunning(service.processId) ? service : undefined;
}

/** Removes the file, unless another service has written it meanwhile. */
export async function removeRunningService(path: string, processId: number): Promise<void> {
  const service = await readFileContent(path);
  if (service?.processId === processId) await rm(path, { force: true });
}

async function readFileContent(path: string): Promise<RunningService | undefined> {
  // A service that starts only writes; whoever reads has time to load the schema.
  const { RunningService } = await import('../shared/manage-api.ts');
  try {
    return RunningService.safeParse(JSON.parse(await readFile(path, 'utf8'))).data;
  } catch {
    return undefined;
  }
}
