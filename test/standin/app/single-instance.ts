import {
  type FSWatcher,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  watch,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { isAlive } from '../process/is-alive.ts';

/** What the second process tells the first. */
export interface Launch {
  readonly argv: readonly string[];
  readonly workingDirectory: string;
  readonly additionalData: unknown;
}

export interface SingleInstance {
  /** True when this process is the first one with this folder; otherwise the first one has been told. */
  acquire(launch: Launch, onSecondLaunch: (launch: Launch) => void): boolean;
  isHeld(): boolean;
  release(): void;
}

/**
 * One process per user data folder: a symbolic link that names its process, as Chromium does it. Messages are
 * files in a folder that the first process watches, since Electron's call must be done when it returns.
 */
export function createSingleInstance(folder: () => string): SingleInstance {
  let watcher: FSWatcher | undefined;
  const link = () => join(folder(), 'SingletonLock');
  const inbox = () => join(folder(), 'SingletonInbox');

  const release = () => {
    if (watcher === undefined) return;
    watcher.close();
    watcher = undefined;
    rmSync(inbox(), { recursive: true, force: true });
    rmSync(link(), { force: true });
  };

  return {
    acquire(launch, onSecondLaunch) {
      if (watcher !== undefined) return true;
      mkdirSync(inbox(), { recursive: true });
      if (!takeLink(link())) {
        leaveMessage(inbox(), launch);
        return false;
      }
      watcher = watch(inbox(), () => {
        for (const message of takeMessages(inbox())) onSecondLaunch(message);
      });
      return true;
    },
    isHeld: () => watcher !== undefined,
    release,
  };
}

function takeLink(link: string): boolean {
  try {
    symlinkSync(String(process.pid), link);
    return true;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  if (isAlive(Number(readlinkSync(link)))) return false;
  rmSync(link, { force: true });
  return takeLink(link);
}

function leaveMessage(inbox: string, launch: Launch): void {
  const file = join(inbox, String(process.pid));
  writeFileSync(`${file}.part`, JSON.stringify(launch));
  renameSync(`${file}.part`, `${file}.json`);
}

function takeMessages(inbox: string): Launch[] {
  return readdirSync(inbox)
    .filter((name) => name.endsWith('.json'))
    .map((name) => {
      const file = join(inbox, name);
      const launch: Launch = JSON.parse(readFileSync(file, 'utf8'));
      rmSync(file);
      return launch;
    });
}
