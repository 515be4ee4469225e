import {
  closeSync,
  fstatSync,
  openSync,
  readdirSync,
  renameSync,
  statSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { LogSettings } from '../node/config/service-settings.ts';

export interface LogFile {
  /** Appends a line, line end included, at once. Never throws: a log must not end the service. */
  write(line: string): void;
  close(): void;
}

export interface LogFileOptions {
  readonly path: string;
  readonly rotation?: LogSettings['rotation'];
  /** ms since the epoch */
  readonly now?: () => number;
  /** Gets the error when the file cannot be replaced as it should; once, until that works again. */
  readonly onProblem?: (error: unknown) => void;
}

/** Readable by the group, such as Debian's `adm`, and by nobody else. */
const MODE = 0o640;

/**
 * A log file as Python's WatchedFileHandler, RotatingFileHandler and TimedRotatingFileHandler keep theirs. It
 * is opened at once, because after the change to another user it may no longer be possible.
 *
 * @throws Error of the file system when the file cannot be opened
 */
export function openLogFile({
  path,
  rotation,
  now = Date.now,
  onProblem = () => {},
}: LogFileOptions): LogFile {
  let isTold = false;
  let descriptor = openSync(path, 'a', MODE);
  let begunAt = beginning(descriptor, now());

  /** The old file stays in use where a new one cannot be opened. */
  function reopen(): void {
    const old = descriptor;
    descriptor = openSync(path, 'a', MODE);
    begunAt = now();
    closeSync(old);
  }

  function prepare(length: number): void {
    switch (rotation?.by) {
      case undefined:
        return;
      case 'watching':
        if (!isStillThere(path, descriptor)) reopen();
        return;
      case 'size': {
        const { size } = fstatSync(descriptor);
        if (size === 0 || size + length < rotation.maximumBytes) return;
        shiftNumbered(path, rotation.backups);
        reopen();
        return;
      }
      case 'time':
        if (now() < begunAt + rotation.intervalMs) return;
        renameSync(path, freeName(`${path}.${timeSuffix(begunAt)}`));
        reopen();
        removeOldest(path, rotation.backups);
    }
  }

  return {
    write(line) {
      try {
        prepare(Buffer.byteLength(line));
        isTold = false;
      } catch (error) {
        // Without the right to rename or create, the file that is open goes on.
        if (!isTold) onProblem(error);
        isTold = true;
      }
      try {
        writeSync(descriptor, line);
      } catch {
        // A full disk must not end the service.
      }
    },
    close: () => closeSync(descriptor),
  };
}

/** A file with content was begun when its first line was written, which its last change tells nearly. */
function beginning(descriptor: number, now: number): number {
  const { size, mtimeMs } = fstatSync(descriptor);
  return size === 0 ? now : mtimeMs;
}

function isStillThere(path: string, descriptor: number): boolean {
  const named = statSync(path, { throwIfNoEntry: false });
  const open = fstatSync(descriptor);
  return named !== undefined && named.ino === open.ino && named.dev === open.dev;
}

/** `log.2` becomes `log.3`, `log.1` becomes `log.2`, `log` becomes `log.1`; the last one is overwritten. */
function shiftNumbered(path: string, backups: number): void {
  for (let number = backups - 1; number >= 0; number -= 1) {
    const from = number === 0 ? path : `${path}.${number}`;
    if (statSync(from, { throwIfNoEntry: false }) !== undefined) renameSync(from, `${path}.${number + 1}`);
  }
}

/** `2026-01-05_09-00-05`, local time. */
function timeSuffix(time: number): string {
  const date = new Date(time);
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day}_${two(date.getHours())}-${two(date.getMinutes())}-${two(date.getSeconds())}`;
}

/** When a clock is set back, a name may be there already. */
function freeName(name: string): string {
  let candidate = name;
  for (let number = 2; statSync(candidate, { throwIfNoEntry: false }) !== undefined; number += 1) {
    candidate = `${name}.${number}`;
  }
  return candidate;
}

/** As in Python, 0 backups means to keep them all. */
function removeOldest(path: string, backups: number): void {
  if (backups === 0) return;
  const prefix = `${basename(path)}.`;
  const isBackup = (name: string) =>
    name.startsWith(prefix) && /^\d{4}-\d\d-\d\d_\d\d-\d\d-\d\d(\.\d+)?$/.test(name.slice(prefix.length));
  const names = readdirSync(dirname(path)).filter(isBackup).sort();
  for (const name of names.slice(0, Math.max(names.length - backups, 0)))
    unlinkSync(join(dirname(path), name));
}
