/** What keeps web pages out. The numbers are the lines of the server contract. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { registerSecret } from '../../support/log-recorder.ts';
import type { RawAnswer, RawRequest } from './support/raw-request.ts';
import { exchange } from './support/raw-socket.ts';
import { errorOf, type ServiceWorld, startWorld } from './support/service-world.ts';

let world: ServiceWorld;
beforeAll(async () => {
  world = await startWorld({ name: 'browser-proofing' });
});
afterAll(() => world.stop());

const LIFETIME = { 'X-aws-ec2-metadata-token-ttl-seconds': '60' };

/** One request of each kind that the service answers. */
const requests: readonly (readonly [string, Omit<RawRequest, 'path'>])[] = [
  ['/', {}],
  ['/latest/meta-data/instance-id', {}],
  ['/latest/meta-data/iam/security-credentials/', {}],
  ['/latest/meta-data/iam/security-credentials/local-credentials', {}],
  ['/latest/api/token', { method: 'PUT', headers: LIFETIME }],
  ['/no-such-path', {}],
  ['/manage', {}],
  ['/manage/', {}],
  ['/manage/health', {}],
  ['/manage/profiles', {}],
  ['/manage/session', {}],
  ['/manage/session', { method: 'POST', body: 'profile=bob' }],
  ['/manage/session', { method: 'DELETE' }],
  ['/manage/state', {}],
  ['/manage/assets/none.js', {}],
];
const table = requests.map(([path, request]) => [request.method ?? 'GET', path, request] as const);

const sendWith = (path: string, request: Omit<RawRequest, 'path'>, headers: Record<string, string>) =>
  world.send(path, {
    ...request,
    headers: {
      // Whoever has the token is let in no further with these.
      Authorization: `Bearer ${world.service.bearerToken}`,
      ...request.headers,
      ...headers,
    },
  });

function expectRefused(answer: RawAnswer, sentence: RegExp): void {
  expect(answer.status).toBe(403);
  expect(errorOf(answer)).toEqual({ kind: 'forbidden', message: expect.stringMatching(sentence) });
  expectNoSharing(answer);
}

/** Not a single header that lets other origins read the answer. */
function expectNoSharing({ headers }: RawAnswer): void {
  expect(Object.keys(headers).filter((name) => /^access-control-/i.test(name))).toEqual([]);
}

describe.each(table)('%s %s', (_method, path, request) => {
  test.each([
    'evil.example',
    'evil.example:80',
    '127.0.0.1.evil.example',
    'localhost.evil.example',
    '169.254.169.254.nip.io',
    'evil.example#@127.0.0.1',
    '192.0.2.1',
    '[::2]',
    '2130706433',
  ])('31: is refused for the Host “%s”', async (host) => {
    expectRefused(await sendWith(path, request, { Host: host }), /Host header names another machine/);
  });

  test.each([
    'http://evil.example',
    'https://127.0.0.1',
    'http://127.0.0.1:1',
    'null',
    'chrome-extension://abc',
  ])('32: is refused for the Origin %s', async (origin) => {
    expectRefused(await sendWith(path, request, { Origin: origin }), /other origins/);
  });

  test.each(['cross-site', 'same-site', 'CROSS-SITE', 'unknown', ''])(
    '32: is refused for Sec-Fetch-Site “%s”',
    async (site) => {
      expectRefused(await sendWith(path, request, { 'Sec-Fetch-Site': site }), /other sites/);
    },
  );
});

test('31, 32: nothing of that reached AWS or a person', async () => {
  expect(world.simulator.calls()).toEqual([]);
  expect((await world.state()).prompts).toEqual([]);
});

// The role's own document would ask a person.
test.each(table.filter(([, path]) => !path.endsWith('/local-credentials')))(
  '32: %s %s has no header that shares the answer with other origins',
  async (_method, path, request) => {
    const { host } = new URL(world.service.url);
    for (const headers of [{}, { Origin: `http://${host}` }]) {
      const answer = await sendWith(path, request, headers);
      expect(answer.status).not.toBe(403);
      expectNoSharing(answer);
      if (path === '/latest/api/token') registerSecret(answer.body);
    }
  },
);

test.each([
  '127.0.0.1',
  '127.0.0.1:45000',
  'localhost',
  'LOCALHOST:45000',
  '[::1]',
  '[::1]:45000',
  '169.254.169.254',
  '169.254.169.254:80',
  '[fd00:ec2::254]',
  'instance-data',
])('31: the Host %s is one of our own', async (host) => {
  const answer = await world.send('/latest/meta-data/instance-id', { headers: { Host: host } });
  expect(answer.status).toBe(200);
});

test('31: an empty Host is not one of our own', async () => {
  const { text } = await exchange(
    world.service.url,
    'GET /latest/meta-data/instance-id HTTP/1.1\r\nHost:\r\nConnection: close\r\n\r\n',
  );
  expect(text).toMatch(/^HTTP\/1\.1 403 /);
});

test('31: two Host headers are refused', async () => {
  const { text } = await exchange(
    world.service.url,
    'GET /latest/meta-data/instance-id HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n',
  );
  expect(text).toMatch(/^HTTP\/1\.1 (400|403) /);
});

test.each(['/latest/meta-data/instance-id', '/manage/profiles', '/manage/state', '/manage/session'])(
  '32: the question of a browser whether a page may ask for %s is not answered with yes',
  async (path) => {
    const answer = await world.send(path, {
      method: 'OPTIONS',
      headers: { 'Access-Control-Request-Method': 'POST', 'Access-Control-Request-Private-Network': 'true' },
    });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expectNoSharing(answer);
  },
);

test.each(['same-origin', 'none'])(
  '32: Sec-Fetch-Site %s is our own page or the address bar',
  async (site) => {
    const answer = await world.send('/manage', { headers: { 'Sec-Fetch-Site': site } });
    expect(answer.status).toBe(200);
  },
);
