import { setTimeout as delay } from 'node:timers/promises';
import { startServiceProcess } from '../demo/service-process.ts';
import { type Server, startBareServer } from './bare-process.ts';
import { ask } from './http-client.ts';
import { residentKilobytes } from './process-metrics.ts';
import { BOB_CREDENTIALS, benchConfiguration, ROLE_LIST, type Setting } from './setting.ts';
import { runWrk } from './wrk.ts';

/** Resident memory in MB. */
export interface Memory {
  readonly atStart: { readonly service: number; readonly bare: number };
  readonly afterLoad: { readonly service: number; readonly bare: number };
}

const REQUESTS = 100_000;

export async function measureMemory(setting: Setting): Promise<Memory> {
  const { simulatorUrl, cores } = setting;
  const options = { configuration: benchConfiguration, simulatorUrl, port: 0, launcher: cores.server };
  const service = await startServiceProcess(options);
  try {
    await ask(service.url + ROLE_LIST);
    const atStart = await settled(service.processId);
    const bare = await startBareServer(await ask(service.url + BOB_CREDENTIALS), setting);
    try {
      const bareAtStart = await settled(bare.processId);
      return {
        atStart: { service: atStart, bare: bareAtStart },
        afterLoad: {
          service: await afterLoad(service, setting),
          bare: await afterLoad(bare, setting),
        },
      };
    } finally {
      await bare.stop();
    }
  } finally {
    await service.stop();
  }
}

async function settled(processId: number): Promise<number> {
  await delay(500);
  return residentKilobytes(processId) / 1024;
}

async function afterLoad(
  { url, processId }: Pick<Server, 'url' | 'processId'>,
  { cores }: Setting,
): Promise<number> {
  let requests = 0;
  while (requests < REQUESTS) {
    const load = { url: url + BOB_CREDENTIALS, headers: {}, connections: 16, seconds: 1 };
    requests += (await runWrk(cores.load, load)).requests;
  }
  return settled(processId);
}
