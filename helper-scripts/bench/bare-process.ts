import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type Answer, ask } from './http-client.ts';
import type { Setting } from './setting.ts';

const program = join(import.meta.dirname, 'bare-server.cjs');

/** A process that answers on a port of the loopback address. */
export interface Server {
  readonly url: string;
  readonly processId: number;
  stop(): Promise<void>;
}

export async function freePort(): Promise<number> {
  const server = createServer().listen({ port: 0, host: '127.0.0.1' });
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('There is no free port.');
  return address.port;
}

/** The command of a bare server that always gives this answer. */
export async function bareCommand(answer: Answer, port: number, { scratch }: Setting): Promise<string[]> {
  const file = join(scratch, `${randomUUID()}.json`);
  await writeFile(file, JSON.stringify(answer), { mode: 0o600 });
  return [process.execPath, program, file, String(port)];
}

/** Starts a bare server on the core for servers, and waits until it answers. */
export async function startBareServer(answer: Answer, setting: Setting): Promise<Server> {
  const port = await freePort();
  const [command = '', ...args] = [...setting.cores.server, ...(await bareCommand(answer, port, setting))];
  const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  const url = `http://127.0.0.1:${port}`;
  await untilAnswered(url, child);
  return { url, processId: child.pid ?? 0, stop: () => end(child) };
}

/** Asks again and again, as close together as the clock allows, until an answer comes. */
export async function untilAnswered(url: string, child: ChildProcess): Promise<Answer> {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`The server ended with code ${child.exitCode}.`);
    try {
      return await ask(url);
    } catch {
      await delay(1);
    }
  }
}

export async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'close');
}
