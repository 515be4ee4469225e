import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { RefusalReason } from './request-guard.ts';
import { refusalOf, refusalSentences } from './request-guard.ts';

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

export interface ServiceHandlerOptions {
  readonly metadata: Handler;
  /** Loaded at the first use: most services are never managed by hand. */
  readonly loadManage: () => Promise<Handler>;
  readonly onRequest: (request: IncomingMessage, response: ServerResponse) => void;
  readonly onRefused: (request: IncomingMessage, reason: RefusalReason) => void;
  readonly onError: (error: unknown) => void;
}

/** Lets in what may come in, and hands it to the metadata tree or the manage API. */
export function createServiceHandler(options: ServiceHandlerOptions): RequestListener {
  let manage: Promise<Handler> | undefined;

  function fail(response: ServerResponse, error: unknown): void {
    options.onError(error);
    if (!response.headersSent) response.writeHead(500);
    response.end();
  }

  return (request, response) => {
    options.onRequest(request, response);
    const reason = refusalOf(request);
    if (reason !== undefined) {
      options.onRefused(request, reason);
      refuse(response, reason);
      return;
    }
    if (!isManagePath(request.url ?? '/')) {
      try {
        options.metadata(request, response);
      } catch (error) {
        fail(response, error);
      }
      return;
    }
    manage ??= options.loadManage();
    manage
      .then((handle) => handle(request, response))
      .catch((error: unknown) => {
        manage = undefined;
        fail(response, error);
      });
  };
}

const isManagePath = (url: string): boolean => /^\/manage(?:[/?]|$)/.test(url);

function refuse(response: ServerResponse, reason: RefusalReason): void {
  const body = JSON.stringify({ error: { kind: 'forbidden', message: refusalSentences[reason] } });
  response.writeHead(403, {
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(body),
    Connection: 'close',
  });
  response.end(body);
}
