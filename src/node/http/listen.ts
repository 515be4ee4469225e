import { createServer, type RequestListener, type Server } from 'node:http';
import { isIP } from 'node:net';
import { isLoopback } from './loopback.ts';

/** Limits against slow or oversized requests; answers may take as long as a person needs. */
const limits = {
  maxHeaderSize: 16 * 1024,
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  keepAliveTimeout: 30_000,
};

export interface Listener {
  readonly host: string;
  readonly port: number;
  readonly url: string;
}

export interface Listening {
  readonly listeners: readonly Listener[];
  /** Stops accepting, lets answers under way finish for a moment, then closes every connection. */
  close(): Promise<void>;
}

/** Answers under way are finished long before this; event streams never end by themselves. */
const CLOSE_AFTER_MS = 500;

/** Why an address could not be bound, with the next step. */
export class ListenError extends Error {
  readonly code: string;

  constructor(message: string, code: string) {
    super(message);
    this.code = code;
  }
}

export interface ListenOptions {
  /** The user allowed this listener to be reached from other machines. */
  readonly anyAddress?: boolean;
}

/**
 * Listens on an address, and for loopback on both families: some clients resolve `localhost` to `::1`. Whoever
 * listens at the address of EC2 is on loopback as well where that is free: redirects of port 80 lead there.
 *
 * @param port 0 for any free one
 * @throws ListenError with a sentence for the user
 */
export async function listen(
  host: string,
  port: number,
  handler: RequestListener,
  { anyAddress = false }: ListenOptions = {},
): Promise<Listening> {
  if (!anyAddress) refuseOpenAddresses(host);
  const first = await bind(host, port, handler);
  const servers = [first];
  const listeners = [describe(host, portOf(first))];
  for (const companion of companions(host)) {
    try {
      const server = await bind(companion, portOf(first), handler);
      servers.push(server);
      listeners.push(describe(companion, portOf(server)));
    } catch (error) {
      // Machines without IPv6 have only one loopback address. A taken port of loopback is a conflict to tell.
      if (error instanceof ListenError && error.code === 'EADDRINUSE' && isLoopback(host)) {
        await closeAll(servers);
        throw error;
      }
    }
  }
  return { listeners, close: () => closeAll(servers) };
}

function companions(host: string): readonly string[] {
  switch (host) {
    case '127.0.0.1':
      return ['::1'];
    case '::1':
      return ['127.0.0.1'];
    case '169.254.169.254':
    case 'fd00:ec2::254':
      return ['127.0.0.1', '::1'];
    default:
      return [];
  }
}

function refuseOpenAddresses(host: string): void {
  const isOwn =
    ['::1', 'localhost', '169.254.169.254', 'fd00:ec2::254'].includes(host) ||
    (isIP(host) === 4 && host.startsWith('127.'));
  if (isOwn) return;
  throw new ListenError(
    `Metafob does not listen on ${host}: every machine that reaches this address could take your credentials. Use 127.0.0.1, ::1 or 169.254.169.254.`,
    'EACCES',
  );
}

const portOf = (server: Server): number => {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
};

const describe = (host: string, port: number): Listener => ({
  host,
  port,
  url: `http://${isIP(host) === 6 ? `[${host}]` : host}:${port}`,
});

function bind(host: string, port: number, handler: RequestListener): Promise<Server> {
  // The AWS C runtime sends HTTP/1.1 requests without a Host header.
  const server = createServer({ ...limits, requireHostHeader: false }, handler);
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(listenError(error, host, port)));
    server.listen({ host, port, ipv6Only: true }, () => resolve(server));
  });
}

function listenError(
  { code = 'unknown', message }: NodeJS.ErrnoException,
  host: string,
  port: number,
): ListenError {
  const where = describe(host, port).url;
  switch (code) {
    case 'EADDRINUSE':
      return new ListenError(
        `Cannot listen on ${where}: another program uses this port. Stop it (“metafob status” tells whether it is Metafob), or choose another with --port or [metadata] port.`,
        code,
      );
    case 'EADDRNOTAVAIL':
      return new ListenError(
        `Cannot listen on ${where}: this machine has no such address. Use [metadata] host=127.0.0.1, or add the address to the loopback interface.`,
        code,
      );
    case 'EACCES':
      return new ListenError(
        `Cannot listen on ${where}: the system allows ports below 1024 only to privileged programs. Choose another with --port or [metadata] port.`,
        code,
      );
    default:
      return new ListenError(`Cannot listen on ${where}: ${message}`, code);
  }
}

async function closeAll(servers: readonly Server[]): Promise<void> {
  await Promise.all(
    servers.map(
      (server) =>
        new Promise<void>((resolve) => {
          const force = setTimeout(() => server.closeAllConnections(), CLOSE_AFTER_MS);
          server.close(() => {
            clearTimeout(force);
            resolve();
          });
          server.closeIdleConnections();
        }),
    ),
  );
}
