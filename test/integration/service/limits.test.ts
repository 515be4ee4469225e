import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exchange, openConnection } from './support/raw-socket.ts';
import { errorOf, type ServiceWorld, startWorld } from './support/service-world.ts';

const KIB = 1024;

let world: ServiceWorld;
beforeAll(async () => {
  world = await startWorld({ name: 'limits' });
});
afterAll(() => world.stop());

describe('a head of more than 16 KiB', () => {
  test.each(['/latest/meta-data/instance-id', '/manage/session'])('is refused for %s', async (path) => {
    const { text } = await exchange(
      world.service.url,
      `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Filler: ${'x'.repeat(17 * KIB)}\r\n\r\n`,
    );
    expect(text).toMatch(/^HTTP\/1\.1 431 /);
  });

  test('that never ends is cut off', async () => {
    const connection = await openConnection(world.service.url);
    connection.write('GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n');
    for (let count = 0; count < 20; count += 1) connection.write(`X-${count}: ${'x'.repeat(KIB)}\r\n`);
    // What the server said is lost when its refusal crosses with more of the head.
    expect(['end', 'ECONNRESET', 'EPIPE']).toContain(await connection.ended);
    expect(connection.received()).toMatch(/^$|^HTTP\/1\.1 431 /);
  });
});

describe('a body of more than 16 KiB', () => {
  const post = (path: string, head: readonly string[], body: string) =>
    exchange(
      world.service.url,
      [
        `POST ${path} HTTP/1.1`,
        'Host: 127.0.0.1',
        'Connection: close',
        `Authorization: Bearer ${world.service.bearerToken}`,
        ...head,
        '',
        body,
      ].join('\r\n'),
    );
  const large = `profile=${'x'.repeat(17 * KIB)}`;

  test.each(['/manage/session', '/manage/profiles/default/session'])('is refused by %s', async (path) => {
    const { text } = await post(path, [`Content-Length: ${large.length}`], large);
    expect(text).toMatch(/^HTTP\/1\.1 413 /);
    expect(text).toContain('larger than 16 KiB');
  });

  test('is refused when it comes in chunks, which do not tell their sum', async () => {
    const chunk = `${(4 * KIB).toString(16)}\r\n${'x'.repeat(4 * KIB)}\r\n`;
    const { text } = await post(
      '/manage/session',
      ['Transfer-Encoding: chunked'],
      `${chunk.repeat(5)}0\r\n\r\n`,
    );
    expect(text).toMatch(/^HTTP\/1\.1 413 /);
  });

  test('is refused before it has come, when its length is announced', async () => {
    const connection = await openConnection(world.service.url);
    connection.write(
      `POST /manage/session HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: ${1024 * KIB}\r\n\r\nprofile=`,
    );
    await connection.waitFor('larger than 16 KiB');
    connection.destroy();
  });

  test('does not harm a smaller one', async () => {
    const answer = await world.send('/manage/session', {
      method: 'POST',
      body: `profile=${'x'.repeat(15 * KIB)}`,
    });
    expect(answer.status).toBe(400);
    expect(errorOf(answer).kind).toBe('unknown-profile');
  });
});

test.each([
  ['no HTTP at all', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n'],
  [
    'two lengths',
    'POST /manage/session HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd',
  ],
  [
    'a length and chunks',
    'POST /manage/session HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
  ],
  ['a line break in a header', 'GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: a\rb\r\n\r\n'],
])('%s is a bad request', async (_name, bytes) => {
  const { text } = await exchange(world.service.url, bytes);
  expect(text).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
});

test('the service goes on after all that', async () => {
  expect((await world.send('/manage/health')).status).toBe(200);
});
