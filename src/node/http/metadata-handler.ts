import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { Engine } from '../../core/engine.ts';
import { clientPatience } from '../../core/instance-metadata/client-patience.ts';
import { credentialsDocument, failureDocument } from '../../core/instance-metadata/credentials-document.ts';
import { errorPage } from '../../core/instance-metadata/error-page.ts';
import { type MetadataAnswer, respond } from '../../core/instance-metadata/respond.ts';
import type { TokenStore } from '../../core/instance-metadata/token-store.ts';
import type { Clock } from '../../core/ports.ts';
import type { Credentials } from '../../core/sessions/credentials.ts';
import { failure } from '../../core/sessions/failure.ts';
import type { DripHold } from './drip-hold.ts';

export interface MetadataHandlerOptions {
  readonly engine: Engine;
  readonly tokens: TokenStore;
  readonly tokensRequired: boolean;
  readonly clock: Clock;
  readonly dripHold: DripHold;
}

const TOKEN_LIFETIME_HEADER = 'X-Aws-Ec2-Metadata-Token-Ttl-Seconds';

type CredentialsAnswer = Extract<MetadataAnswer, { kind: 'credentials' }>;

/** Serves the instance metadata tree over HTTP. */
export function createMetadataHandler(options: MetadataHandlerOptions) {
  const { engine, tokens, tokensRequired, clock, dripHold } = options;
  // One session is asked for many times; its documents are written once.
  const documents = new WeakMap<Credentials, { plain: string; extended?: string }>();
  const context = {
    tokens,
    tokensRequired,
    profiles: () => engine.view().profiles,
    now: () => clock.now(),
  };

  function documentOf(credentials: Credentials, { profile, extended }: CredentialsAnswer): string {
    let written = documents.get(credentials);
    if (written === undefined) {
      written = { plain: credentialsDocument(credentials) };
      documents.set(credentials, written);
    }
    if (!extended) return written.plain;
    written.extended ??= credentialsDocument(
      credentials,
      engine.view().profiles.find(({ name }) => name === profile)?.accountId,
    );
    return written.extended;
  }

  function serveCredentials(
    request: IncomingMessage,
    response: ServerResponse,
    answer: CredentialsAnswer,
  ): void {
    const current = engine.currentCredentials(answer.profile);
    if (current !== undefined) {
      send(response, 200, 'text/plain', documentOf(current, answer), lifetimeHeader(answer));
      return;
    }
    if (request.method === 'HEAD') {
      // Without a body to wait for, asking a person would be for nothing.
      response.writeHead(200, { 'Content-Type': 'text/plain' }).end();
      return;
    }
    const patience = clientPatience(request.headers['user-agent']);
    void dripHold.answer(response, 'text/plain', waitForDocument(response, answer, patience));
  }

  async function waitForDocument(
    response: ServerResponse,
    answer: CredentialsAnswer,
    patience: number | undefined,
  ): Promise<string> {
    const leave = new AbortController();
    const impatient = { is: false };
    const giveUp = () => {
      impatient.is = true;
      leave.abort();
    };
    const cancelTimer = patience === undefined ? undefined : clock.at(clock.now() + patience, giveUp);
    response.once('close', () => leave.abort());
    const outcome = await engine.requestCredentials(answer.profile, leave.signal);
    cancelTimer?.();
    if (outcome.ok) return documentOf(outcome.value, answer);
    return failureDocument(impatient.is ? failure('mfa-required') : outcome.failure, clock.now());
  }

  return (request: IncomingMessage, response: ServerResponse): void => {
    const { headers, method = 'GET', url = '/' } = request;
    const answer = respond(
      {
        method,
        path: pathOf(url),
        token: single(headers['x-aws-ec2-metadata-token']),
        tokenLifetime: single(headers['x-aws-ec2-metadata-token-ttl-seconds']),
        forwardedFor: single(headers['x-forwarded-for']),
      },
      context,
    );
    switch (answer.kind) {
      case 'credentials':
        serveCredentials(request, response, answer);
        return;
      case 'text':
        send(response, 200, answer.contentType, answer.body, lifetimeHeader(answer));
        return;
      case 'token':
        send(response, 200, 'text/plain', answer.token, {
          [TOKEN_LIFETIME_HEADER]: answer.lifetimeSeconds,
        });
        return;
      case 'error':
        send(
          response,
          answer.status,
          'text/html',
          errorPage(answer.status),
          answer.allow === undefined ? {} : { Allow: answer.allow },
        );
    }
  };
}

const single = (header: string | string[] | undefined): string | undefined =>
  Array.isArray(header) ? header[0] : header;

/** Query strings mean nothing to the metadata service; clients of a proxy may send the whole URL. */
const pathOf = (target: string): string => {
  const path = target.startsWith('/') ? target : target.replace(/^https?:\/\/[^/]+/i, '');
  const end = path.indexOf('?');
  return end === -1 ? path : path.slice(0, end);
};

const lifetimeHeader = ({ remainingSeconds }: MetadataAnswer): OutgoingHttpHeaders =>
  remainingSeconds === undefined ? {} : { [TOKEN_LIFETIME_HEADER]: remainingSeconds };

// A string, not a Buffer: node:http then sends head and body in one write.
function send(
  response: ServerResponse,
  status: number,
  contentType: string,
  body: string,
  headers: OutgoingHttpHeaders,
): void {
  response.writeHead(status, {
    'Content-Type': contentType,
    'Content-Length': Buffer.byteLength(body),
    Server: 'EC2ws',
    ...headers,
  });
  response.end(body);
}
