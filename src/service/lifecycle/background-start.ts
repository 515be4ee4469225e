import { spawn } from 'node:child_process';
import { mkdir, open, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { readRunningService } from '../running-service.ts';

const READY_WITHIN_MS = 15_000;
const LOOK_EVERY_MS = 50;

export interface BackgroundStart {
  /** Program and arguments of `metafob serve`. */
  readonly command: readonly [string, ...string[]];
  readonly environment: NodeJS.ProcessEnv;
  /** Where the service publishes its address. */
  readonly publishedAt: string;
}

export type StartOutcome =
  | { readonly kind: 'ready'; readonly url: string; readonly processId: number; readonly logFile: string }
  /** It ended at once, or did not get ready in time. */
  | { readonly kind: 'failed'; readonly message: string };

/** Starts a service that outlives this process, and waits until it answers. Its messages go to a file. */
export async function startInBackground(options: BackgroundStart): Promise<StartOutcome> {
  const { command, environment, publishedAt } = options;
  const folder = dirname(publishedAt);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const logFile = join(folder, 'service.log');
  const log = await open(logFile, 'w', 0o600);
  const [program, ...words] = command;
  const child = spawn(program, words, {
    detached: true,
    env: environment,
    stdio: ['ignore', log.fd, log.fd],
    windowsHide: true,
  });
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(`it ended with ${signal ?? `exit code ${code}`}`));
  });
  const giveUp = new AbortController();
  const ready = await Promise.race([waitUntilPublished(publishedAt, child.pid, giveUp.signal), ended]);
  giveUp.abort();
  await log.close();
  child.unref();
  if (typeof ready !== 'string') {
    return { kind: 'ready', url: ready.url, processId: ready.processId, logFile };
  }
  const said = (await readFile(logFile, 'utf8').catch(() => '')).trim().replaceAll(/^metafob: /gm, '');
  return { kind: 'failed', message: said || ready };
}

async function waitUntilPublished(path: string, processId: number | undefined, giveUp: AbortSignal) {
  for (let waited = 0; waited < READY_WITHIN_MS && !giveUp.aborted; waited += LOOK_EVERY_MS) {
    const service = await readRunningService(path);
    if (service !== undefined && service.processId === processId) return service;
    await pause(LOOK_EVERY_MS);
  }
  return `it was not ready after ${READY_WITHIN_MS / 1000} seconds`;
}
