/** Who may do what: tokens, the page's cookie, its headers and its files. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { registerSecret } from '../../support/log-recorder.ts';
import { exchange } from '../service/support/raw-socket.ts';
import { errorOf, type ServiceWorld, startWorld } from '../service/support/service-world.ts';

let world: ServiceWorld;
let page: { readonly html: string; readonly cookie: string; readonly setCookie: string };

beforeAll(async () => {
  world = await startWorld({ name: 'access' });
  const answer = await world.send('/manage');
  const setCookie = answer.headers['set-cookie']?.join('\n') ?? '';
  const cookie = setCookie.split(';', 1)[0] ?? '';
  registerSecret(cookie.split('=')[1] ?? '');
  page = { html: answer.body, cookie, setCookie };
});
afterAll(() => world.stop());

/** What Metafob adds to aws-mock-metadata. */
const added = [
  ['GET', '/manage/state'],
  ['GET', '/manage/events'],
  ['GET', '/manage/prompts'],
  ['POST', '/manage/prompts/prompt-1'],
  ['DELETE', '/manage/prompts/prompt-1'],
  ['DELETE', '/manage/sessions'],
  ['POST', '/manage/profiles/bob/session'],
  ['DELETE', '/manage/profiles/bob/session'],
  ['PUT', '/manage/profiles/bob/mfa-secret'],
  ['DELETE', '/manage/profiles/bob/mfa-secret'],
  // Also with a slash, doubled or encoded, and for what does not exist.
  ['GET', '/manage/state/'],
  ['POST', '/manage/profiles/nobody/session'],
  ['POST', '/manage/profiles/b%6Fb/session'],
  ['DELETE', '/manage/profiles/bob/session/'],
] as const;

describe.each(added)('35: %s %s', (method, path) => {
  test.each([
    ['no token', {}],
    ['a wrong bearer token', { Authorization: `Bearer ${'a'.repeat(43)}` }],
    ['an empty bearer token', { Authorization: 'Bearer ' }],
    ['another scheme', { Authorization: 'Basic YTpi' }],
    ['a wrong cookie', { Cookie: 'metafob-page-0=wrong; metafob-page-45000=wrong' }],
  ])('is refused with %s', async (_name, headers) => {
    const answer = await world.send(path, { method, headers });
    expect(answer.status).toBe(401);
    expect(errorOf(answer)).toEqual({
      kind: 'unauthorized',
      message: expect.stringMatching(/needs the token of the running service.*metafob command.*\/manage/),
    });
  });

  test("is refused with the page's token in the place of the other, and the other way round", async () => {
    const swapped = [
      { Authorization: `Bearer ${page.cookie.split('=')[1]}` },
      { Cookie: `${page.cookie.split('=')[0]}=${world.service.bearerToken}` },
    ];
    for (const headers of swapped) {
      expect((await world.send(path, { method, headers })).status).toBe(401);
    }
  });
});

test('35: nothing of that changed anything or asked AWS', () => {
  expect(world.simulator.calls()).toEqual([]);
});

describe('35: the added routes', () => {
  test("are open with the command line's token and with the page's cookie", async () => {
    const ways = [
      { Authorization: `Bearer ${world.service.bearerToken}` },
      { Authorization: `bearer ${world.service.bearerToken}` },
      { Cookie: page.cookie },
      { Cookie: `other=1; ${page.cookie}` },
    ];
    for (const headers of ways) {
      expect((await world.send('/manage/state', { headers })).status).toBe(200);
    }
  });

  test.each([
    '/manage/sessions',
    '/manage/profiles/bob/session',
    '/manage/profiles/bob/mfa-secret',
    '/manage/prompts/prompt-1',
  ])('never change anything with GET: %s', async (path) => {
    const answer = await world.send(path, { headers: { Cookie: page.cookie } });
    expect(answer.status).toBe(405);
    expect(errorOf(answer).kind).toBe('method-not-allowed');
  });
});

describe('the routes of aws-mock-metadata', () => {
  const post = (headers: Record<string, string>) =>
    world.send('/manage/session', { method: 'POST', body: 'profile=bob', headers });

  test('are open to programs as they are', async () => {
    expect((await world.send('/manage/profiles')).status).toBe(200);
    expect((await world.send('/manage/profiles/bob')).status).toBe(200);
    expect((await world.send('/manage/session')).status).toBe(200);
    expect((await post({})).status).toBe(200);
    expect((await world.send('/manage/session', { method: 'DELETE' })).status).toBe(200);
  });

  test('change something for a browser only from our own page', async () => {
    const { host } = new URL(world.service.url);
    const browsers = [
      { Origin: `http://${host}` },
      { 'Sec-Fetch-Site': 'same-origin' },
      { 'Sec-Fetch-Site': 'none' },
    ];
    for (const headers of browsers) {
      expect((await post(headers)).status).toBe(401);
      expect((await world.send('/manage/session', { method: 'DELETE', headers })).status).toBe(401);
      expect((await world.send('/manage/session/', { method: 'DELETE', headers })).status).toBe(401);
      expect((await post({ ...headers, Cookie: page.cookie })).status).toBe(200);
      expect((await world.send('/manage/session', { headers })).status).toBe(200);
    }
  });
});

