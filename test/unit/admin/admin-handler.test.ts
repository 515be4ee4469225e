import { afterEach, describe, expect, test } from 'vitest';
import type { BaseCredentials } from '../../../src/node/base-credentials/sources.ts';
import { createAdminHandler } from '../../../src/node/http/admin/admin-handler.ts';
import { signatureOf } from '../../../src/node/http/admin/signature.ts';
import { type Listening, listen } from '../../../src/node/http/listen.ts';
import { send } from '../../integration/service/support/raw-request.ts';
import { bodyOf, longTerm, SECRET, temporary } from './support/examples.ts';

let open: Listening | undefined;
afterEach(async () => {
  await open?.close();
  open = undefined;
});

/** The real handler behind a real listener; only what it controls is recorded. */
async function startAdmin(options: { readonly secret?: string; readonly allowRemote?: boolean } = {}) {
  const accepted: BaseCredentials[] = [];
  const refused: string[] = [];
  const errors: unknown[] = [];
  const state = { healthy: false };
  const handler = createAdminHandler({
    isHealthy: () => state.healthy,
    accept: async (credentials) => void accepted.push(credentials),
    allowRemote: false,
    ...options,
    onRequest: () => {},
    onRefused: (_request, reason) => void refused.push(reason),
    onError: (error) => void errors.push(error),
  });
  open = await listen('127.0.0.1', 0, handler);
  const url = open.listeners[0]?.url ?? '';
  const ask = (method: string, path: string, body?: string, headers: Record<string, string> = {}) =>
    send(url, { method, path, headers, ...(body === undefined ? {} : { body }) });
  return {
    accepted,
    refused,
    errors,
    state,
    ask,
    post: (body: string, headers = {}) => ask('POST', '/bootstrap/creds', body, headers),
  };
}

const errorOf = (answer: { json(): unknown }) => answer.json();

describe('GET /status', () => {
  test.each([true, false])('is the JSON boolean %s', async (healthy) => {
    const { ask, state } = await startAdmin();
    state.healthy = healthy;
    const answer = await ask('GET', '/status');
    expect(answer).toMatchObject({ status: 200, body: String(healthy) });
    expect(answer.headers['content-type']).toBe('application/json');
    expect(answer.headers['cache-control']).toBe('no-store');
  });
});

describe('POST /bootstrap/creds', () => {
  test.each([longTerm, temporary])('takes credentials and says nothing about them', async (credentials) => {
    const { post, accepted } = await startAdmin();
    expect(await post(bodyOf(credentials))).toMatchObject({ status: 200, body: '' });
    expect(accepted).toEqual([credentials]);
  });

  test('takes JSON under any content type, as curl -d sends it', async () => {
    const { post, accepted } = await startAdmin();
    await post(bodyOf(longTerm), { 'Content-Type': 'application/x-www-form-urlencoded' });
    expect(accepted).toEqual([longTerm]);
  });

  test('answers 400 to a wrong body, names the field and repeats no value', async () => {
    const { post, accepted, refused } = await startAdmin();
    const answer = await post(
      JSON.stringify({ AccessKeyId: longTerm.accessKeyId, Secret: longTerm.secretAccessKey }),
    );
    expect(answer.status).toBe(400);
    expect(errorOf(answer)).toEqual({
      error: { kind: 'bad-request', message: 'The request body does not fit: SecretAccessKey is missing.' },
    });
    expect(answer.body).not.toContain(longTerm.accessKeyId);
    expect(accepted).toEqual([]);
    expect(refused).toEqual(['malformed']);
  });

  test('reads 16 KiB at most', async () => {
    const { post, accepted } = await startAdmin();
    const answer = await post(bodyOf(longTerm, { padding: 'x'.repeat(16 * 1024) }));
    expect(answer.status).toBe(413);
    expect(accepted).toEqual([]);
  });
});

describe('with a secret', () => {
  test('signed credentials are taken', async () => {
    const { post, accepted } = await startAdmin({ secret: SECRET });
    const answer = await post(bodyOf(temporary, { Signature: signatureOf(temporary, SECRET) }));
    expect(answer.status).toBe(200);
    expect(accepted).toEqual([temporary]);
  });

  test.each([
    ['no signature', {}, 'not-signed'],
    ['an empty one', { Signature: '' }, 'not-signed'],
    ['a wrong one', { Signature: signatureOf(longTerm, 'another secret') }, 'wrong-signature'],
    ["another body's", { Signature: signatureOf(temporary, SECRET) }, 'wrong-signature'],
  ])('%s is answered with 403', async (_name, more, reason) => {
    const { post, accepted, refused } = await startAdmin({ secret: SECRET });
    const answer = await post(bodyOf(longTerm, more));
    expect(answer.status).toBe(403);
    expect(errorOf(answer)).toMatchObject({
      error: { kind: 'forbidden', message: expect.stringContaining('Signature') },
    });
    expect(accepted).toEqual([]);
    expect(refused).toEqual([reason]);
  });

  test('the health check needs none', async () => {
    const { ask } = await startAdmin({ secret: SECRET });
    expect((await ask('GET', '/status')).status).toBe(200);
  });
});

describe('everything else', () => {
  test.each([
    ['GET', '/bootstrap/creds', 'POST'],
    ['PUT', '/bootstrap/creds', 'POST'],
    ['DELETE', '/bootstrap/creds', 'POST'],
    ['POST', '/status', 'GET'],
  ])('%s %s is not possible', async (method, path, allowed) => {
    const { ask, accepted } = await startAdmin();
    const answer = await ask(method, path);
    expect(answer).toMatchObject({ status: 405, headers: { allow: allowed } });
    expect(errorOf(answer)).toMatchObject({ error: { kind: 'method-not-allowed' } });
    expect(accepted).toEqual([]);
  });

  test.each(['/', '/manage', '/latest/meta-data/', '/bootstrap', '/status/x'])(
    '%s is not there',
    async (path) => {
      const { ask } = await startAdmin();
      const answer = await ask('GET', path);
      expect(answer.status).toBe(404);
      expect(errorOf(answer)).toMatchObject({ error: { kind: 'not-found' } });
    },
  );
});

describe('who may ask', () => {
  test.each([
    ['a name that is not ours', { Host: 'evil.example:8998' }, 'foreign-host'],
    ['a page of another origin', { Origin: 'http://evil.example' }, 'foreign-origin'],
    ['a page of another site', { 'Sec-Fetch-Site': 'cross-site' }, 'cross-site'],
  ])('%s is refused on a listener for this machine', async (_name, headers, reason) => {
    const { post, ask, accepted, refused } = await startAdmin();
    expect((await post(bodyOf(longTerm), headers)).status).toBe(403);
    expect((await ask('GET', '/status', undefined, headers)).status).toBe(403);
    expect(accepted).toEqual([]);
    expect(refused).toEqual([reason, reason]);
  });

  test('any name will do where other machines may ask', async () => {
    const { post, accepted } = await startAdmin({ allowRemote: true });
    expect((await post(bodyOf(longTerm), { Host: 'worker-1.example:8998' })).status).toBe(200);
    expect(accepted).toEqual([longTerm]);
  });

  test.each([
    { Origin: 'http://evil.example' },
    { Origin: 'http://127.0.0.1:8998' },
    { 'Sec-Fetch-Site': 'cross-site' },
    { 'Sec-Fetch-Site': 'same-origin' },
  ])('but no page: %j', async (headers) => {
    const { post, accepted } = await startAdmin({ allowRemote: true });
    expect((await post(bodyOf(longTerm), headers)).status).toBe(403);
    expect(accepted).toEqual([]);
  });
});
