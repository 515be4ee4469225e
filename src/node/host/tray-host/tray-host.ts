import type { RunCommand } from '../../secrets/secret-service-lock.ts';

/** `unknown`: nobody could tell, because no D-Bus tool is installed or the watcher gives no answer. */
export type TrayHostState = 'present' | 'absent' | 'unknown';

export interface TrayHost {
  state(): Promise<TrayHostState>;
  /**
   * Whether a tray icon can be counted on. `unknown` counts as no: a window too many is a small nuisance, an
   * app that shows nothing at all cannot be used.
   */
  isAvailable(): Promise<boolean>;
  /** Calls back when the answer of `isAvailable` became another one; panels start later than the apps of a login. */
  subscribe(listener: (available: boolean) => void): () => void;
  stop(): void;
}

export interface TrayHostParts {
  readonly platform: NodeJS.Platform;
  readonly run: RunCommand;
  /** Calls back when something happens to the watcher on the bus; returns a function that ends it. */
  readonly monitor: (onEvent: () => void) => () => void;
}

const watcher = 'org.kde.StatusNotifierWatcher';
const path = '/StatusNotifierWatcher';
const property = 'IsStatusNotifierHostRegistered';

/** The same question in the language of each tool; which of them is installed differs by distribution. */
const questions: readonly (readonly [program: string, parameters: readonly string[]])[] = [
  [
    'gdbus',
    [
      ...['call', '--session', '--dest', watcher, '--object-path', path],
      ...['--method', 'org.freedesktop.DBus.Properties.Get', watcher, property],
    ],
  ],
  ['busctl', ['--user', 'get-property', watcher, path, watcher, property]],
  [
    'dbus-send',
    [
      ...['--session', '--print-reply=literal', `--dest=${watcher}`, path],
      ...['org.freedesktop.DBus.Properties.Get', `string:${watcher}`, `string:${property}`],
    ],
  ],
];

/**
 * Whether the desktop shows tray icons. Electron cannot tell on Linux (electron#5872, #10427), so the watcher
 * of StatusNotifierItem is asked on D-Bus. macOS and Windows always do.
 */
export function watchTrayHost({ platform, run, monitor }: TrayHostParts): TrayHost {
  const state = platform === 'linux' ? () => askWatcher(run) : async () => 'present' as const;
  const listeners = new Set<(available: boolean) => void>();
  /** What the listeners believe: the first answer anybody got, then what they were told. */
  let known: boolean | undefined;
  let endMonitor: (() => void) | undefined;
  /** Answers come in the order of the questions, so that the last one is the newest. */
  let asking: Promise<void> = Promise.resolve();

  const isAvailable = async () => {
    const available = (await state()) === 'present';
    known ??= available;
    return available;
  };

  const look = () => {
    asking = asking.then(async () => {
      const available = await isAvailable();
      if (available === known) return;
      known = available;
      for (const listener of listeners) listener(available);
    });
  };

  return {
    state,
    isAvailable,
    subscribe(listener) {
      listeners.add(listener);
      if (platform === 'linux' && endMonitor === undefined) {
        endMonitor = monitor(look);
        look();
      }
      return () => listeners.delete(listener);
    },
    stop() {
      listeners.clear();
      endMonitor?.();
      endMonitor = undefined;
    },
  };
}

async function askWatcher(run: RunCommand): Promise<TrayHostState> {
  for (const [program, parameters] of questions) {
    const answer = await run(program, parameters);
    switch (answer.kind) {
      case 'not-installed':
        continue;
      case 'no-answer':
        return 'unknown';
      case 'refused':
        return 'absent';
      case 'answered':
        return /\btrue\b/.test(answer.output) ? 'present' : 'absent';
    }
  }
  return 'unknown';
}