test('a request without Host is answered, as the AWS C runtime sends none', async () => {
  const { text } = await exchange(
    world.service.url,
    'GET /manage/health HTTP/1.1\r\nConnection: close\r\n\r\n',
  );
  expect(text).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
  expect(text).toContain('"status":"ok"');
});

test('a Host that no address can have is refused with a sentence', async () => {
  const answer = await world.send('/manage/health', { headers: { Host: '127.0.0.1:99999' } });
  expect([400, 403]).toContain(answer.status);
  expect(errorOf(answer).message).toMatch(/Host/);
});

describe('the page', () => {
  test.each(['/manage', '/manage/'])('is at %s', async (path) => {
    const answer = await world.send(path);
    expect(answer.status).toBe(200);
    expect(answer.headers['content-type']).toMatch(/^text\/html/);
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(answer.body).toContain('<title>');
  });

  test('gets a cookie that neither scripts nor other sites can use', () => {
    expect(page.setCookie).toMatch(/^metafob-page-\d+=[\w-]{43};/);
    expect(page.setCookie).toMatch(/; HttpOnly/);
    expect(page.setCookie).toMatch(/; SameSite=Strict/);
    expect(page.setCookie).toMatch(/; Path=\/manage(;|$)/);
    expect(page.setCookie).not.toMatch(/Domain=|Expires=|Max-Age=/i);
  });

  test('gets a cookie named after the port that it is on, so that two services get along', () => {
    expect(page.cookie.split('=')[0]).toBe(`metafob-page-${new URL(world.service.url).port}`);
  });

  test('holds no token of its own', () => {
    expect(page.html).not.toContain(world.service.bearerToken);
    expect(page.html).not.toContain(page.cookie.split('=')[1]);
  });

  test('may load and run only its own files', async () => {
    const { headers } = await world.send('/manage');
    const policy = String(headers['content-security-policy']).split('; ');
    expect(policy).toEqual(
      expect.arrayContaining([
        "default-src 'none'",
        "script-src 'self'",
        "connect-src 'self'",
        "form-action 'none'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
      ]),
    );
    expect(policy.join()).not.toMatch(/unsafe|\*|https?:/);
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-resource-policy': 'same-origin',
    });
  });

  test('has its files, each with its type', async () => {
    const files = [...page.html.matchAll(/(?:src|href)="\.?\/?([^"]*assets\/[^"]+)"/g)].map(
      ([, file]) => file,
    );
    expect(files.length).toBeGreaterThan(1);
    for (const file of files) {
      const path = `/manage/${file?.replace(/^manage\//, '')}`;
      const answer = await world.send(path);
      expect([path, answer.status]).toEqual([path, 200]);
      expect(answer.headers['content-type']).toMatch(/javascript|css|svg/);
      expect(answer.headers['x-content-type-options']).toBe('nosniff');
    }
  });

  test.each([
    '/manage/assets/../index.html',
    '/manage/assets/../..',
    '/manage/assets/../../../package.json',
    '/manage/assets/..%2f..%2f..%2fpackage.json',
    '/manage/assets/..%2F..%2F..%2Fpackage.json',
    '/manage/assets/%2e%2e/%2e%2e/%2e%2e/package.json',
    '/manage/assets/%2e%2e%2findex.html',
    '/manage/assets/..%5c..%5cpackage.json',
    '/manage/assets/..\\..\\package.json',
    '/manage/assets/%252e%252e%252fpackage.json',
    '/manage/assets/..%c0%af..%c0%afpackage.json',
    '/manage/assets//etc/passwd',
    '/manage/assets/%2fetc%2fpasswd',
    '/manage/assets/index.html%00.js',
    '/manage/assets/.',
    '/manage/assets/',
    '/manage/assets',
    '/manage/../package.json',
    '/manage/index.html',
  ])('has no other files: %s', async (path) => {
    const { status, body } = await world.send(path);
    expect([400, 404]).toContain(status);
    expect(body).not.toMatch(/"dependencies"|root:|<script/);
  });
});
