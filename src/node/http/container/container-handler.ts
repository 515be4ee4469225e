import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { Engine } from '../../../core/engine.ts';
import { type Credentials, toTimestamp } from '../../../core/sessions/credentials.ts';
import { describeFailure, type Failure } from '../../../core/sessions/failure.ts';
import type { DripHold, HeldAnswer } from '../drip-hold.ts';
import { statusOf } from '../failure-status.ts';
import { profileOfPath } from './container-path.ts';
import type { ContainerTokens } from './container-tokens.ts';

export interface ContainerHandlerOptions {
  readonly engine: Pick<Engine, 'view' | 'profile' | 'currentCredentials' | 'requestCredentials'>;
  readonly tokens: ContainerTokens;
  readonly dripHold: DripHold;
}

/**
 * Plays the container credentials endpoint of ECS for every profile at the same time, at
 * `/credentials/PROFILE` (AWS SDKs and Tools reference guide, "Container credential provider").
 */
export function createContainerHandler({ engine, tokens, dripHold }: ContainerHandlerOptions) {
  function documentOf(profile: string, credentials: Credentials): string {
    const { accountId, roleArn } = engine.view().profiles.find(({ name }) => name === profile) ?? {};
    return JSON.stringify({
      ...(roleArn === undefined ? {} : { RoleArn: roleArn }),
      AccessKeyId: credentials.accessKeyId,
      SecretAccessKey: credentials.secretAccessKey,
      Token: credentials.sessionToken,
      Expiration: toTimestamp(credentials.expiresAt),
      ...(accountId === undefined ? {} : { AccountId: accountId }),
    });
  }

  async function waitForDocument(response: ServerResponse, profile: string): Promise<string | HeldAnswer> {
    const leave = new AbortController();
    response.once('close', () => leave.abort());
    const outcome = await engine.requestCredentials(profile, leave.signal);
    return outcome.ok ? documentOf(profile, outcome.value) : failureAnswer(outcome.failure);
  }

  return (request: IncomingMessage, response: ServerResponse): void => {
    const { method = 'GET', url = '/', headers } = request;
    if (method !== 'GET' && method !== 'HEAD') {
      send(response, 405, errorDocument('MethodNotAllowed', 'Credentials can only be read, with GET.'), {
        Allow: 'GET, HEAD',
      });
      return;
    }
    const profile = profileOfPath(url);
    // A wrong token is told nothing, not even whether there is such a profile.
    if (profile === undefined || !tokens.accepts(profile, headers.authorization)) {
      send(response, 403, errorDocument('AccessDenied', ACCESS_DENIED));
      return;
    }
    if (engine.profile(profile) === undefined) {
      send(response, 404, errorDocument('ProfileNotFound', `There is no profile “${profile}” any more.`));
      return;
    }
    const current = engine.currentCredentials(profile);
    if (current !== undefined) send(response, 200, documentOf(profile, current));
    // Without a body to wait for, asking a person would be for nothing.
    else if (method === 'HEAD') send(response, 200, '');
    else void dripHold.answer(response, 'application/json', waitForDocument(response, profile));
  };
}

const ACCESS_DENIED =
  'The token is missing or is not the one of this profile. Run “metafob env” or “metafob exec” for the right one.';

const errorDocument = (code: string, message: string): string =>
  JSON.stringify({ Code: code, Message: message });

/**
 * A client that waited has its status 200 already. botocore takes any JSON in it for credentials and stumbles
 * over what is missing; what is not JSON lets it, like the JavaScript SDK, ask again, and then the failure is
 * known and comes with its status.
 */
function failureAnswer(cause: Failure): HeldAnswer {
  const message = describeFailure(cause);
  const status = statusOf(cause);
  return {
    // Clients show the message of 4xx answers only; that of others is lost.
    prompt: { status: status < 500 ? status : 424, body: errorDocument(codeOf(cause), message) },
    late: `Metafob: ${message}`,
  };
}

/** `access-denied` as `AccessDenied` */
const codeOf = ({ kind }: Failure): string =>
  kind.replace(/(?:^|-)([a-z])/g, (_match, letter: string) => letter.toUpperCase());

function send(response: ServerResponse, status: number, body: string, headers: OutgoingHttpHeaders = {}) {
  response.writeHead(status, {
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(body),
    'Cache-Control': 'no-store',
    ...headers,
  });
  response.end(body);
}
