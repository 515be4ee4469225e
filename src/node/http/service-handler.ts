import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { isContainerPath } from './container/container-path.ts';
import type { Allowed, RefusalReason } from './request-guard.ts';
import { refusalOf, refusalSentences } from './request-guard.ts';

export type Handler = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

/** Handlers are loaded at the first use: most services never meet more than the metadata tree. */
export interface ServiceHandlerOptions {
  readonly metadata: Handler;
  /** Without it, there is nothing below /manage. */
  readonly loadManage?: () => Promise<Handler>;
  /** Without it, there is nothing below /credentials. */
  readonly loadContainer?: () => Promise<Handler>;
  /** From where requests are taken; from this machine unless given. */
  readonly allowed?: Allowed;
  readonly onRequest: (request: IncomingMessage, response: ServerResponse) => void;
  readonly onRefused: (request: IncomingMessage, reason: RefusalReason) => void;
  readonly onError: (error: unknown) => void;
}

/** Lets in what may come in, and hands it to the metadata tree, the container endpoint or the manage API. */
export function createServiceHandler(options: ServiceHandlerOptions): RequestListener {
  const { metadata } = options;
  const manage = options.loadManage === undefined ? metadata : whenLoaded(options.loadManage);
  const container = options.loadContainer === undefined ? metadata : whenLoaded(options.loadContainer);

  const handlerFor = (url: string): Handler => {
    if (isManagePath(url)) return manage;
    return isContainerPath(url) ? container : metadata;
  };

  function fail(response: ServerResponse, error: unknown): void {
    options.onError(error);
    if (!response.headersSent) response.writeHead(500);
    response.end();
  }

  return (request, response) => {
    options.onRequest(request, response);
    const reason = refusalOf(request, options.allowed);
    if (reason !== undefined) {
      options.onRefused(request, reason);
      refuse(response, reason);
      return;
    }
    try {
      handlerFor(request.url ?? '/')(request, response)?.catch((error: unknown) => fail(response, error));
    } catch (error) {
      fail(response, error);
    }
  };
}

/** Loads a handler once; after a failure, again. */
function whenLoaded(load: () => Promise<Handler>): Handler {
  let loading: Promise<Handler> | undefined;
  return async (request, response) => {
    try {
      loading ??= load();
      await (await loading)(request, response);
    } catch (error) {
      loading = undefined;
      throw error;
    }
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
