/** The shapes in which real clients send their requests, byte by byte. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { registerSecret } from '../../support/log-recorder.ts';
import { exchange, openConnection } from '../service/support/raw-socket.ts';
import { type ServiceWorld, startWorld, worldOfTest } from '../service/support/service-world.ts';

let world: ServiceWorld;
beforeAll(async () => {
  world = await startWorld({ name: 'wire' });
});
afterAll(() => world.stop());

/** Sends lines of a request head, and what follows it, on a connection that the server closes at the end. */
const say = (lines: readonly string[], body = '') =>
  exchange(world.service.url, `${[...lines, 'Connection: close', '', ''].join('\r\n')}${body}`);

const bodyOf = (text: string): string => text.slice(text.indexOf('\r\n\r\n') + 4);

const PUT_TOKEN = 'PUT /latest/api/token HTTP/1.1';
const ONE_MINUTE = 'x-aws-ec2-metadata-token-ttl-seconds: 60';

describe('the token', () => {
  test.each([
    ['without Content-Length', ['Host: 169.254.169.254'], ''],
    ['with Content-Length: 0', ['Host: 169.254.169.254', 'Content-Length: 0'], ''],
    ['with the port in Host', ['Host: 169.254.169.254:80', 'Content-Length: 0'], ''],
    ['without Host', ['Content-Length: 0'], ''],
    ['chunked and empty', ['Host: 169.254.169.254', 'Transfer-Encoding: chunked'], '0\r\n\r\n'],
    ['with a body that nobody needs', ['Host: 169.254.169.254', 'Content-Length: 2'], '{}'],
  ])('is given %s', async (_name, headers, body) => {
    const { text, ended } = await say([PUT_TOKEN, ...headers, ONE_MINUTE], body);
    expect(text).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect(text).toMatch(/\r\nx-aws-ec2-metadata-token-ttl-seconds: 60\r\n/i);
    expect(ended).toBe('end');
    registerSecret(bodyOf(text));
  });

  test('is given to a client that first waits for 100 Continue', async () => {
    const connection = await openConnection(world.service.url);
    connection.write(
      [
        PUT_TOKEN,
        'Host: 169.254.169.254',
        ONE_MINUTE,
        'Transfer-Encoding: chunked',
        'Expect: 100-continue',
        'Connection: close',
        '\r\n',
      ].join('\r\n'),
    );
    await connection.waitFor('HTTP/1.1 100 Continue\r\n\r\n');
    connection.write('0\r\n\r\n');
    expect(await connection.ended).toBe('end');
    const answer = connection.received().replace('HTTP/1.1 100 Continue\r\n\r\n', '');
    expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    registerSecret(bodyOf(answer));
  });
});

describe('a reading request', () => {
  test.each([
    ['without Host, as the AWS C runtime sends it', 'GET /latest/meta-data/instance-id HTTP/1.1'],
    ['of HTTP/1.0', 'GET /latest/meta-data/instance-id HTTP/1.0'],
    ['with doubled slashes', 'GET //latest//meta-data///instance-id HTTP/1.1'],
    ['with a query', 'GET /latest/meta-data/instance-id?recursive=true HTTP/1.1'],
    ['with an encoded letter', 'GET /latest/meta-data/instance%2Did HTTP/1.1'],
    ['to a dated version', 'GET /2019-10-01/meta-data/instance-id HTTP/1.1'],
  ])('%s is answered', async (_name, line) => {
    const { text, ended } = await say([line]);
    expect(text).toMatch(/^HTTP\/1\.[01] 200 OK\r\n/);
    expect(bodyOf(text)).toMatch(/^i-0[0-9a-f]{16}$/);
    expect(ended).toBe('end');
  });

  test('for the list of roles has no newline at the end, with and without a slash', async () => {
    for (const slash of ['', '/']) {
      const path = `/latest/meta-data/iam/security-credentials${slash}`;
      const { text } = await say([`GET ${path} HTTP/1.1`, 'Host: 169.254.169.254']);
      expect(text).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
      expect(bodyOf(text)).toBe('local-credentials');
    }
  });

  test.each(['GET /latest/meta-data/%zz HTTP/1.1', 'GET /latest/meta-data/%E0%A4%A HTTP/1.1'])(
    'that cannot be decoded is a bad request: %s',
    async (line) => {
      const { text } = await say([line, 'Host: 127.0.0.1']);
      expect(text).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
      expect(text).toContain('<title>400 - Bad Request</title>');
    },
  );

  test.each(['GET /latest/../manage HTTP/1.1', 'GET /latest/meta-data/../../etc/passwd HTTP/1.1'])(
    'never leaves its tree: %s',
    async (line) => {
      const { text } = await say([line, 'Host: 127.0.0.1']);
      expect(text).toMatch(/^HTTP\/1\.1 404 Not Found\r\n/);
    },
  );
});

// The words that every JavaScript object knows.
test.each(['constructor', 'toString', 'valueOf', 'hasOwnProperty', '__proto__', 'meta-data/constructor'])(
  '19: the path /latest/%s does not exist, and does no harm',
  async (path) => {
    const { send } = await worldOfTest({ name: 'object-words' });
    expect((await send(`/latest/${path}`)).status).toBe(404);
    expect((await send(`/${path}`)).status).toBe(404);
    expect((await send(`/latest/meta-data/iam/security-credentials/${path}`)).status).toBe(404);
    expect((await send('/latest/meta-data/instance-id')).status).toBe(200);
  },
);

test('answers name EC2 as the server and their length', async () => {
  const answer = await world.send('/latest/meta-data/instance-type');
  expect(answer.headers).toMatchObject({
    server: 'EC2ws',
    'content-type': 'text/plain',
    'content-length': String(answer.body.length),
  });
});

test('an absolute address as the target of a request is understood or refused, but does not harm', async () => {
  const { text, ended } = await say([
    'GET http://169.254.169.254/latest/meta-data/instance-id HTTP/1.1',
    'Host: 169.254.169.254',
  ]);
  expect(text).toMatch(/^HTTP\/1\.1 (200|400|404) /);
  expect(ended).toBe('end');
});
