import { createServer, type Server } from 'node:http';
import { createMockIms, type MockImsBehaviour } from '../../../node/upstream/mock-ims.ts';
import { CliError } from '../cli-error.ts';
import type { CliIo } from '../cli-io.ts';

export interface MockImsOptions extends MockImsBehaviour {
  /** 0 for any free one. */
  readonly port: number;
}

const HOST = '127.0.0.1';

/**
 * Plays an upstream metadata service on the loopback address until the signal aborts. Writes its address and
 * then one line for each request.
 *
 * @throws CliError when the port cannot be had
 */
export async function mockIms(
  { stdout, now }: Pick<CliIo, 'stdout' | 'now'>,
  options: MockImsOptions,
  signal: AbortSignal,
): Promise<void> {
  const say = (line: string) => void stdout.write(`${line}\n`);
  const server = createServer(createMockIms(() => options, now, say));
  const port = await listen(server, options.port);
  say(`Mock metadata service on http://${HOST}:${port}/ with ${describe(options)}`);
  await aborted(signal);
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}

function describe({ roles, lifetimeSeconds, fail }: MockImsOptions): string {
  const names = roles.length === 0 ? 'no role' : roles.join(', ');
  return fail === undefined ? `${names}; credentials last ${lifetimeSeconds} seconds` : `the fault “${fail}”`;
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const reason =
        error.code === 'EADDRINUSE' ? 'another program uses this port' : (error.code ?? 'unknown');
      const message = `Cannot listen on http://${HOST}:${port}: ${reason}. Choose another with --port.`;
      reject(new CliError('configuration', message));
    });
    server.listen(port, HOST, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
