import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { startServiceProcess } from '../demo/service-process.ts';
import { ask } from './http-client.ts';
import { BOB_CREDENTIALS, benchConfiguration, type Setting } from './setting.ts';

/** What a service with an active session does while nobody asks. */
export interface Idle {
  readonly seconds: number;
  readonly cpuMilliseconds: number;
  /** How often its event loop woke up. */
  readonly wakeUps: number;
  /** Timers that keep the process alive, at the end. */
  readonly timers: number;
}

const Probe = z.object({ cpuMicroseconds: z.number(), wakeUps: z.number(), timers: z.number() });

/** V8 gives memory back in several steps of 8 s after the last request, and connections to STS are closed. */
const SETTLE_MS = 30_000;

export async function measureIdle(setting: Setting): Promise<Idle> {
  const file = join(setting.scratch, 'idle-probe');
  await rm(file, { force: true });
  const service = await startServiceProcess({
    configuration: benchConfiguration,
    simulatorUrl: setting.simulatorUrl,
    port: 0,
    nodeOptions: ['--require', join(import.meta.dirname, 'idle-probe.cjs')],
    environment: { METAFOB_BENCH_PROBE: file },
  });
  try {
    await ask(service.url + BOB_CREDENTIALS);
    await delay(SETTLE_MS);
    const look = (count: number) => probe(service.processId, file, count);
    // Looking costs something too: the first time more, then always the same.
    await look(1);
    const first = await look(2);
    const before = await look(3);
    const seconds = setting.isThorough ? 300 : 20;
    await delay(seconds * 1000);
    const after = await look(4);
    const since = (name: 'cpuMicroseconds' | 'wakeUps') =>
      Math.max(0, after[name] - before[name] - (before[name] - first[name]));
    return {
      seconds,
      cpuMilliseconds: since('cpuMicroseconds') / 1000,
      wakeUps: since('wakeUps'),
      timers: after.timers,
    };
  } finally {
    await service.stop();
  }
}

async function probe(processId: number, file: string, count: number): Promise<z.infer<typeof Probe>> {
  process.kill(processId, 'SIGUSR2');
  for (;;) {
    await delay(10);
    const lines = (await readFile(file, 'utf8').catch(() => '')).split('\n').slice(0, -1);
    const line = lines[count - 1];
    if (line !== undefined) return Probe.parse(JSON.parse(line));
  }
}
