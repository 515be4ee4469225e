/** What openssl says about the signatures, with the commands of the EC2 user guide. */
import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import {
  createIdentitySignatures,
  IDENTITY_KEY_ACCOUNT,
} from '../../../src/node/instance/identity-signatures.ts';
import { createMemoryStore } from '../../../src/node/secrets/memory-store.ts';
import type { SecretStore } from '../../../src/node/secrets/secret-store.ts';
import { serveInstance } from './support/own-instance.ts';

const IDENTITY = '/latest/dynamic/instance-identity';

const signaturesIn = (store: SecretStore) => createIdentitySignatures(async () => store);

/** The served documents and the exported certificate as files, where openssl can read them. */
async function servedFiles(store = createMemoryStore()) {
  const signatures = signaturesIn(store);
  const { get } = await serveInstance(undefined, { signIdentity: signatures.sign });
  const folder = await mkdtemp(join(tmpdir(), 'metafob-identity-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = async (name: string, content: string) => {
    await writeFile(join(folder, name), content);
    return join(folder, name);
  };
  const read = async (name: string) => {
    const answer = await get(`${IDENTITY}/${name}`);
    expect(answer.status).toBe(200);
    return answer.text();
  };
  const certificate = await signatures.certificate();
  if (!certificate.ok) throw new Error(certificate.failure);
  const asPem = (body: string) => `-----BEGIN PKCS7-----\n${body}\n-----END PKCS7-----\n`;
  const document = await read('document');
  return {
    document,
    file,
    documentFile: await file('document', document),
    certificateFile: await file('certificate.pem', certificate.value),
    certificate: new X509Certificate(certificate.value),
    signature: await read('signature'),
    envelope: async (form: 'pkcs7' | 'rsa2048') => file(`${form}.pem`, asPem(await read(form))),
  };
}

const openssl = (...words: string[]): string =>
  execFileSync('openssl', words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

test.each(['pkcs7', 'rsa2048'] as const)('%s verifies, and holds the served document', async (form) => {
  const { document, certificateFile, envelope } = await servedFiles();
  const signed = await envelope(form);
  const smime = openssl(
    ...['smime', '-verify', '-in', signed, '-inform', 'PEM', '-certfile', certificateFile, '-noverify'],
  );
  const cms = openssl(...['cms', '-verify', '-in', signed, '-inform', 'PEM', '-CAfile', certificateFile]);
  expect([smime, cms].map((text) => text.replaceAll('\r\n', '\n'))).toEqual([document, document]);
});

test('pkcs7 verifies against the document as a file of its own, as the user guide shows', async () => {
  const { certificateFile, documentFile, envelope, file } = await servedFiles();
  const verify = async (content: string) =>
    openssl(
      ...['smime', '-verify', '-in', await envelope('pkcs7'), '-inform', 'PEM', '-content', content],
      ...['-certfile', certificateFile, '-noverify', '-binary'],
    );
  await expect(verify(documentFile)).resolves.toContain('"instanceId" : "i-0123456789abcdef0"');
  await expect(verify(await file('other', '{}'))).rejects.toThrow(/digest failure/);
});

test('the plain signature is that of the document, and of no other', async () => {
  const { signature, certificate, documentFile, document, file } = await servedFiles();
  const key = await file('key.pem', certificate.publicKey.export({ type: 'spki', format: 'pem' }).toString());
  await writeFile(`${key}.signature`, Buffer.from(signature, 'base64'));
  const verify = (text: string) =>
    openssl('dgst', '-sha256', '-verify', key, '-signature', `${key}.signature`, text);
  expect(verify(documentFile)).toBe('Verified OK\n');
  const forged = await file('forged', document.replace('t3.micro', 't3.large'));
  expect(() => verify(forged)).toThrow();
});

test('answers are base64 in lines of 64 characters without the lines around a PEM', async () => {
  const { signature } = await servedFiles();
  expect(signature).toMatch(/^([A-Za-z0-9+/]{64}\n)*[A-Za-z0-9+/]{1,64}={0,2}$/);
});

test('the certificate stays the same as long as the key is in the secret store', async () => {
  const store = createMemoryStore();
  const first = await signaturesIn(store).certificate();
  expect(await signaturesIn(store).certificate()).toEqual(first);
  expect(await signaturesIn(createMemoryStore()).certificate()).not.toEqual(first);
});

test('one key is made for all who ask at the same time, small enough for the store of Windows', async () => {
  const store = createMemoryStore();
  const written: string[] = [];
  const counting: SecretStore = {
    ...store,
    write: (account, secret) => {
      written.push(account);
      expect(secret.length).toBeLessThan(2_560);
      return store.write(account, secret);
    },
  };
  const signatures = signaturesIn(counting);
  const answers = await Promise.all([
    signatures.sign('signature', 'text'),
    signatures.sign('signature', 'text'),
  ]);
  expect(answers[0]).toEqual(answers[1]);
  expect(written).toEqual([IDENTITY_KEY_ACCOUNT]);
});

test('a locked store is told to the client, and tried again at the next request', async () => {
  const store = createMemoryStore();
  let isLocked = true;
  const lockable: SecretStore = {
    ...store,
    read: async (account) =>
      isLocked ? { kind: 'locked', reason: 'Unlock the keychain.' } : store.read(account),
  };
  const { get } = await serveInstance(undefined, { signIdentity: signaturesIn(lockable).sign });
  const refused = await get(`${IDENTITY}/pkcs7`);
  expect(refused.status).toBe(503);
  expect(await refused.text()).toContain('Unlock the keychain.');
  isLocked = false;
  expect((await get(`${IDENTITY}/pkcs7`)).status).toBe(200);
});

test('a key that is damaged is told, and no key is lost', async () => {
  const store = createMemoryStore();
  await store.write(IDENTITY_KEY_ACCOUNT, 'not a key');
  const answer = await signaturesIn(store).sign('pkcs7', 'text');
  expect(answer).toMatchObject({ ok: false, failure: expect.stringContaining('cannot be signed') });
  expect(await store.read(IDENTITY_KEY_ACCOUNT)).toMatchObject({ secret: 'not a key' });
});
