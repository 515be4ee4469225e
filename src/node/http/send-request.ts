import { Agent, request } from 'node:http';

export interface HttpRequest {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly timeoutMs: number;
  /** Ends the request, which then fails with `AbortError`. */
  readonly signal?: AbortSignal;
}

export interface HttpAnswer {
  readonly status: number;
  readonly body: string;
}

/** Far more than a state with a thousand profiles. */
const maximumLength = 16 * 1024 * 1024;

/**
 * One request to the service. Not with the global fetch, because with NODE_USE_ENV_PROXY set that one sends
 * even requests to the loopback address, bearer token included, to the proxy in HTTP_PROXY; an agent of our
 * own never does. (It also spares a command some milliseconds.)
 *
 * @throws Error when nobody answers (with the system's `code`), or not in time (`TimeoutError`).
 */
export function sendRequest(options: HttpRequest): Promise<HttpAnswer> {
  const { method, url, headers, body, timeoutMs, signal } = options;
  const timeout = AbortSignal.timeout(timeoutMs);
  return new Promise((resolve, reject) => {
    const outgoing = request(
      url,
      {
        method,
        headers,
        agent: new Agent(),
        signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
      },
      (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => {
          text += chunk;
          if (text.length > maximumLength) outgoing.destroy(new Error('The answer is too long.'));
        });
        response.on('end', () => resolve({ status: response.statusCode ?? 0, body: text }));
        response.on('error', reject);
      },
    );
    outgoing.on('error', (error) => reject(error));
    outgoing.end(body);
  });
}
