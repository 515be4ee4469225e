/** Attempts to give the admin listener credentials without knowing its secret, or to fill it. */
import { expect, test, vi } from 'vitest';
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

/** A service that takes only what is signed with the secret. */
async function signingWorld() {
  const world = await workerWorld({
    name: 'attack-bootstrap',
    admin: 'secret_file = HOME/signing-secret',
    files: { 'signing-secret': `${SECRET}\n` },
  });
  await world.start();
  return world;
}

test('the right signature is taken, so that the tests below mean something', async () => {
  const world = await signingWorld();
  expect((await world.post(JSON.stringify({ ...body, Signature: signature }))).status).toBe(200);
  await vi.waitUntil(() => world.assumed().length > 0);
});

const wrongSignatures: readonly (readonly [string, object])[] = [
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
  ['a space before it', { Signature: ` ${signature}` }],
  ['zeros', { Signature: '0'.repeat(64) }],
  ['that of another secret', { Signature: signatureOf(signed, 'another') }],
  ['that of an empty secret', { Signature: signatureOf(signed, '') }],
  ['that of the credentials without their token', { Signature: signatureOf(bootstrapCredentials, SECRET) }],
];

test('without the right signature nothing changes', async () => {
  const world = await signingWorld();
  const taken: string[] = [];
  for (const [name, change] of wrongSignatures) {
    const answer = await world.post(JSON.stringify({ ...body, ...change }));
    expect(answer.body).not.toContain(signed.secretAccessKey);
    if (answer.status !== 400 && answer.status !== 403) taken.push(name);
  }
  expect(taken).toEqual([]);
  expect(world.assumed()).toEqual([]);
});

const malformed: readonly string[] = [
  '{"__proto__":{"AccessKeyId":"AKIAEVIL000000000000","SecretAccessKey":"evil","Signature":""}}',
  '{"constructor":{"prototype":{"AccessKeyId":"AKIAEVIL000000000000"}}}',
  '{"AccessKeyId":1e999,"SecretAccessKey":"x"}',
  '[]',
  'null',
  '"text"',
  '['.repeat(16_000),
  '\uFEFF{}',
];

test('what is no bootstrap request changes nothing', async () => {
  const world = await signingWorld();
  for (const text of malformed) {
    const beginning = text.slice(0, 40);
    expect([beginning, (await world.post(text)).status]).toEqual([beginning, 400]);
  }
  expect(world.assumed()).toEqual([]);
});

test('a signature is not good for the same letters divided otherwise', async () => {
  const world = await signingWorld();
  const divided = { SecretAccessKey: `${signed.secretAccessKey}Token${signed.sessionToken}`, Token: '' };
  const answer = await world.post(JSON.stringify({ ...body, ...divided, Signature: signature }));
  expect([400, 403]).toContain(answer.status);
  expect(world.assumed()).toEqual([]);
});

test('of two keys of the same name, no part is taken without the signature of all', async () => {
  const world = await signingWorld();
  const evil = `{"AccessKeyId":"AKIAEVIL000000000000",${JSON.stringify({ ...body, Signature: signature }).slice(1)}`;
  const swapped = `${JSON.stringify({ ...body, Signature: signature }).slice(0, -1)},"AccessKeyId":"AKIAEVIL000000000000"}`;
  await world.post(evil);
  expect((await world.post(swapped)).status).toBe(403);
  await vi.waitUntil(() => world.assumed().length > 0);
  expect(world.assumed().join()).not.toContain('EVIL');
});

test('a body without end is cut off', async () => {
  const world = await signingWorld();
  const chunk = `1000\r\n${'x'.repeat(4096)}\r\n`;
  const { text } = await exchange(
    world.adminUrl(),
    `POST /bootstrap/creds HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n${chunk.repeat(5)}0\r\n\r\n`,
  );
  expect(text).toMatch(/^HTTP\/1\.1 413 /);
});

test('nothing of what was posted can be read', async () => {
  const world = await signingWorld();
  await world.post(JSON.stringify({ ...body, Signature: signature }));
  const paths = [
    '/bootstrap/creds',
    '/bootstrap/creds/',
    '/status/../bootstrap/creds',
    '/bootstrap/../status',
  ];
  for (const path of [...paths, '/manage/state', '/latest/meta-data/', '/credentials/Worker']) {
    for (const method of ['GET', 'HEAD', 'PUT', 'PATCH']) {
      expect((await world.admin({ method, path })).body).not.toMatch(/AccessKey|Token|arn:/);
    }
  }
});
