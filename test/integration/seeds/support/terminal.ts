import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { onTestFinished } from 'vitest';

/** `script` (util-linux, on every Debian) gives a command a terminal and passes on what is typed. */
export const hasTerminal = process.platform === 'linux' && existsSync('/usr/bin/script');

/** Longer than any command takes on a busy machine; only so that a failure shows the screen. */
const PATIENCE_MS = 30_000;

export interface Terminal {
  /** Types a line, and Enter. */
  type(line: string): void;
  /** Waits until the text appears below what was waited for before, and returns everything up to it. */
  shows(text: string | RegExp): Promise<string>;
  /** Resolves with the exit code of the command. */
  readonly ended: Promise<number | null>;
}

/** Runs a command in a terminal of its own; it is ended with the test. */
export function openTerminal(
  command: string,
  environment: Readonly<Record<string, string>>,
  directory: string,
): Terminal {
  const child = spawn('script', ['--quiet', '--return', '--command', command, '/dev/null'], {
    env: { ...environment, TERM: 'dumb', SHELL: '/bin/sh' },
    cwd: directory,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let unread = '';
  let look = () => {};
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    unread += text;
    look();
  });
  let isOver = false;
  const ended = new Promise<number | null>((resolve) => {
    child.once('close', (exitCode) => {
      isOver = true;
      resolve(exitCode);
      look();
    });
  });
  onTestFinished(async () => {
    child.kill();
    await ended;
  });
  return {
    type: (line) => void child.stdin.write(`${line}\r`),
    ended,
    shows: (wanted) =>
      new Promise((resolve, reject) => {
        const giveUp = (why: string) => reject(new Error(`${why} without showing ${wanted}: ${unread}`));
        const patience = setTimeout(giveUp, PATIENCE_MS, 'It waits');
        look = () => {
          const end = endOf(wanted, unread);
          if (end === undefined) {
            if (isOver) giveUp('It ended');
            return;
          }
          clearTimeout(patience);
          look = () => {};
          const read = unread.slice(0, end);
          unread = unread.slice(end);
          resolve(read);
        };
        look();
      }),
  };
}

/** Where the wanted text ends for the first time. */
function endOf(wanted: string | RegExp, text: string): number | undefined {
  if (typeof wanted === 'string') {
    const start = text.indexOf(wanted);
    return start < 0 ? undefined : start + wanted.length;
  }
  const match = wanted.exec(text);
  return match === null ? undefined : match.index + match[0].length;
}
