import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { toTimestamp } from '../../core/sessions/credentials.ts';
import { credentialsPath } from './upstream-request.ts';

export const mockFailures = ['empty', '404', '500', 'garbage', 'slow'] as const;
export type MockFailure = (typeof mockFailures)[number];

/** What a mock answers; read anew with each request, so that a test can change it. */
export interface MockImsBehaviour {
  readonly roles: readonly string[];
  readonly lifetimeSeconds: number;
  /** What goes wrong with every answer; nothing when absent. */
  readonly fail?: MockFailure;
  /** The README of alppaca shows the credentials that are the default. */
  readonly credentials?: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken: string;
  };
}

interface MockAnswer {
  readonly status: number;
  readonly type: 'text/plain' | 'application/json' | 'text/html';
  readonly body: string;
}

const exampleCredentials = {
  accessKeyId: 'ASIAI',
  secretAccessKey: 'oieDhF',
  sessionToken: '6jmePdXNehjPVt7CZ1WMkKrqB6zDc34d2vpLej',
};

/**
 * Answers like alppaca's server mock: the list of roles, and for each role credentials that end a lifetime
 * after they are asked for; nothing for other roles. Only for trying things out.
 *
 * @param now ms since the epoch
 * @param onRequest gets method, path and status of every answer
 */
export const createMockIms =
  (
    behaviour: () => MockImsBehaviour,
    now: () => number,
    onRequest: (line: string) => void = () => {},
  ): RequestListener =>
  (request: IncomingMessage, response: ServerResponse) => {
    const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
    const answer = answerTo(request.method, path, behaviour(), now());
    onRequest(
      `${request.method} ${path} ${answer === undefined ? 'is left without an answer' : answer.status}`,
    );
    if (answer === undefined) return;
    response.writeHead(answer.status, { 'content-type': answer.type }).end(answer.body);
  };

const notFound: MockAnswer = { status: 404, type: 'text/plain', body: 'Not Found\n' };

function answerTo(
  method: string | undefined,
  path: string,
  behaviour: MockImsBehaviour,
  now: number,
): MockAnswer | undefined {
  const list = credentialsPath();
  if (method !== 'GET' && method !== 'HEAD') return notFound;
  if (!path.startsWith(list)) return notFound;
  if (behaviour.fail !== undefined) return faultyAnswer(behaviour.fail);
  return path === list ? roleList(behaviour) : roleCredentials(path, behaviour, now);
}

/** Undefined where no answer comes at all. */
function faultyAnswer(fault: MockFailure): MockAnswer | undefined {
  switch (fault) {
    case 'empty':
      return { status: 200, type: 'text/plain', body: '' };
    case '404':
      return notFound;
    case '500':
      return { status: 500, type: 'text/plain', body: 'Internal Server Error\n' };
    case 'garbage':
      return { status: 200, type: 'text/html', body: '<html><body>Please log in</body></html>\n' };
    case 'slow':
      return undefined;
  }
}

const roleList = ({ roles }: MockImsBehaviour): MockAnswer => ({
  status: 200,
  type: 'text/plain',
  body: roles.join('\n'),
});

function roleCredentials(path: string, behaviour: MockImsBehaviour, now: number): MockAnswer {
  const { roles, lifetimeSeconds, credentials = exampleCredentials } = behaviour;
  if (!roles.some((role) => credentialsPath(role) === path))
    return { status: 200, type: 'text/plain', body: '' };
  const body = JSON.stringify({
    Code: 'Success',
    AccessKeyId: credentials.accessKeyId,
    SecretAccessKey: credentials.secretAccessKey,
    Token: credentials.sessionToken,
    Expiration: toTimestamp(now + lifetimeSeconds * 1000),
    Type: 'AWS-HMAC',
  });
  return { status: 200, type: 'application/json', body };
}
