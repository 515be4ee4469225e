import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { RunningService } from '../../src/shared/manage-api.ts';
import { type LaunchedApp, launchApp } from '../../test/e2e/support/launch.ts';
import { createScratchHome, endpointVariables } from '../../test/support/aws-environment.ts';

/** How long the app may take until its listener is open. */
const START_WITHIN_MS = 15_000;

export interface DesktopAppOptions {
  /** Content of the configuration file; the port is added. */
  readonly configuration: string;
  readonly simulatorUrl: string;
  /** More arguments, such as `--show`. */
  readonly args?: readonly string[];
}

export interface StartedDesktopApp extends LaunchedApp {
  /** Such as `http://127.0.0.1:43210`, without a final slash. */
  readonly url: string;
  /** Quits the app and removes its home directory. */
  stop(): Promise<void>;
}

/** The built desktop app on the stand-in, or on Electron where that is installed, with a home of its own. */
export async function startDesktopApp(options: DesktopAppOptions): Promise<StartedDesktopApp> {
  const home = await createScratchHome();
  const runtimeDirectory = join(home.path, 'run');
  await mkdir(runtimeDirectory, { mode: 0o700 });
  const configurationFile = join(home.path, 'config');
  await writeFile(configurationFile, `[metadata]\nport=0\n\n${options.configuration}`, { mode: 0o600 });
  const app = await launchApp({
    userData: join(home.path, 'data'),
    args: ['--config', configurationFile, '--secrets', 'memory', ...(options.args ?? [])],
    environment: {
      HOME: home.path,
      XDG_RUNTIME_DIR: runtimeDirectory,
      ...endpointVariables(options.simulatorUrl),
    },
  });
  const stop = async (): Promise<void> => {
    await app.close();
    await home.remove();
  };
  try {
    const url = await addressIn(join(runtimeDirectory, 'metafob', 'service.json'));
    return { ...app, url, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** @throws Error when no address is published in time */
async function addressIn(file: string): Promise<string> {
  const giveUpAt = Date.now() + START_WITHIN_MS;
  for (;;) {
    const content = await readFile(file, 'utf8').catch(() => undefined);
    if (content !== undefined) return RunningService.parse(JSON.parse(content)).url;
    if (Date.now() > giveUpAt) throw new Error('The desktop app opened no listener in time.');
    await delay(20);
  }
}
