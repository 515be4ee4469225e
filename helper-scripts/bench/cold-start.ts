import { spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { metafobCommand } from '../demo/service-process.ts';
import { bareCommand, end, freePort, untilAnswered } from './bare-process.ts';
import type { Answer } from './http-client.ts';
import { benchConfiguration, ROLE_LIST, type Setting } from './setting.ts';
import { median } from './statistics.ts';

/** Milliseconds from starting the process to the role list, medians. */
export interface ColdStart {
  readonly bare: number;
  /** `bin/metafob.js serve`, with compiled code in its cache as from the second start on. */
  readonly service: number;
  /** The bundle run by plain `node`, without the starter and its cache. */
  readonly bundle: number;
}

const bundle = join(metafobCommand, '..', '..', 'dist', 'service', 'metafob.cjs');

export async function measureColdStart(setting: Setting): Promise<ColdStart> {
  const port = await freePort();
  const home = join(setting.scratch, 'cold-start');
  await mkdir(join(home, 'run'), { recursive: true, mode: 0o700 });
  const configurationFile = join(home, 'server.conf');
  await writeFile(configurationFile, benchConfiguration, { mode: 0o600 });
  const environment = { PATH: process.env.PATH ?? '', HOME: home, XDG_RUNTIME_DIR: join(home, 'run') };
  const serve = ['serve', '--config', configurationFile, '--port', String(port), '--secrets', 'memory'];

  async function measure(command: readonly string[]): Promise<{ milliseconds: number; answer: Answer }> {
    const [program = '', ...args] = [...setting.cores.server, ...command];
    const startedAt = performance.now();
    const child = spawn(program, args, { env: environment, stdio: 'ignore' });
    const answer = await untilAnswered(`http://127.0.0.1:${port}${ROLE_LIST}`, child);
    const milliseconds = performance.now() - startedAt;
    // Compiled code is written to the cache when a process ends by itself.
    const ended = new Promise((resolve) => child.once('close', resolve));
    child.kill('SIGTERM');
    await ended;
    await end(child);
    return { milliseconds, answer };
  }

  const service = [process.execPath, metafobCommand, ...serve];
  const { answer } = await measure(service);
  const commands = {
    bare: await bareCommand(answer, port, setting),
    service,
    bundle: [process.execPath, bundle, ...serve],
  };
  const times = { bare: [], service: [], bundle: [] } satisfies Record<string, number[]>;
  const rounds = setting.isThorough ? 41 : 15;
  const all: Record<keyof typeof commands, number[]> = times;
  for (let round = 0; round < rounds; round += 1) {
    for (const name of ['bare', 'service', 'bundle'] as const) {
      all[name].push((await measure(commands[name])).milliseconds);
    }
  }
  return { bare: median(all.bare), service: median(all.service), bundle: median(all.bundle) };
}
