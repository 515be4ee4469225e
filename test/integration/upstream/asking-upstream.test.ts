import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createServer as createTcpServer, type Server as TcpServer } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createMockIms, type MockImsBehaviour, mockFailures } from '../../../src/node/upstream/mock-ims.ts';
import { fetchUpstreamCredentials } from '../../../src/node/upstream/upstream-credentials.ts';
import { listUpstreamRoles } from '../../../src/node/upstream/upstream-roles.ts';

const NOW = Date.UTC(2026, 0, 5, 9);
const SECRET = 'upstream-secret-that-no-message-repeats';
const LIST = '/latest/meta-data/iam/security-credentials/';

const good = {
  Code: 'Success',
  Type: 'AWS-HMAC',
  AccessKeyId: 'ASIAUPSTREAM',
  SecretAccessKey: SECRET,
  Token: 'upstream-session-token',
  Expiration: '2026-01-05T10:00:00Z',
};

async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return addressOf(server);
}

const addressOf = (server: TcpServer): string => {
  const address: AddressInfo | string | null = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('The server does not listen.');
  return `http://127.0.0.1:${address.port}`;
};

const serveText = (status: number, body: string) =>
  serve((_request, response) => response.writeHead(status).end(body));

const fetchRole = (url: string, role = 'test_role', timeLimitMs = 10_000) =>
  fetchUpstreamCredentials(url, role, { now: () => NOW, timeLimitMs });

/** The sentence of a failure, which must be one of the source and hold nothing that was sent. */
function sentenceOf(result: Awaited<ReturnType<typeof fetchUpstreamCredentials | typeof listUpstreamRoles>>) {
  if (result.ok) throw new Error('This should have failed.');
  expect(result.failure.kind).toBe('source-failed');
  expect(result.failure.detail).not.toContain(SECRET);
  return result.failure.detail;
}

describe('the mock upstream', () => {
  const behaviour: MockImsBehaviour = { roles: ['test_role', 'other_role'], lifetimeSeconds: 60 };
  const start = (change: Partial<MockImsBehaviour> = {}) =>
    serve(
      createMockIms(
        () => ({ ...behaviour, ...change }),
        () => NOW,
      ),
    );

  test('lists its roles and hands out credentials that end after their lifetime', async () => {
    const url = await start();
    expect(await listUpstreamRoles(url)).toEqual({ ok: true, value: ['test_role', 'other_role'] });
    expect(await fetchRole(url)).toEqual({
      ok: true,
      value: {
        accessKeyId: 'ASIAI',
        secretAccessKey: 'oieDhF',
        sessionToken: '6jmePdXNehjPVt7CZ1WMkKrqB6zDc34d2vpLej',
        expiresAt: NOW + 60_000,
      },
    });
    expect(sentenceOf(await fetchRole(url, 'unknown_role'))).toContain(
      'no credentials for the role unknown_role',
    );
  });

  test.each(mockFailures)('%s: every fault is a failure of the source', async (fail) => {
    const url = await start({ fail });
    expect(sentenceOf(await fetchRole(url, 'test_role', 300))).toContain(url);
  });
});

