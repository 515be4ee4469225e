/** Attempts to give the admin listener credentials without knowing its secret, or to fill it. */
import { beforeEach, expect, test, vi } from 'vitest';
import { signatureOf } from '../../../src/node/http/admin/signature.ts';
import { bootstrapCredentials, workerWorld } from '../admin/support/worker-world.ts';
import { exchange } from '../service/support/raw-socket.ts';

const SECRET = 'signing-secret-for-this-attack-only';
const signed = { ...bootstrapCredentials, sessionToken: 'session-token-of-the-sender' };
const signature = signatureOf(signed, SECRET);
const body = {
  AccessKeyId: signed.accessKeyId,
  SecretAccessKey: signed.secretAccessKey,
  Token: signed.sessionToken,
};

let world: Awaited<ReturnType<typeof workerWorld>>;
beforeEach(async () => {
  world = await workerWorld({
    name: 'attack-bootstrap',
    admin: 'secret_file = HOME/signing-secret',
    files: { 'signing-secret': `${SECRET}\n` },
  });
  await world.start();
});

const nothingReached = async () => {
  expect(await world.status()).toBe('false');
  expect(world.assumed()).toEqual([]);
};

test('the right signature is taken, so that the tests below mean something', async () => {
  expect((await world.post(JSON.stringify({ ...body, Signature: signature }))).status).toBe(200);
  await vi.waitUntil(() => world.assumed().length > 0);
});

test.each([
  ['none', {}],
  ['an empty one', { Signature: '' }],
  ['null', { Signature: null }],
  ['a number', { Signature: 0 }],
  ['a list', { Signature: [signature] }],
  ['an object', { Signature: { toString: signature } }],
  ['true', { Signature: true }],
  ['its beginning', { Signature: signature.slice(0, 62) }],
  ['more than it', { Signature: `${signature}00` }],
  ['half a byte more', { Signature: `${signature}0` }],
  ['spaces around it', { Signature: ` ${signature}` }],
  ['zeros', { Signature: '0'.repeat(64) }],
  ['that of another secret', { Signature: signatureOf(signed, 'another') }],
  ['that of an empty secret', { Signature: signatureOf(signed, '') }],
  ['that of the credentials without their token', { Signature: signatureOf(bootstrapCredentials, SECRET) }],
])('with %s in place of the signature, nothing changes', async (_name, change) => {
  const answer = await world.post(JSON.stringify({ ...body, ...change }));
  expect([400, 403]).toContain(answer.status);
  expect(answer.body).not.toContain(signed.secretAccessKey);
  await nothingReached();
});

test.each([
  [
    'the secret key and the token as one',
    { SecretAccessKey: `${signed.secretAccessKey}Token${signed.sessionToken}`, Token: '' },
  ],
  [
    'a longer key id',
    {
      AccessKeyId: `${signed.accessKeyId}SecretAccessKeyMmds`,
      SecretAccessKey: signed.secretAccessKey.slice(4),
    },
  ],
])('a signature is not good for the same letters divided otherwise: %s', async (_name, change) => {
  const answer = await world.post(JSON.stringify({ ...body, ...change, Signature: signature }));
  expect([400, 403]).toContain(answer.status);
  await nothingReached();
});

test('of two keys of the same name, no part is taken without the signature of all', async () => {
  const evil = `{"AccessKeyId":"AKIAEVIL000000000000",${JSON.stringify({ ...body, Signature: signature }).slice(1)}`;
  const swapped = `${JSON.stringify({ ...body, Signature: signature }).slice(0, -1)},"AccessKeyId":"AKIAEVIL000000000000"}`;
  await world.post(evil);
  expect((await world.post(swapped)).status).toBe(403);
  await vi.waitUntil(() => world.assumed().length > 0);
  expect(world.assumed().join()).not.toContain('EVIL');
});

test.each([
  '{"__proto__":{"AccessKeyId":"AKIAEVIL000000000000","SecretAccessKey":"evil","Signature":""}}',
  '{"constructor":{"prototype":{"AccessKeyId":"AKIAEVIL000000000000"}}}',
  '{"AccessKeyId":1e999,"SecretAccessKey":"x"}',
  '[]',
  'null',
  '"text"',
  '['.repeat(16_000),
  '\uFEFF{}',
])('%.40s is malformed', async (text) => {
  expect((await world.post(text)).status).toBe(400);
  await nothingReached();
});

test('a body without end is cut off', async () => {
  const chunk = `1000\r\n${'x'.repeat(4096)}\r\n`;
  const { text } = await exchange(
    world.adminUrl(),
    `POST /bootstrap/creds HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n${chunk.repeat(5)}0\r\n\r\n`,
  );
  expect(text).toMatch(/^HTTP\/1\.1 413 /);
});

test.each([
  '/bootstrap/creds',
  '/bootstrap/creds/',
  '/bootstrap/../status',
  '/status/../bootstrap/creds',
  '/manage/state',
  '/latest/meta-data/',
  '/credentials/Worker',
])('nothing secret can be read at %s', async (path) => {
  await world.post(JSON.stringify({ ...body, Signature: signature }));
  for (const method of ['GET', 'HEAD', 'PUT', 'PATCH']) {
    const answer = await world.admin({ method, path });
    expect(answer.body).not.toMatch(/AccessKey|Token|arn:/);
  }
});
