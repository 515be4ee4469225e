import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { _electron, type ElectronApplication } from 'playwright-core';
import { hasDisplay, startDisplay } from '../../standin/process/display.ts';
import { createDriver, type Driver } from './driver.ts';
import { electronExecutable } from './executable.ts';

export interface LaunchOptions {
  /** Folder of the app; the checkout, with its built main process, when absent. */
  readonly app?: string;
  readonly args?: readonly string[];
  /** Comes on top of this process's environment; undefined removes a variable. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Folder for the app's settings and its single-instance lock. */
  readonly userData: string;
}

export interface LaunchedApp extends Driver {
  readonly electron: ElectronApplication;
  /** What the main process wrote to standard error since it is up. */
  standardError(): string;
  /** Starts the app a second time with the same folder, and waits for the end of that process. */
  startAgain(...args: string[]): Promise<{ readonly code: number | null; readonly standardError: string }>;
  /** Quits the app; ends it when it does not. */
  close(): Promise<void>;
}

const checkout = fileURLToPath(new URL('../../..', import.meta.url));
const recorder = fileURLToPath(new URL('real-desktop.cjs', import.meta.url));

/**
 * Starts the app under Playwright, on the stand-in or on Electron (see `electronExecutable`), with a display
 * in memory where there is none.
 * @throws Error with what the main process wrote, when it does not start
 */
export async function launchApp(options: LaunchOptions): Promise<LaunchedApp> {
  const executable = electronExecutable(process.env);
  const display = hasDisplay(process.env) ? undefined : await startDisplay();
  const environment = definedOnly({
    ...process.env,
    ...(display === undefined ? {} : { DISPLAY: display.name }),
    ...options.environment,
  });
  const appArguments = [options.app ?? checkout, `--user-data-dir=${options.userData}`];
  const args = [
    // On Electron itself, what the desktop shows is recorded by a module that is loaded before the app.
    ...(executable.isStandIn ? [] : ['-r', recorder]),
    ...appArguments,
    ...(options.args ?? []),
  ];
  // Read by Electron's package, through which Playwright finds the executable.
  if (executable.isStandIn) process.env.ELECTRON_OVERRIDE_DIST_PATH = dirname(executable.path);
  let electron: ElectronApplication;
  try {
    electron = await _electron.launch({ args, env: environment });
  } catch (error) {
    display?.stop();
    throw error;
  }
  const errors = collect(electron.process());
  electron.on('close', () => display?.stop());
  return {
    ...createDriver(electron),
    electron,
    standardError: () => errors.text,
    async startAgain(...more) {
      const second = spawn(executable.path, [...noSandbox, ...appArguments, ...more], { env: environment });
      const said = collect(second);
      const [code] = await once(second, 'exit');
      return { code, standardError: said.text };
    },
    close: () => electron.close(),
  };
}

const noSandbox = process.platform === 'linux' ? ['--no-sandbox'] : [];

function collect(child: ChildProcess): { text: string } {
  const collected = { text: '' };
  child.stderr?.on('data', (chunk) => {
    collected.text += chunk;
  });
  return collected;
}

const definedOnly = (environment: Readonly<Record<string, string | undefined>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(environment).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
