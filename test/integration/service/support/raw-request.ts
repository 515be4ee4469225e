import { type IncomingHttpHeaders, type OutgoingHttpHeaders, request } from 'node:http';

export interface RawRequest {
  readonly method?: string;
  /** Sent as it is: nothing is normalised or encoded. */
  readonly path: string;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: string;
}

export interface RawAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** The body as it arrived, piece by piece. */
  readonly chunks: readonly string[];
  json(): unknown;
}

/** An answer under way. */
export interface Exchange {
  readonly finished: Promise<RawAnswer>;
  /** Resolves when this many pieces of the body have arrived. */
  chunks(count: number): Promise<readonly string[]>;
  /** The client hangs up. */
  leave(): void;
}

/** Starts a request on a connection of its own, with node:http only: no headers but those given and `Host`. */
export function begin(url: string, { method = 'GET', path, headers = {}, body }: RawRequest): Exchange {
  const { hostname, port } = new URL(url);
  const chunks: string[] = [];
  const watchers = new Set<() => void>();
  const outgoing = request({
    host: hostname,
    port,
    method,
    path,
    headers: body === undefined ? headers : { 'Content-Length': Buffer.byteLength(body), ...headers },
    agent: false,
  });
  const finished = new Promise<RawAnswer>((resolve, reject) => {
    outgoing.on('error', reject);
    outgoing.on('response', (incoming) => {
      incoming.setEncoding('utf8').on('data', (chunk: string) => {
        chunks.push(chunk);
        for (const watcher of watchers) watcher();
      });
      incoming.on('error', reject);
      incoming.on('end', () => {
        const text = chunks.join('');
        resolve({
          status: incoming.statusCode ?? 0,
          headers: incoming.headers,
          body: text,
          chunks,
          json: () => JSON.parse(text),
        });
      });
    });
  });
  // Who leaves early does not look at the outcome.
  finished.catch(() => {});
  outgoing.end(body);
  return {
    finished,
    chunks: (count) =>
      new Promise((resolve, reject) => {
        const check = () => {
          if (chunks.length < count) return;
          watchers.delete(check);
          resolve([...chunks]);
        };
        watchers.add(check);
        finished.then(() => reject(new Error(`The answer ended after ${chunks.length} pieces.`)), reject);
        check();
      }),
    leave: () => outgoing.destroy(),
  };
}

export const send = (url: string, request: RawRequest): Promise<RawAnswer> => begin(url, request).finished;
