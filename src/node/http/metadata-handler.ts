import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { Engine } from '../../core/engine.ts';
import { clientPatience } from '../../core/instance-metadata/client-patience.ts';
import { credentialsDocument, failureDocument } from '../../core/instance-metadata/credentials-document.ts';
import { errorPage } from '../../core/instance-metadata/error-page.ts';
import { createEventStore, type EventStore } from '../../core/instance-metadata/events.ts';
import { exampleInstance } from '../../core/instance-metadata/example-instance.ts';
import type { Instance } from '../../core/instance-metadata/instance.ts';
import { createMetadataTrees } from '../../core/instance-metadata/metadata-trees.ts';
import { type MetadataAnswer, respond } from '../../core/instance-metadata/respond.ts';
import type { TokenStore } from '../../core/instance-metadata/token-store.ts';
import type { SignatureForm } from '../../core/instance-metadata/tree/category.ts';
import type { Clock } from '../../core/ports.ts';
import type { Result } from '../../core/result.ts';
import type { Credentials } from '../../core/sessions/credentials.ts';
import { failure } from '../../core/sessions/failure.ts';
import type { DripHold } from './drip-hold.ts';
import { isSecretiveBrowser } from './request-guard.ts';

export interface MetadataHandlerOptions {
  readonly engine: Engine;
  readonly tokens: TokenStore;
  readonly tokensRequired: () => boolean;
  readonly clock: Clock;
  readonly dripHold: DripHold;
  /** The machine to play, an equal object as long as it does not change; the example unless it is given. */
  readonly instance?: () => Instance;
  /** None unless they are given. */
  readonly events?: EventStore;
  /** Signs the identity document; without it, its signatures do not exist. The failure is a sentence. */
  readonly signIdentity?: (form: SignatureForm, document: string) => Promise<Result<string, string>>;
}

const TOKEN_LIFETIME_HEADER = 'X-Aws-Ec2-Metadata-Token-Ttl-Seconds';

type CredentialsAnswer = Extract<MetadataAnswer, { kind: 'credentials' }>;

/** Serves the instance metadata tree over HTTP. */
export function createMetadataHandler(options: MetadataHandlerOptions) {
  const { engine, tokens, tokensRequired, clock, dripHold, signIdentity } = options;
  const { instance = always(exampleInstance()), events = createEventStore(() => clock.now()) } = options;
  // One session is asked for many times; its documents are written once.
  const documents = new WeakMap<Credentials, { plain: string; extended?: string }>();
  const context = {
    tokens,
    get tokensRequired() {
      return tokensRequired();
    },
    profiles: () => engine.view().profiles,
    trees: createMetadataTrees({
      instance,
      events,
      canSign: signIdentity !== undefined,
      now: () => clock.now(),
    }),
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
    if (isSecretiveBrowser(request)) {
      // An image in a page of somebody else must not open a question.
      send(response, 403, 'text/html', errorPage(403));
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

  async function serveSignature(
    response: ServerResponse,
    answer: Extract<MetadataAnswer, { kind: 'signature' }>,
  ): Promise<void> {
    const signed = await signIdentity?.(answer.form, answer.document);
    if (signed?.ok) send(response, 200, 'text/plain', signed.value, dataHeaders(answer));
    else send(response, 503, 'text/plain', signed?.failure ?? 'Nothing here can sign the identity document.');
  }

  const dataHeaders = (answer: MetadataAnswer): OutgoingHttpHeaders => ({
    'Accept-Ranges': 'none',
    'Last-Modified': new Date(instance().launchedAt).toUTCString(),
    ...lifetimeHeader(answer),
  });

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
        send(response, 200, answer.contentType, answer.body, dataHeaders(answer));
        return;
      case 'user-data':
        send(response, 200, 'application/octet-stream', answer.body, dataHeaders(answer));
        return;
      case 'signature':
        void serveSignature(response, answer);
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

const always =
  <Value>(value: Value) =>
  (): Value =>
    value;

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

// A text as a string, not as bytes: node:http then sends head and body in one write.
function send(
  response: ServerResponse,
  status: number,
  contentType: string,
  body: string | Uint8Array,
  headers: OutgoingHttpHeaders = {},
): void {
  response.writeHead(status, {
    'Content-Type': contentType,
    'Content-Length': Buffer.byteLength(body),
    Server: 'EC2ws',
    ...headers,
  });
  response.end(body);
}
