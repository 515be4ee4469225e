import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

export interface Display {
  /** Value of DISPLAY. */
  readonly name: string;
  stop(): void;
}

/** Whether windows can be shown without help: only Linux can lack a display. */
export const hasDisplay = (environment: Readonly<Record<string, string | undefined>>): boolean =>
  process.platform !== 'linux' || Boolean(environment.DISPLAY || environment.WAYLAND_DISPLAY);

/**
 * An X server in memory, with a display number that is free. It ends with this process, even when that is
 * killed.
 * @throws Error when Xvfb is missing or does not start
 */
export async function startDisplay(): Promise<Display> {
  const server = spawn(
    'setpriv',
    [
      '--pdeathsig',
      'TERM',
      '--',
      'Xvfb',
      '-displayfd',
      '3',
      '-screen',
      '0',
      '1600x1200x24',
      '-nolisten',
      'tcp',
    ],
    { stdio: ['ignore', 'ignore', 'pipe', 'pipe'] },
  );
  const number = await firstLine(server);
  return { name: `:${number}`, stop: () => server.kill('SIGTERM') };
}

async function firstLine(server: ChildProcess): Promise<string> {
  let complaint = '';
  server.stderr?.on('data', (text) => {
    complaint += text;
  });
  const started = new AbortController();
  const failed = Promise.race([
    once(server, 'error', { signal: started.signal }).then(([error]) => String(error)),
    once(server, 'exit', { signal: started.signal }).then(([code]) => `it ended with code ${code}`),
  ]).then((reason) => {
    throw new Error(
      `Xvfb did not start: ${reason}. ${complaint.trim()} Install the package xvfb, or set DISPLAY to a running X server.`,
    );
  });
  const output = server.stdio[3];
  if (!output) throw new Error('Xvfb has no pipe to report its display on.');
  try {
    const [text] = await Promise.race([once(output, 'data', { signal: started.signal }), failed]);
    return String(text).trim();
  } finally {
    failed.catch(() => undefined);
    started.abort();
  }
}
