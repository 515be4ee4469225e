import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { createScratchHome, type ScratchHome } from '../../support/aws-environment.ts';

/* `script` (util-linux, on every Debian) gives the demo a terminal and passes on what we type. */

const demo = join(import.meta.dirname, '..', '..', '..', 'helper-scripts', 'demo.ts');
const hasTerminal = process.platform === 'linux' && existsSync('/usr/bin/script');

let home: ScratchHome;
afterEach(() => home.remove());

/** Starts the demo on a terminal. `shows` resolves with the screen's text so far once it contains a text. */
function startOnTerminal(environment: Record<string, string>) {
  const command = `'${process.execPath}' '${demo}' --port 0`;
  const child = spawn('script', ['--quiet', '--return', '--command', command, '/dev/null'], {
    env: environment,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let screen = '';
  let look = () => {};
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    screen += text;
    look();
  });
  const exitCode = new Promise<number | null>((resolve) => child.once('close', resolve));
  const shows = (text: string) =>
    new Promise<string>((resolve) => {
      look = () => {
        if (screen.includes(text)) resolve(screen);
      };
      look();
    });
  return { shows, exitCode, type: (keys: string) => child.stdin.write(keys) };
}

test.runIf(hasTerminal)('on a terminal Enter types the code, and Ctrl-C ends everything', async () => {
  home = await createScratchHome();
  const terminal = startOnTerminal({ PATH: process.env.PATH ?? '', HOME: home.path, TERM: 'xterm' });
  await terminal.shows("Alice's phone shows");
  terminal.type('\r');
  await terminal.shows('The demo typed the code.');
  const screen = await terminal.shows('It goes on until Ctrl-C.');
  const url = screen.match(/The page is at (http:\S+)\/manage/)?.[1] ?? '';
  expect((await fetch(`${url}/manage/health`)).status).toBe(200);
  terminal.type('\x03');
  expect(await terminal.exitCode).toBe(0);
  await expect(fetch(`${url}/manage/health`)).rejects.toThrow('fetch failed');
});
