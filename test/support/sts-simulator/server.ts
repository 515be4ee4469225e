import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Call } from './call-log.ts';
import { answerControl, CONTROL_PREFIX } from './control.ts';
import type { Fault } from './faults.ts';
import { answerFederation, FEDERATION_PATH } from './federation-endpoint.ts';
import { listen } from './listen.ts';
import { answerQuery } from './query-service.ts';
import { receiveRequest } from './received-request.ts';
import { createState, type SimulatorState } from './state.ts';
import { parseWorld, type WorldDescription } from './world.ts';

export interface StsSimulatorOptions {
  readonly world: WorldDescription;
  /** 0, the default, takes a free one. */
  readonly port?: number;
  /** 127.0.0.1 by default. */
  readonly host?: string;
  /** This machine's clock, in ms since the epoch. */
  readonly now?: () => number;
  /** How far the server's clock is ahead of this machine's, in ms; 0 by default. */
  readonly clockOffsetMs?: number;
}

/** A running server. It answers STS, IAM and the console's sign-in on one port. */
export interface StsSimulator {
  /** Without a slash at the end; for `AWS_ENDPOINT_URL_STS`, `…_IAM` and `…_SIGNIN`. */
  readonly url: string;
  clockOffsetMs: number;
  /** The server's time, in ms since the epoch. */
  now(): number;
  /** The calls so far, oldest first; only those of one action when it is named. */
  calls(action?: string): readonly Call[];
  /** The code that a device shows now or at a moment of the server's time. */
  codeFor(serialNumber: string, at?: number): string;
  /** Replaces all faults; requests that hang or are delayed go on. */
  setFaults(faults: readonly Fault[]): void;
  clearFaults(): void;
  /** Sets everything back to the start: keys and devices, sessions, codes, calls, faults, clock offset. */
  reset(): void;
  /** Ends open connections and stops listening. */
  close(): Promise<void>;
}

const handle = async (
  message: IncomingMessage,
  response: ServerResponse,
  state: SimulatorState,
): Promise<void> => {
  const clientLeft = new AbortController();
  response.once('close', () => clientLeft.abort());
  const request = await receiveRequest(message);
  const send = (
    status: number,
    type: string,
    body: string,
    headers: Readonly<Record<string, string>> = {},
  ): void => {
    response.writeHead(status, {
      'Content-Type': type,
      'Content-Length': Buffer.byteLength(body),
      Date: new Date(state.now()).toUTCString(),
      ...headers,
    });
    response.end(body);
  };
  const reset = (): void => {
    message.socket.resetAndDestroy();
  };
  if (request.path.startsWith(CONTROL_PREFIX)) {
    const { status, json } = answerControl(request, state);
    return send(status, 'application/json', `${JSON.stringify(json)}\n`);
  }
  if (request.path === FEDERATION_PATH) {
    const answer = await answerFederation(request, state, clientLeft.signal);
    if (answer === undefined) return reset();
    return send(answer.status, answer.type, answer.body, answer.headers);
  }
  if (request.path !== '/') return send(404, 'text/xml', '<UnknownOperationException/>\n');
  const answer = await answerQuery(request, state, clientLeft.signal);
  if (answer === undefined) return reset();
  send(answer.status, 'text/xml', answer.xml, { 'x-amzn-RequestId': answer.requestId });
};

/** Starts a simulator of AWS STS and IAM. Rejects if the world is not valid or the port is taken. */
export const startStsSimulator = async (options: StsSimulatorOptions): Promise<StsSimulator> => {
  const { port = 0, host = '127.0.0.1', now = Date.now, clockOffsetMs = 0 } = options;
  const state = createState(parseWorld(options.world), now, clockOffsetMs);
  const server = createServer((message, response) => {
    handle(message, response, state).catch(() => message.socket.destroy());
  });
  const address = await listen(server, port, host);
  return {
    url: address,
    get clockOffsetMs() {
      return state.clockOffsetMs;
    },
    set clockOffsetMs(offset: number) {
      state.clockOffsetMs = offset;
    },
    now: state.now,
    calls: state.calls.list,
    codeFor: state.codeFor,
    setFaults: state.faults.set,
    clearFaults: () => state.faults.set([]),
    reset: state.reset,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
