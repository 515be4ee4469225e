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

/** Collecting garbage, closing connections that clients keep open, and the like. */
const SETTLE_MS = 3_000;

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
    const seconds = setting.isThorough ? 120 : 20;
    const before = await probe(service.processId, file, 1);
    await delay(seconds * 1000);
    const after = await probe(service.processId, file, 2);
    return {
      seconds,
      cpuMilliseconds: (after.cpuMicroseconds - before.cpuMicroseconds) / 1000,
      // The question itself wakes it up.
      wakeUps: after.wakeUps - before.wakeUps - 1,
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