describe('the credentials of a role are refused when the upstream', () => {
  test.each([
    ['answers nothing', 200, '', 'has no credentials'],
    ['answers 403', 403, JSON.stringify(good), 'answered 403'],
    ['answers 500 with JSON', 500, JSON.stringify(good), 'answered 500'],
    ['answers HTML', 200, `<html>${SECRET}</html>`, 'not JSON'],
    ['answers half a document', 200, JSON.stringify(good).slice(0, -20), 'not JSON'],
    [
      'answers a failure',
      200,
      JSON.stringify({ Code: 'AssumeRoleUnauthorizedAccess', Message: SECRET }),
      'Unauthorized',
    ],
    ['answers a failure with keys', 200, JSON.stringify({ ...good, Code: 'Failed' }), 'the failure Failed'],
    ['leaves out the key', 200, JSON.stringify({ ...good, AccessKeyId: undefined }), 'incomplete JSON'],
    ['leaves out the token', 200, JSON.stringify({ ...good, Token: '' }), 'incomplete JSON'],
    ['tells no end', 200, JSON.stringify({ ...good, Expiration: 'soon' }), 'does not say when'],
    [
      'hands out what has expired',
      200,
      JSON.stringify({ ...good, Expiration: '2026-01-05T09:00:00Z' }),
      'expired',
    ],
    ['answers a list', 200, JSON.stringify([good]), 'incomplete JSON'],
    ['sends without end', 200, 'x'.repeat(70_000), 'far more'],
  ])('%s', async (_what, status, body, sentence) => {
    expect(sentenceOf(await fetchRole(await serveText(status, body)))).toContain(sentence);
  });

  test('is slow, headers or body', async () => {
    const silent = await serve(() => {});
    const dripping = await serve((_request, response) => response.writeHead(200).write('{'));
    for (const url of [silent, dripping]) {
      expect(sentenceOf(await fetchRole(url, 'test_role', 200))).toContain(
        'did not answer within 0.2 seconds',
      );
    }
  });

  test('is not there', async () => {
    const url = await serveText(200, '');
    const closed = createTcpServer();
    await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve));
    const gone = addressOf(closed);
    await new Promise((resolve) => closed.close(resolve));
    expect(sentenceOf(await fetchRole(gone))).toContain('refuses the connection');
    expect(sentenceOf(await fetchRole(url.replace('http:', 'https:')))).toContain('check the protocol');
    expect(sentenceOf(await fetchRole('not an address'))).toContain('an unusable address');
  });

  test('breaks off, or speaks something else', async () => {
    const breaking = createTcpServer((socket) => socket.once('data', () => socket.destroy()));
    const strange = createTcpServer((socket) => socket.once('data', () => socket.end('220 mail ready\r\n')));
    for (const server of [breaking, strange]) {
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      onTestFinished(() => void server.close());
      sentenceOf(await fetchRole(addressOf(server)));
    }
  });

  test('redirects to another address', async () => {
    const other = await serveText(200, JSON.stringify(good));
    const url = await serve((_request, response) =>
      response.writeHead(302, { location: `${other}/x` }).end(),
    );
    expect(sentenceOf(await fetchRole(url))).toContain('redirect');
  });

  test('redirects in a circle', async () => {
    const url = await serve((request, response) => response.writeHead(301, { location: request.url }).end());
    expect(sentenceOf(await fetchRole(url))).toContain('redirects without end');
  });

  test.each(['../user-data', '..', 'a/b', 'a b', '', 'röle', 'x'.repeat(65)])(
    'would have to be asked for a role that cannot be one: %j',
    async (role) => {
      const asked: (string | undefined)[] = [];
      const url = await serve((request, response) => {
        asked.push(request.url);
        response.end(JSON.stringify(good));
      });
      sentenceOf(await fetchRole(url, role));
      expect(asked).toEqual([]);
    },
  );
});

test('a redirect at the same address is followed', async () => {
  const url = await serve((request, response) => {
    if (request.url === `${LIST}test_role`) response.writeHead(301, { location: `${LIST}test_role/` }).end();
    else response.end(JSON.stringify(good));
  });
  expect(await fetchRole(url)).toMatchObject({ ok: true, value: { accessKeyId: 'ASIAUPSTREAM' } });
});

test('an upstream that wants IMDSv2 tokens gets one', async () => {
  const url = await serve((request, response) => {
    if (request.method === 'PUT' && request.url === '/latest/api/token') response.end('upstream-token');
    else if (request.headers['x-aws-ec2-metadata-token'] !== 'upstream-token') response.writeHead(401).end();
    else response.end(request.url === LIST ? 'test_role' : JSON.stringify(good));
  });
  expect(await listUpstreamRoles(url)).toEqual({ ok: true, value: ['test_role'] });
  expect(await fetchRole(url)).toMatchObject({ ok: true, value: { expiresAt: NOW + 3_600_000 } });
});

test('an upstream that refuses tokens too is a failure', async () => {
  expect(sentenceOf(await fetchRole(await serveText(401, '')))).toContain('answered 401');
});

describe('the list of roles', () => {
  test('is empty when the upstream has none', async () => {
    for (const [status, body] of [
      [200, ''],
      [200, '\n'],
      [404, 'Not Found'],
    ] as const) {
      expect(await listUpstreamRoles(await serveText(status, body))).toEqual({ ok: true, value: [] });
    }
  });

  test('may have Windows line ends, blanks and repetitions', async () => {
    const url = await serveText(200, 'first_role\r\n second@role \n\nfirst_role\n');
    expect(await listUpstreamRoles(url)).toEqual({ ok: true, value: ['first_role', 'second@role'] });
  });

  test.each([
    [500, 'test_role'],
    [403, ''],
    [200, '<html>\n<body>Please log in</body>'],
    [200, '{"role": "x"}'],
    [200, 'role_a\n../role_b'],
  ])('is a failure when it is none: %d %j', async (status, body) => {
    sentenceOf(await listUpstreamRoles(await serveText(status, body)));
  });
});
