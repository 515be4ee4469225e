import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { ErrorResponse } from '../../../../src/shared/manage-api.ts';
import type { ProfileView, ViewState } from '../../../../src/shared/view-state.ts';

export const serviceToken = 'token-of-this-service';
export const goodCode = '123456';
/** The moment the fake service calls now. */
export const now = Date.UTC(2026, 3, 9, 12, 0, 0);
export const serialNumber = 'arn:aws:iam::123456789012:mfa/alice';

export interface RecordedRequest {
  readonly method: string;
  readonly path: string;
  readonly authorization: string | undefined;
  readonly body: unknown;
}

export interface FakeService {
  readonly url: string;
  readonly requests: RecordedRequest[];
  /** Names that answer a login without a code with 409, until it was given `goodCode`. */
  readonly needsCode: Set<string>;
  readonly mfaSecrets: Map<string, string>;
  view: ViewState;
  /** Makes every login fail like this. */
  loginFailure: { readonly status: number; readonly error: ErrorResponse['error'] } | undefined;
  /** Makes the store of MFA secrets fail like this. */
  storeProblem: string | undefined;
  close(): Promise<void>;
}

export const profileView = (name: string, changes: Partial<ProfileView> = {}): ProfileView => ({
  name,
  active: false,
  region: 'us-east-1',
  accountId: '123456789012',
  userName: 'alice',
  mfa: { mode: 'prompt', serialNumber },
  session: { state: 'none' },
  origin: '/home/alice/server.conf:4',
  ...changes,
});

export const viewState = (changes: Partial<ViewState> = {}): ViewState => ({
  now,
  activeProfile: 'default',
  profiles: [
    profileView('default', { active: true, session: { state: 'active', expiresAt: now + 41 * 60_000 } }),
    profileView('production', { region: 'eu-west-1', roleArn: 'arn:aws:iam::123456789012:role/admin' }),
  ],
  prompts: [],
  warnings: [],
  clockSkewMs: 0,
  ...changes,
});

const secretSession = {
  accessKey: 'ASIAFAKE',
  secretKey: 'secret-key-that-must-stay-inside',
  sessionToken: 'session-token-that-must-stay-inside',
  expiration: new Date(now + 60 * 60_000).toISOString().replace('.000Z', 'Z'),
};

/** Speaks the manage API as the command line knows it, on a free port of the loopback address. */
export async function startFakeService(): Promise<FakeService> {
  const server = createServer((request, response) => void answer(service, request, response));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  const service: FakeService = {
    url: `http://127.0.0.1:${address.port}`,
    requests: [],
    needsCode: new Set(),
    mfaSecrets: new Map(),
    view: viewState(),
    loginFailure: undefined,
    storeProblem: undefined,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
  return service;
}

class Refusal extends Error {
  readonly status: number;
  readonly error: ErrorResponse['error'];
  constructor(status: number, error: ErrorResponse['error']) {
    super(error.message);
    this.status = status;
    this.error = error;
  }
}

async function answer(service: FakeService, request: IncomingMessage, response: ServerResponse) {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  const recorded: RecordedRequest = {
    method: request.method ?? '',
    path: request.url ?? '',
    authorization: request.headers.authorization,
    body: text === '' ? undefined : JSON.parse(text),
  };
  service.requests.push(recorded);
  try {
    send(response, 200, handle(service, recorded));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    send(response, error.status, { error: error.error });
  }
}

function send(response: ServerResponse, status: number, body: unknown): void {
  if (body === undefined) {
    response.writeHead(204).end();
    return;
  }
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function handle(service: FakeService, { method, path, authorization, body }: RecordedRequest): unknown {
  const route = `${method} ${path}`;
  const open = ['GET /manage/health', 'POST /manage/session', 'DELETE /manage/session'].includes(route);
  if (!open && authorization !== `Bearer ${serviceToken}`) {
    throw new Refusal(401, { kind: 'unauthorized', message: 'This needs the token of the service.' });
  }
  switch (route) {
    case 'GET /manage/health': {
      const { activeProfile } = service.view;
      return { status: 'ok', version: '0.1.0', processId: 4711, uptimeSeconds: 12, activeProfile };
    }
    case 'GET /manage/state':
      return service.view;
    case 'POST /manage/session':
      return use(service, fieldOf(body, 'profile') ?? '');
    case 'DELETE /manage/session':
      return {};
    case 'DELETE /manage/sessions':
      return undefined;
  }
  const [, name = '', what] = /^\/manage\/profiles\/([^/]+)\/(session|mfa-secret)$/.exec(path) ?? [];
  const profile = decodeURIComponent(name);
  requireKnown(service, profile, 404);
  if (what === 'session') {
    return method === 'DELETE' ? undefined : startSession(service, profile, fieldOf(body, 'token'));
  }
  if (service.storeProblem !== undefined) {
    throw new Refusal(409, { kind: 'keychain-locked', message: service.storeProblem });
  }
  if (method === 'PUT') service.mfaSecrets.set(profile, fieldOf(body, 'secret') ?? '');
  else if (!service.mfaSecrets.delete(profile)) {
    throw new Refusal(404, { kind: 'not-found', message: 'No MFA secret is stored for this profile.' });
  }
  return undefined;
}

function use(service: FakeService, name: string): object {
  requireKnown(service, name, 400);
  service.view = { ...service.view, activeProfile: name };
  return { profile: { name, accessKey: 'AKIAFAKE', region: 'us-east-1' } };
}

function startSession(service: FakeService, name: string, token: string | undefined): object {
  if (service.loginFailure !== undefined) {
    throw new Refusal(service.loginFailure.status, service.loginFailure.error);
  }
  if (service.needsCode.has(name)) {
    if (token === undefined) throw new Refusal(409, { kind: 'code-needed', message: 'A code is needed.' });
    if (token !== goodCode) {
      throw new Refusal(403, { kind: 'bad-code', message: 'AWS did not accept this code.' });
    }
  }
  return { session: secretSession, profile: { name, accessKey: 'AKIAFAKE', region: 'us-east-1' } };
}

function requireKnown(service: FakeService, name: string, status: number): void {
  if (service.view.profiles.some((profile) => profile.name === name)) return;
  throw new Refusal(status, { kind: 'unknown-profile', message: `There is no profile ${name}.` });
}

const fieldOf = (body: unknown, field: string): string | undefined => {
  const value: unknown = Object(body)[field];
  return typeof value === 'string' ? value : undefined;
};
