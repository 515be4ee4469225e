import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

export interface Load {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly connections: number;
  readonly seconds: number;
}

export interface LoadResult {
  readonly requests: number;
  readonly requestsPerSecond: number;
  readonly p99Milliseconds: number;
}

const millisecondsPer: Readonly<Record<string, number>> = { us: 0.001, ms: 1, s: 1000, m: 60_000 };

/** Reads what `wrk --latency` prints. @throws Error when requests failed or the text is not understood */
export function parseWrk(text: string): LoadResult {
  const failures = text.match(/^\s*(?:Socket errors|Non-2xx).*$/m)?.[0];
  if (failures !== undefined) throw new Error(`Requests failed under load: ${failures.trim()}`);
  const requests = text.match(/(\d+) requests in/)?.[1];
  const rate = text.match(/Requests\/sec:\s+([\d.]+)/)?.[1];
  const [, latency, unit = ''] = text.match(/99%\s+([\d.]+)(us|ms|s|m)\b/) ?? [];
  const factor = millisecondsPer[unit];
  if (requests === undefined || rate === undefined || factor === undefined) {
    throw new Error(`wrk answered something unexpected:\n${text}`);
  }
  return {
    requests: Number(requests),
    requestsPerSecond: Number(rate),
    p99Milliseconds: Number(latency) * factor,
  };
}

/** Asks as fast as it can with one thread. @param launcher words in front of the command */
export async function runWrk(
  launcher: readonly string[],
  { url, headers, connections, seconds }: Load,
): Promise<LoadResult> {
  const [program = 'wrk', ...args] = [
    ...launcher,
    ...['wrk', '--latency', '--threads', '1', '--connections', String(connections)],
    ...['--duration', `${seconds}s`],
    ...Object.entries(headers).flatMap(([name, value]) => ['--header', `${name}: ${value}`]),
    url,
  ];
  const { stdout } = await promisify(execFile)(program, args);
  return parseWrk(stdout);
}
