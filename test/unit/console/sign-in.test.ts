import { describe, expect, it } from 'vitest';
import { type SignInFetch, type SignInRequest, signInUrl } from '../../../src/node/console/sign-in.ts';

const credentials = { accessKeyId: 'ASIAEXAMPLE', secretAccessKey: 'secret', sessionToken: 'token/+=' };
const now = 1_800_000_000_000;

/** AWS's part: notes what it was sent and gives one answer. */
const endpoint = (status: number, body: string) => {
  const requests: { url: string; method: string; body: string }[] = [];
  const fetch: SignInFetch = async (url, request) => {
    requests.push({ url, method: request.method, body: request.body });
    return { status, text: async () => body };
  };
  return { requests, fetch };
};

const signIn = (fetch: SignInFetch, more: Partial<SignInRequest> = {}) =>
  signInUrl({ credentials, region: 'eu-west-1', ...more }, fetch, () => now);

describe('asking for the sign-in token', () => {
  it('sends the session in the body of a POST, never in the URL', async () => {
    const { requests, fetch } = endpoint(200, '{"SigninToken":"abc"}');
    await signIn(fetch);
    expect(requests).toMatchObject([{ url: 'https://signin.aws.amazon.com/federation', method: 'POST' }]);
    const form = new URLSearchParams(requests[0]?.body);
    expect(form.get('Action')).toBe('getSigninToken');
    expect(JSON.parse(form.get('Session') ?? '')).toEqual({
      sessionId: 'ASIAEXAMPLE',
      sessionKey: 'secret',
      sessionToken: 'token/+=',
    });
    expect(form.has('SessionDuration')).toBe(false);
  });

  it('asks for a duration only when one is wanted', async () => {
    const { requests, fetch } = endpoint(200, '{"SigninToken":"abc"}');
    await signIn(fetch, { durationSeconds: 7200 });
    expect(new URLSearchParams(requests[0]?.body).get('SessionDuration')).toBe('7200');
  });

  it('goes to another endpoint when one is named', async () => {
    const { requests, fetch } = endpoint(200, '{"SigninToken":"abc"}');
    const result = await signIn(fetch, { endpoint: 'https://signin.example.org/' });
    expect(requests[0]?.url).toBe('https://signin.example.org/federation');
    expect(result).toMatchObject({
      ok: true,
      value: expect.stringMatching(/^https:\/\/signin\.example\.org\/federation\?Action=login&/),
    });
  });
});

describe('the answer', () => {
  it('becomes a URL with everything escaped', async () => {
    const { fetch } = endpoint(200, '{"SigninToken":"a+b/c="}');
    const result = await signIn(fetch, {
      destination: 'https://console.aws.amazon.com/a?b=c&d',
      issuer: 'A & B',
    });
    const url = new URL(result.ok ? result.value : '');
    expect(Object.fromEntries(url.searchParams)).toEqual({
      Action: 'login',
      Issuer: 'A & B',
      Destination: 'https://console.aws.amazon.com/a?b=c&d',
      SigninToken: 'a+b/c=',
    });
  });

  it.each([
    ['a page of a proxy', 200, '<html>Sign in to the network</html>'],
    ['JSON without a token', 200, '{}'],
    ['JSON that is no object', 200, 'null'],
    ['a redirect', 302, ''],
    ['a failure of the server', 503, ''],
  ])('is not believed when it is %s', async (_case, status, body) => {
    expect(await signIn(endpoint(status, body).fetch)).toMatchObject({
      ok: false,
      failure: { kind: 'unexpected-answer', message: expect.stringContaining(`status ${status}`) },
    });
  });

  it('never quotes what AWS says about the session', async () => {
    const result = await signIn(endpoint(400, 'no good: token/+= secret').fetch);
    expect(JSON.stringify(result)).not.toMatch(/token\/|"secret|: secret/);
  });
});

describe('AWS is not asked', () => {
  it.each<[string, Partial<SignInRequest>, string]>([
    ['for long-term keys', { credentials: { accessKeyId: 'AKIA', secretAccessKey: 'x' } }, 'needs-role'],
    ['for expired credentials', { credentials: { ...credentials, expiresAt: now } }, 'expired'],
    ['for a page that is not https', { destination: 'http://console.aws.amazon.com/' }, 'bad-destination'],
    ['for a page that is no URL', { destination: 'https://' }, 'bad-destination'],
    ['at an endpoint that is no URL', { endpoint: 'signin' }, 'unreachable'],
  ])('%s', async (_case, request, kind) => {
    const { requests, fetch } = endpoint(200, '{"SigninToken":"abc"}');
    expect(await signIn(fetch, request)).toMatchObject({ ok: false, failure: { kind } });
    expect(requests).toEqual([]);
  });
});

it("names the system's reason when nobody answers, and nothing else of the error", async () => {
  const cause = Object.assign(new Error('connect to secret'), { code: 'ENOTFOUND' });
  const result = await signIn(() => Promise.reject(new TypeError('fetch failed', { cause })));
  expect(result).toMatchObject({
    failure: {
      kind: 'unreachable',
      message: expect.stringContaining('signin.aws.amazon.com could not be reached (ENOTFOUND)'),
    },
  });
  expect(JSON.stringify(result)).not.toContain('secret');
});
