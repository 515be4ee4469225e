import { type ServiceProcess, startServiceProcess } from '../demo/service-process.ts';
import { type Server, startBareServer } from './bare-process.ts';
import { ask } from './http-client.ts';
import { cpuMicroseconds } from './process-metrics.ts';
import { BOB_CREDENTIALS, benchConfiguration, type Setting } from './setting.ts';
import { median, pairedRatio } from './statistics.ts';
import { runWrk } from './wrk.ts';

/** Medians of all rounds, and how the service compares with the bare server. */
export interface Comparison {
  readonly cpuMicroseconds: Pair;
  readonly requestsPerSecond: Pair;
  readonly p99Milliseconds: Pair;
}

export interface Pair {
  readonly service: number;
  readonly bare: number;
  /** Service divided by bare server, the median of the ratios of each round. */
  readonly ratio: number;
}

export interface Throughput {
  readonly v1: Comparison;
  readonly v2: Comparison;
}

const FEW_CONNECTIONS = 16;
const MANY_CONNECTIONS = 64;
const TOKEN_HEADER = 'X-aws-ec2-metadata-token';

/** A cached session is asked for as fast as possible, with and without a token; the bare server likewise. */
export async function measureThroughput(setting: Setting): Promise<Throughput> {
  const { simulatorUrl, cores } = setting;
  const options = { configuration: benchConfiguration, simulatorUrl, port: 0, launcher: cores.server };
  const service = await startServiceProcess(options);
  try {
    await ask(service.url + BOB_CREDENTIALS);
    const token = await ask(`${service.url}/latest/api/token`, {
      method: 'PUT',
      headers: { 'X-aws-ec2-metadata-token-ttl-seconds': '21600' },
    });
    const v1 = await compare(service, {}, setting);
    const v2 = await compare(service, { [TOKEN_HEADER]: token.body }, setting);
    return { v1, v2 };
  } finally {
    await service.stop();
  }
}

interface Sample {
  readonly cpuMicroseconds: number;
  readonly requestsPerSecond: number;
  readonly p99Milliseconds: number;
}

async function compare(
  service: ServiceProcess,
  headers: Readonly<Record<string, string>>,
  setting: Setting,
): Promise<Comparison> {
  const answer = await ask(service.url + BOB_CREDENTIALS, { headers });
  if (answer.status !== 200) throw new Error(`The service answered ${answer.status}.`);
  const bare = await startBareServer(answer, setting);
  try {
    const bareAnswer = await ask(bare.url + BOB_CREDENTIALS, { headers });
    if (bareAnswer.body !== answer.body) throw new Error('The servers do not give the same answer.');
    const rounds = setting.isThorough ? 21 : 7;
    const samples: { service: Sample; bare: Sample }[] = [];
    for (let round = -1; round < rounds; round += 1) {
      // Whoever comes second finds the machine in the state that the first one left.
      const order = round % 2 === 0 ? [service, bare] : [bare, service];
      const results = new Map<unknown, Sample>();
      for (const server of order) results.set(server, await sample(server, headers, setting));
      const pair = { service: results.get(service), bare: results.get(bare) };
      // The first round warms both up.
      if (round >= 0 && pair.service && pair.bare) samples.push({ service: pair.service, bare: pair.bare });
    }
    const pairOf = (name: keyof Sample): Pair => {
      const ours = samples.map((each) => each.service[name]);
      const theirs = samples.map((each) => each.bare[name]);
      return { service: median(ours), bare: median(theirs), ratio: pairedRatio(ours, theirs) };
    };
    return {
      cpuMicroseconds: pairOf('cpuMicroseconds'),
      requestsPerSecond: pairOf('requestsPerSecond'),
      p99Milliseconds: pairOf('p99Milliseconds'),
    };
  } finally {
    await bare.stop();
  }
}

async function sample(
  { url, processId }: Pick<Server, 'url' | 'processId'>,
  headers: Readonly<Record<string, string>>,
  { cores, isThorough }: Setting,
): Promise<Sample> {
  const seconds = isThorough ? 3 : 1;
  const load = { url: url + BOB_CREDENTIALS, headers, seconds };
  const before = cpuMicroseconds(processId);
  const few = await runWrk(cores.load, { ...load, connections: FEW_CONNECTIONS });
  const used = cpuMicroseconds(processId) - before;
  const many = await runWrk(cores.load, { ...load, connections: MANY_CONNECTIONS });
  return {
    cpuMicroseconds: used / few.requests,
    requestsPerSecond: few.requestsPerSecond,
    p99Milliseconds: many.p99Milliseconds,
  };
}
