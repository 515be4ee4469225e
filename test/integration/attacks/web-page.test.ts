/** What a page in somebody's browser could send to each listener of Metafob. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openOnce } from '../../../src/node/console/open-once.ts';
import { send } from '../service/support/raw-request.ts';
import { type ServiceWorld, worldOfTest } from '../service/support/service-world.ts';
import {
  type AttackedListener,
  listenersOf,
  privateEndpoint,
  worldWithEveryListener,
} from './support/every-listener.ts';

let world: ServiceWorld;
let listeners: readonly AttackedListener[];
beforeAll(async () => {
  world = await worldWithEveryListener('attack-web-page');
  listeners = await listenersOf(world);
});
afterAll(() => world.stop());

const fromPages: readonly (readonly [string, Record<string, string>])[] = [
  ['an address that its DNS server points here', { Host: 'evil.example' }],
  ['an address of digits', { Host: '2130706433' }],
  ['fetch with credentials', { Origin: 'http://evil.example' }],
  ['a sandboxed frame', { Origin: 'null' }],
  [
    'a page of another server on this machine',
    { Origin: 'http://127.0.0.1:8080', 'Sec-Fetch-Site': 'same-site' },
  ],
  ['an image', { 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'no-cors', 'Sec-Fetch-Dest': 'image' }],
];

async function expectNothing({ url, path, headers }: AttackedListener, page: Record<string, string>) {
  for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS']) {
    const answer = await send(url, { method, path, headers: { ...headers, ...page } });
    expect([method, answer.status]).toEqual([method, 403]);
    expect(answer.body).not.toMatch(/SecretAccessKey|true|local-credentials/);
    expect(Object.keys(answer.headers).filter((name) => /^access-control-/i.test(name))).toEqual([]);
  }
}

test.each(fromPages)('%s reads nothing from any listener of the service', async (_name, page) => {
  for (const listener of listeners) await expectNothing(listener, page);
});

test.each(fromPages)('%s reads nothing from the endpoint of “metafob exec”', async (_name, page) => {
  await expectNothing(await privateEndpoint(world), page);
});

test('the same requests are answered without the marks of a page', async () => {
  for (const { url, path, headers } of [...listeners, await privateEndpoint(world)]) {
    expect((await send(url, { path, headers })).status).toBe(200);
  }
});

test.each(['application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'text/plain'])(
  'a form of type %s that a page sends changes no session, no profile, no credentials',
  async (type) => {
    const before = (await world.state()).activeProfile;
    const admin = listeners.find(({ name }) => name === 'admin')?.url ?? '';
    const form = { method: 'POST', headers: { 'Content-Type': type, Origin: 'http://evil.example' } };
    const body = 'profile=admin';
    expect((await world.send('/manage/session', { ...form, body })).status).toBe(403);
    const credentials = '{"AccessKeyId":"AKIAEVIL000000000000","SecretAccessKey":"x","Token":""}';
    const posted = await send(admin, { ...form, path: '/bootstrap/creds', body: credentials });
    expect(posted.status).toBe(403);
    expect((await world.state()).activeProfile).toBe(before);
  },
);

/**
 * Browsers send `Sec-Fetch-Site` only to addresses they trust: loopback with TLS or without, but not
 * http://169.254.169.254. An image of a foreign page comes from there without it, and without `Origin`.
 */
test.each([
  ['that says where it is', { Referer: 'http://evil.example/' }],
  ['that hides its address', {}],
])('an image of a page %s, at the metadata address, asks nobody for a code', async (_name, page) => {
  const world = await worldOfTest({ name: 'attack-image' });
  const exchange = world.begin('/latest/meta-data/iam/security-credentials/local-credentials', {
    headers: {
      Host: '169.254.169.254',
      'User-Agent':
        'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36',
      Accept: 'image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8',
      'Accept-Language': 'en-US,en;q=0.9',
      ...page,
    },
  });
  // A request that waits for a code gets spaces until then.
  const [first] = await exchange.chunks(1);
  expect(first).not.toBe(' ');
  expect((await exchange.finished).status).toBe(403);
  expect((await world.state()).prompts).toEqual([]);
});

describe('the page that leads the browser to the AWS console', () => {
  const secret = 'https://signin.aws.example/federation?SigninToken=not-a-real-one';

  /** Visits the page the way `visit` does, with its address; resolves with what the browser of the user got. */
  async function during(visit: (url: URL) => Promise<void>): Promise<string | undefined> {
    let visited: Promise<string | undefined> = Promise.resolve(undefined);
    const isOpened = await openOnce(secret, (url) => {
      visited = visit(new URL(url)).then(
        async () => (await send(url, { path: new URL(url).pathname })).headers.location,
      );
    });
    expect(isOpened).toBe(true);
    return visited;
  }

  test('tells nothing to whoever does not know its path', async () => {
    const location = await during(async ({ origin, pathname }) => {
      const guesses = [
        '/',
        pathname.toUpperCase(),
        `${pathname}?`,
        `${pathname}/`,
        `/.${pathname}`,
        `//${pathname}`,
      ];
      for (const path of guesses) {
        const answer = await send(origin, { path });
        expect([path, answer.status, answer.headers.location]).toEqual([path, 404, undefined]);
      }
    });
    expect(location).toBe(secret);
  });
});

test('the built service has no address in its page that could be read by another page', async () => {
  const page = await world.send('/manage');
  expect(page.headers['content-security-policy']).toContain("frame-ancestors 'none'");
  expect(page.headers['cross-origin-resource-policy']).toBe('same-origin');
  expect(page.body).not.toContain(world.service.bearerToken);
});

/** docs/security.md: whoever can ask for the page can do what it can, and nothing that only the command line does. */
test('a program without the token gets only as far as the page by asking for it first', async () => {
  const page = await world.send('/manage');
  const cookie = (page.headers['set-cookie'] ?? []).map((text) => text.split(';', 1)[0]).join('; ');
  expect(await world.send('/manage/state', { headers: { Cookie: cookie } })).toMatchObject({ status: 200 });
  for (const face of ['credentials', 'access', 'port', 'renew']) {
    const answer = await world.send(`/manage/profiles/bob/${face}`, { headers: { Cookie: cookie } });
    expect([face, answer.status]).toEqual([face, 401]);
  }
  const stop = await world.send('/manage/stop', { method: 'POST', headers: { Cookie: cookie } });
  expect(stop.status).toBe(401);
});
