import type { IncomingMessage, ServerResponse } from 'node:http';
import { getRequestListener, type HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { BaseCredentials } from '../../base-credentials/sources.ts';
import { refuse } from '../manage/errors.ts';
import { refusalSentences } from '../request-guard.ts';
import { adminRefusalOf } from './admin-guard.ts';
import { parseBootstrapRequest } from './bootstrap-request.ts';
import { isSignedWith } from './signature.ts';

export interface AdminHandlerOptions {
  /** Whether there are valid credentials of the role now. */
  isHealthy(): boolean;
  /** Starts to use what was posted; the answer waits for it. */
  accept(credentials: BaseCredentials, request: IncomingMessage): Promise<void>;
  /** Signs bootstrap requests; without it they need no signature. */
  readonly secret?: string;
  readonly allowRemote: boolean;
  onRequest(request: IncomingMessage, response: ServerResponse): void;
  /** `reason` is a word for the log. */
  onRefused(request: IncomingMessage, reason: string): void;
  onError(error: unknown): void;
}

const MAXIMUM_BODY_BYTES = 16 * 1024;

/** The admin interface of mmds: health check and write-only bootstrap credentials. */
export function createAdminHandler(
  options: AdminHandlerOptions,
): (request: IncomingMessage, response: ServerResponse) => void {
  const { secret, allowRemote } = options;
  const app = new Hono<{ Bindings: HttpBindings }>({ strict: false });

  app.use(async (context, next) => {
    await next();
    context.header('Cache-Control', 'no-store');
  });
  app.use(async (context, next) => {
    const { incoming } = context.env;
    const reason = adminRefusalOf(incoming, allowRemote);
    if (reason === undefined) return next();
    options.onRefused(incoming, reason);
    return refuse(context, 403, 'forbidden', refusalSentences[reason]);
  });
  app.use(
    bodyLimit({
      maxSize: MAXIMUM_BODY_BYTES,
      onError: (context) => refuse(context, 413, 'bad-request', 'The request body is larger than 16 KiB.'),
    }),
  );

  app.get('/status', (context) => context.json(options.isHealthy()));
  app.post('/bootstrap/creds', async (context) => {
    const { incoming } = context.env;
    const parsed = parseBootstrapRequest(await context.req.text());
    if (!parsed.ok) {
      options.onRefused(incoming, 'malformed');
      return refuse(context, 400, 'bad-request', parsed.failure);
    }
    const { credentials, signature } = parsed.value;
    if (secret !== undefined && !isSignedWith(secret, credentials, signature)) {
      options.onRefused(incoming, signature === undefined ? 'not-signed' : 'wrong-signature');
      return refuse(context, 403, 'forbidden', signature === undefined ? unsigned : wronglySigned);
    }
    await options.accept(credentials, incoming);
    return context.body(null, 200);
  });

  app.all('/status', (context) => onlyMethod(context, 'GET'));
  app.all('/bootstrap/creds', (context) => onlyMethod(context, 'POST'));
  app.notFound((context) =>
    refuse(context, 404, 'not-found', 'There is nothing here but /status and /bootstrap/creds.'),
  );
  app.onError((error, context) => {
    options.onError(error);
    return refuse(context, 500, 'unknown', 'Metafob failed unexpectedly; its log says more.');
  });

  const answer = getRequestListener(app.fetch, { hostname: '127.0.0.1' });
  return (request, response) => {
    options.onRequest(request, response);
    answer(request, response).catch((error: unknown) => options.onError(error));
  };
}

const onlyMethod = (context: Parameters<typeof refuse>[0], method: 'GET' | 'POST') => {
  context.header('Allow', method);
  return refuse(context, 405, 'method-not-allowed', `Only ${method} is possible here.`);
};

const howToSign = 'docs/bootstrap.md says how to compute it.';
const unsigned = `This service takes only signed credentials: add the field Signature. ${howToSign}`;
const wronglySigned = `The Signature does not belong to these credentials and the secret of this service. ${howToSign}`;
