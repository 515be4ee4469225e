import { failed, type Result, success } from '../../core/result.ts';
import { consoleHome, partitionOf } from './partition.ts';

export interface SignInRequest {
  /** Of a role session, from AssumeRole, or of a federated user. */
  readonly credentials: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string;
    /** Milliseconds since the epoch. */
    readonly expiresAt?: number;
  };
  /** Tells the partition, and the region of the console's first page. */
  readonly region: string;
  /** A page of the console; its home page in the region when absent. */
  readonly destination?: string;
  /** Where the user is sent when the console session has ended: a URL, or a name to show. */
  readonly issuer?: string;
  /**
   * How long the console session lasts, 900–43200 s; as long as the credentials when absent. AWS refuses it
   * for credentials from role chaining, and an MFA session that assumes a role counts as that.
   */
  readonly durationSeconds?: number;
  /** Instead of the partition's own, without `/federation`: the value of `AWS_ENDPOINT_URL_SIGNIN`. */
  readonly endpoint?: string;
}

export interface SignInFailure {
  readonly kind:
    | 'needs-role'
    | 'expired'
    | 'bad-destination'
    | 'refused'
    | 'unreachable'
    | 'unexpected-answer';
  /** What happened, why, and what to do next, for a person. Holds no secret. */
  readonly message: string;
}

/** The part of `fetch` that signing in needs; see `createSignInFetch`. */
export type SignInFetch = (
  url: string,
  request: {
    readonly method: 'POST';
    readonly headers: Record<string, string>;
    readonly body: string;
    readonly signal: AbortSignal;
  },
) => Promise<{ readonly status: number; text(): Promise<string> }>;

const ANSWER_TIMEOUT_MS = 15_000;

const problem = (kind: SignInFailure['kind'], message: string) => failed<SignInFailure>({ kind, message });

/**
 * A URL that opens the AWS console signed in as the credentials' role. Whoever has it within 15 minutes is
 * signed in: show it to the user and put it nowhere else, least of all into a log.
 *
 * Works as AWS documents for custom identity brokers; the credentials travel in the body of a POST, because
 * URLs end up in the logs of proxies. Never throws.
 */
export async function signInUrl(
  request: SignInRequest,
  fetch: SignInFetch,
  now: () => number = Date.now,
): Promise<Result<string, SignInFailure>> {
  const { credentials, region, destination = consoleHome(region), issuer = 'Metafob' } = request;
  if (credentials.sessionToken === undefined) return problem('needs-role', needsRole);
  if (credentials.expiresAt !== undefined && credentials.expiresAt <= now()) {
    return problem('expired', 'These credentials have expired. Get new ones and try again.');
  }
  if (!destination.startsWith('https://') || !URL.canParse(destination)) {
    return problem('bad-destination', 'The page to open has to be an https:// address of the AWS console.');
  }
  const base = (request.endpoint ?? partitionOf(region).signInUrl).replace(/\/+$/, '');
  const endpoint = `${base}/federation`;
  if (!URL.canParse(endpoint)) {
    return problem(
      'unreachable',
      'The sign-in endpoint in AWS_ENDPOINT_URL_SIGNIN is no URL. Correct or unset it.',
    );
  }
  const token = await signInToken(request, endpoint, fetch);
  if (!token.ok) return token;
  const login = { Action: 'login', Issuer: issuer, Destination: destination, SigninToken: token.value };
  return success(`${endpoint}?${new URLSearchParams(login)}`);
}

async function signInToken(
  request: SignInRequest,
  endpoint: string,
  fetch: SignInFetch,
): Promise<Result<string, SignInFailure>> {
  let status: number;
  let body: string;
  try {
    const answer = await fetch(endpoint, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: tokenForm(request),
      signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
    });
    status = answer.status;
    body = await answer.text();
  } catch (error) {
    const reason = reasonOf(error);
    return problem(
      'unreachable',
      `The AWS sign-in endpoint ${new URL(endpoint).host} could not be reached (${reason}). Check the network and the proxy settings, then try again.`,
    );
  }
  if (status >= 400 && status < 500) return problem('refused', refusal(request));
  const token = status === 200 ? tokenIn(body) : undefined;
  return token === undefined
    ? problem(
        'unexpected-answer',
        `The AWS sign-in endpoint gave no sign-in token (status ${status}). Try again later; if a proxy stands between, check that it lets ${new URL(endpoint).host} through.`,
      )
    : success(token);
}

function tokenForm({ credentials, durationSeconds }: SignInRequest): string {
  const { accessKeyId, secretAccessKey, sessionToken } = credentials;
  const session = { sessionId: accessKeyId, sessionKey: secretAccessKey, sessionToken };
  const duration = durationSeconds === undefined ? {} : { SessionDuration: String(durationSeconds) };
  return new URLSearchParams({
    Action: 'getSigninToken',
    ...duration,
    Session: JSON.stringify(session),
  }).toString();
}

/** Only the code or name of an error: its text may quote what was sent. */
const reasonOf = (error: unknown): string => {
  if (!(error instanceof Error)) return 'unknown error';
  const source = error.cause instanceof Error ? error.cause : error;
  return 'code' in source && typeof source.code === 'string' ? source.code : source.name;
};

function tokenIn(body: string): string | undefined {
  try {
    const answer: unknown = JSON.parse(body);
    const token =
      typeof answer === 'object' && answer !== null && 'SigninToken' in answer && answer.SigninToken;
    return typeof token === 'string' && token !== '' ? token : undefined;
  } catch {
    return undefined;
  }
}

const needsRole =
  'Signing in to the AWS console needs a role; AWS does not accept keys and sessions of users. Give the profile a role.';

/** AWS answers 400 without a reason; these are the ones it documents. */
const refusal = ({ durationSeconds }: SignInRequest): string =>
  durationSeconds === undefined
    ? `AWS refused these credentials for signing in. Either they have expired: get new ones and try again. Or they are no role's: ${needsRole}`
    : `AWS refused these credentials for signing in for ${durationSeconds} seconds. A role that was assumed from another session, such as an MFA session, cannot choose how long the console session lasts: leave out the duration. Otherwise the credentials may have expired, or be no role's.`;
