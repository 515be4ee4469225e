import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { Duplex, type Readable, type Writable } from 'node:stream';
import { createDevTools, type DevTools } from './devtools.ts';
import { makeProfile } from './profile.ts';

export interface Chromium {
  readonly devTools: DevTools;
  /** Calls back when Chromium ends without having been stopped, with its last words. */
  onCrash(listener: (report: string) => void): void;
  /** Ends Chromium with all its processes, and removes its profile when they are gone. */
  stop(): Promise<void>;
  /** The same as far as it can be done at once, for the end of this process. */
  kill(): void;
}

export interface ChromiumOptions {
  readonly display: string | undefined;
  readonly switches: ReadonlyMap<string, string>;
  /** Gets “DevTools listening on ws://…”, for which Playwright waits. */
  readonly announce: (line: string) => void;
}

const ownSwitches = new Map([
  ['no-sandbox', ''],
  ['no-startup-window', ''],
  ['no-first-run', ''],
  ['disable-gpu', ''],
  ['disable-quic', ''],
  // Chromium ends when this pipe closes, so it never outlives this process.
  ['remote-debugging-pipe', ''],
]);

/** Starts a Chromium without windows. @throws Error when it does not start */
export async function startChromium(options: ChromiumOptions): Promise<Chromium> {
  const executable = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
  const profile = makeProfile();
  const switches = new Map([...options.switches, ...ownSwitches, ['user-data-dir', profile]]);
  const browser = spawn(
    executable,
    [...switches].map(([name, value]) => (value === '' ? `--${name}` : `--${name}=${value}`)),
    {
      stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'],
      // A group of its own, so that all its processes can be ended at once.
      detached: true,
      env: { ...process.env, ...(options.display === undefined ? {} : { DISPLAY: options.display }) },
    },
  );
  const lastLines: string[] = [];
  if (browser.stderr !== null) {
    createInterface({ input: browser.stderr }).on('line', (line) => {
      lastLines.push(line);
      lastLines.splice(0, lastLines.length - 20);
      if (line.startsWith('DevTools listening on ')) options.announce(line);
    });
  }
  const devTools = createDevTools(writable(browser.stdio[3]), readable(browser.stdio[4]));
  let stopped = false;
  const exited = once(browser, 'exit').catch(() => undefined);
  const ended = Promise.race([
    once(browser, 'exit').then(([code, signal]) => `ended with ${signal ?? `code ${code}`}`),
    once(browser, 'error').then(([error]) => `could not be run: ${error}`),
  ]).then((how) => `${executable} ${how}.\n${lastLines.join('\n')}`);
  const killGroup = () => {
    if (browser.pid !== undefined && browser.exitCode === null && browser.signalCode === null) {
      process.kill(-browser.pid, 'SIGKILL');
    }
  };
  const kill = () => {
    if (stopped) return;
    stopped = true;
    killGroup();
    rmSync(profile, { recursive: true, force: true, maxRetries: 2, retryDelay: 5 });
  };
  const stop = async () => {
    if (stopped) return;
    stopped = true;
    // Politely, so that Chromium waits for its own processes; but not for ever.
    const deadline = setTimeout(killGroup, 2_000);
    devTools.send('Browser.close').catch(() => undefined);
    await exited;
    clearTimeout(deadline);
    await rm(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 10 });
  };

  try {
    await Promise.race([
      devTools.send('Browser.getVersion'),
      ended.then((report) => {
        throw new Error(report);
      }),
    ]);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    devTools,
    onCrash(listener) {
      void ended.then((report) => {
        if (!stopped) listener(report);
      });
    },
    stop,
    kill,
  };
}

type Pipe = Readable | Writable | null | undefined;

const writable = (pipe: Pipe): Writable => {
  if (pipe instanceof Duplex) return pipe;
  throw new Error('Chromium has no pipe for commands.');
};
const readable = (pipe: Pipe): Readable => {
  if (pipe instanceof Duplex) return pipe;
  throw new Error('Chromium has no pipe for answers.');
};
