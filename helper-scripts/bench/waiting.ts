import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { alice } from '../../test/support/sts-simulator/example-world.ts';
import type { StsSimulator } from '../../test/support/sts-simulator/server.ts';
import { openManagePage } from '../demo/manage-page.ts';
import { startServiceProcess } from '../demo/service-process.ts';
import { cpuMicroseconds, residentKilobytes } from './process-metrics.ts';
import { ALICE_CREDENTIALS, benchConfiguration, type Setting } from './setting.ts';

/** How many callers wait for one code, and what that costs. */
export interface Waiting {
  readonly callers: number;
  readonly prompts: number;
  readonly stsCalls: number;
  /** How many callers got credentials. */
  readonly served: number;
  /** From typing the code to the last answer. */
  readonly answerMilliseconds: number;
  /** From the first connection until all wait. */
  readonly gatherMilliseconds: number;
  readonly kilobytesPerCaller: number;
  /** Of one core, while all wait. */
  readonly cpuPercent: number;
}

const CALLERS = 10_000;

const Line = z.object({
  waiting: z.number().optional(),
  credentials: z.number().optional(),
  lastAt: z.number().optional(),
  error: z.string().optional(),
});

/** Each connection needs a file descriptor on both sides, more than the usual limit allows. */
const manyFiles = (launcher: readonly string[]): string[] => [
  ...launcher,
  ...['bash', '-c', 'ulimit -n "$(ulimit -H -n)"; exec "$@"', 'bash'],
];

export async function measureWaiting(simulator: StsSimulator, setting: Setting): Promise<Waiting> {
  simulator.reset();
  const service = await startServiceProcess({
    configuration: benchConfiguration,
    simulatorUrl: simulator.url,
    port: 0,
    launcher: manyFiles(setting.cores.server),
  });
  const { port } = new URL(service.url);
  try {
    const page = await openManagePage(service.url);
    await page.pendingPrompt();
    await delay(500);
    const memoryBefore = residentKilobytes(service.processId);
    const startedAt = performance.now();
    const callers = startCallers(port, setting);
    try {
      await callers.next('waiting');
      const gatherMilliseconds = performance.now() - startedAt;
      const cpuBefore = cpuMicroseconds(service.processId);
      await delay(2_000);
      const cpuPercent = ((cpuMicroseconds(service.processId) - cpuBefore) / 2_000_000) * 100;
      const memory = residentKilobytes(service.processId);
      const prompts = await page.prompts();
      const typedAt = Date.now();
      const problem = await page.answer(prompts[0]?.id ?? '', simulator.codeFor(alice.serialNumber));
      if (problem !== undefined) throw new Error(problem);
      const { lastAt = Number.NaN, credentials = 0 } = await callers.next('lastAt');
      return {
        callers: CALLERS,
        prompts: prompts.length,
        stsCalls: simulator.calls('GetSessionToken').length,
        served: credentials,
        answerMilliseconds: lastAt - typedAt,
        gatherMilliseconds,
        kilobytesPerCaller: (memory - memoryBefore) / CALLERS,
        cpuPercent,
      };
    } finally {
      callers.stop();
    }
  } finally {
    await service.stop();
  }
}

function startCallers(port: string, { cores }: Setting) {
  const [program = '', ...args] = [
    ...manyFiles(cores.load),
    process.execPath,
    join(import.meta.dirname, 'waiting-callers.ts'),
    ...[port, ALICE_CREDENTIALS, String(CALLERS)],
  ];
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    /** The next line that tells about something. Rejects when a connection failed. */
    async next(about: 'waiting' | 'lastAt'): Promise<z.infer<typeof Line>> {
      for (;;) {
        const { value, done } = await lines.next();
        if (done === true) throw new Error('The callers ended early.');
        const line = Line.parse(JSON.parse(value));
        if (line.error !== undefined) throw new Error(`A caller lost its connection: ${line.error}`);
        if (line[about] !== undefined) return line;
      }
    },
    stop: () => void child.kill('SIGKILL'),
  };
}
