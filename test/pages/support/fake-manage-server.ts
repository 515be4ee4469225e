import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { basename, join } from 'node:path';
import { json } from 'node:stream/consumers';
import { contentSecurityPolicy } from '../../../src/node/http/manage/page-routes.ts';
import { ViewState } from '../../../src/shared/view-state.ts';

const contentTypes: Readonly<Record<string, string>> = {
  js: 'text/javascript',
  css: 'text/css',
  svg: 'image/svg+xml',
};

export interface RecordedRequest {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
}

export interface Answer {
  readonly status: number;
  readonly body: object;
}

type Answerer = (request: RecordedRequest) => Answer | undefined | Promise<Answer | undefined>;

const defaultAnswer: Answer = { status: 200, body: {} };

/** Stands in for the service behind the manage page: the test says what the state is and what is answered. */
export class FakeManageServer {
  readonly requests: RecordedRequest[] = [];
  readonly #pages: string;
  readonly #server = createServer((request, response) => void this.#handle(request, response));
  readonly #streams = new Set<ServerResponse>();
  readonly #answers: Answerer[] = [];
  #state: ViewState;
  #refuses = false;

  constructor(pages: string, state: ViewState) {
    this.#pages = pages;
    this.#state = state;
  }

  async start(): Promise<void> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  get url(): string {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('The fake server does not listen.');
    return `http://127.0.0.1:${address.port}`;
  }

  /** Publishes a state to the page, and to every page that connects later. */
  publish(state: ViewState): void {
    this.#state = ViewState.parse(state);
    for (const stream of this.#streams) this.#send(stream);
  }

  /** Adds an answer to requests; the newest that does not return undefined counts. */
  answer(answer: Answerer): void {
    this.#answers.unshift(answer);
  }

  /** Breaks the event streams and refuses new ones, as a stopped service does, until `reconnect`. */
  disconnect(): void {
    this.#refuses = true;
    for (const stream of this.#streams) stream.destroy();
  }

  reconnect(): void {
    this.#refuses = false;
  }

  #send(stream: ServerResponse): void {
    stream.write(`event: state\ndata: ${JSON.stringify(this.#state)}\n\n`);
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    response.setHeader('content-security-policy', contentSecurityPolicy);
    response.setHeader('cache-control', 'no-store');
    if (path === '/manage') return this.#sendPage(response);
    if (path.startsWith('/manage/assets/')) return this.#sendAsset(basename(path), response);
    if (!request.headers.cookie?.includes('metafob-page=')) {
      return this.#sendJson(response, {
        status: 401,
        body: { error: { kind: 'unauthorized', message: 'This request needs the cookie of the page.' } },
      });
    }
    if (path === '/manage/events') return this.#openStream(response);
    await this.#act(request, path, response);
  }

  async #sendPage(response: ServerResponse): Promise<void> {
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.setHeader('set-cookie', 'metafob-page=1; HttpOnly; SameSite=Strict; Path=/manage');
    response.end(await readFile(join(this.#pages, 'manage/index.html')));
  }

  async #sendAsset(name: string, response: ServerResponse): Promise<void> {
    response.setHeader('content-type', contentTypes[name.split('.').at(-1) ?? ''] ?? 'text/plain');
    response.end(await readFile(join(this.#pages, 'manage/assets', name)));
  }

  #openStream(response: ServerResponse): void {
    if (this.#refuses) {
      response.destroy();
      return;
    }
    response.setHeader('content-type', 'text/event-stream');
    this.#streams.add(response);
    response.on('close', () => this.#streams.delete(response));
    this.#send(response);
  }

  async #act(request: IncomingMessage, path: string, response: ServerResponse): Promise<void> {
    const body = request.headers['content-type']?.includes('json') ? await json(request) : undefined;
    const recorded = { method: request.method ?? '', path: decodeURIComponent(path), body };
    this.requests.push(recorded);
    for (const answer of this.#answers) {
      const given = await answer(recorded);
      if (given !== undefined) return this.#sendJson(response, given);
    }
    this.#sendJson(response, defaultAnswer);
  }

  #sendJson(response: ServerResponse, { status, body }: Answer): void {
    response.statusCode = status;
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(body));
  }
}
