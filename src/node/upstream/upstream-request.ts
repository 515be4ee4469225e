import { Agent, type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps, Agent as SecureAgent } from 'node:https';
import { failed, type Result, success } from '../../core/result.ts';

export interface UpstreamAnswer {
  readonly status: number;
  readonly body: string;
}

export interface UpstreamRequest {
  /** Base address of the metadata service, such as `http://localhost:8080`. */
  readonly url: string;
  /** Path below the base address, percent-encoded. */
  readonly path: string;
  /** For everything together: token, redirects and answer. */
  readonly timeLimitMs: number;
}

interface Attempt {
  readonly url: URL;
  readonly signal: AbortSignal;
  readonly method?: 'GET' | 'PUT';
  readonly headers?: Readonly<Record<string, string>>;
}

interface RawAnswer extends UpstreamAnswer {
  readonly location: string | undefined;
}

/** Credentials and role lists are far shorter. */
const MAXIMUM_LENGTH = 64 * 1024;
const MAXIMUM_REDIRECTS = 3;
const TOKEN_PATH = '/latest/api/token';
const TOKEN_SECONDS = '60';

const metadataPath = '/latest/meta-data/iam/security-credentials/';

/** The path of the role list, or of a role's credentials. */
export const credentialsPath = (role = ''): string => metadataPath + encodeURIComponent(role);

/**
 * One GET of another metadata service. Asks for an IMDSv2 token when it answers 401 without one, and follows
 * redirects that stay at the same address. The failure is the part of a sentence that says what the service
 * did; it holds nothing that the service sent.
 */
export async function askUpstream({
  url,
  path,
  timeLimitMs,
}: UpstreamRequest): Promise<Result<UpstreamAnswer, string>> {
  const signal = AbortSignal.timeout(timeLimitMs);
  try {
    const target = new URL(url.replace(/\/+$/, '') + path);
    const answer = await getFollowing(target, signal, {});
    if (answer.status !== 401) return success(answer);
    const token = await fetchToken(target, signal);
    if (token === undefined) return success(answer);
    return success(await getFollowing(target, signal, { 'x-aws-ec2-metadata-token': token }));
  } catch (error) {
    if (error instanceof Complaint) return failed(error.message);
    if (signal.aborted) return failed(`did not answer within ${timeLimitMs / 1000} seconds`);
    return failed(connectionComplaint(error));
  }
}

/** What is wrong with an answer, in words of our own. */
class Complaint extends Error {}

async function getFollowing(
  start: URL,
  signal: AbortSignal,
  headers: Readonly<Record<string, string>>,
): Promise<UpstreamAnswer> {
  let url = start;
  for (let redirects = 0; redirects <= MAXIMUM_REDIRECTS; redirects += 1) {
    const answer = await send({ url, signal, headers });
    if (answer.status < 300 || answer.status > 399) return answer;
    const next = URL.canParse(answer.location ?? '', url) ? new URL(answer.location ?? '', url) : undefined;
    // Credentials are taken from the address that the configuration names, and from no other.
    if (next?.origin !== start.origin) throw new Complaint('sends elsewhere (a redirect), which is refused');
    url = next;
  }
  throw new Complaint('redirects without end');
}

async function fetchToken(target: URL, signal: AbortSignal): Promise<string | undefined> {
  const { status, body } = await send({
    url: new URL(TOKEN_PATH, target),
    signal,
    method: 'PUT',
    headers: { 'x-aws-ec2-metadata-token-ttl-seconds': TOKEN_SECONDS },
  });
  return status === 200 && /^[\x21-\x7e]{1,1024}$/.test(body) ? body : undefined;
}

/** With an agent of our own: the global one may be set to send requests through a proxy. */
function send({ url, signal, method = 'GET', headers = {} }: Attempt): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const receive = (response: IncomingMessage) => {
      readBody(response).then(
        (body) => resolve({ status: response.statusCode ?? 0, location: response.headers.location, body }),
        (error: unknown) => {
          outgoing.destroy();
          reject(error);
        },
      );
    };
    const outgoing =
      url.protocol === 'https:'
        ? requestHttps(url, { method, headers, signal, agent: new SecureAgent() }, receive)
        : requestHttp(url, { method, headers, signal, agent: new Agent() }, receive);
    outgoing.on('error', reject);
    outgoing.end();
  });
}

async function readBody(response: IncomingMessage): Promise<string> {
  let text = '';
  response.setEncoding('utf8');
  for await (const chunk of response) {
    text += String(chunk);
    if (text.length > MAXIMUM_LENGTH) throw new Complaint('sends far more than credentials');
  }
  return text;
}

const complaints: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'refuses the connection; check that it runs, and its host and port',
  ENOTFOUND: 'has a host name that nobody knows; check the host',
  EAI_AGAIN: 'has a host name that could not be looked up; check the network',
  ECONNRESET: 'broke off the connection',
  EHOSTUNREACH: 'cannot be reached; check the network',
  ENETUNREACH: 'cannot be reached; check the network',
  ETIMEDOUT: 'does not answer; check the network',
  EPROTO: 'does not speak HTTPS; check the protocol',
  ERR_SSL_WRONG_VERSION_NUMBER: 'does not speak HTTPS; check the protocol',
};

function connectionComplaint(error: unknown): string {
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (code.startsWith('HPE_')) return 'does not speak HTTP; check the protocol';
  return complaints[code] ?? `cannot be asked (${code === '' ? 'unknown error' : code})`;
}
