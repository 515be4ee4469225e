/** Attempts to get credentials of one profile with the token of another, or with none. */
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { registerSecret } from '../../support/log-recorder.ts';
import { accessOf } from '../faces/support/metafob-command.ts';
import { exchange } from '../service/support/raw-socket.ts';
import { aliceAndBob, type ServiceWorld, startWorld } from '../service/support/service-world.ts';

let world: ServiceWorld;
let bobsToken: string;
let otherToken: string;
beforeAll(async () => {
  const second = aliceAndBob.slice(aliceAndBob.indexOf('access_key', aliceAndBob.indexOf('profile:bob')));
  world = await startWorld({
    name: 'attack-container',
    configuration: `${aliceAndBob}\n[profile:other]\n${second}\n[profile:bob%2Fother]\n${second}`,
  });
  const tokenOf = async (profile: string) => {
    const token = await readFile((await accessOf(world, profile)).tokenFile, 'utf8');
    registerSecret(token);
    return token;
  };
  bobsToken = await tokenOf('bob');
  otherToken = await tokenOf('other');
});
afterAll(() => world.stop());

const raw = (path: string, token: string) =>
  exchange(
    world.service.url,
    `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: ${token}\r\nConnection: close\r\n\r\n`,
  );

test('tokens of two profiles are different, and each opens its own', async () => {
  expect(bobsToken).not.toBe(otherToken);
  expect((await raw('/credentials/bob', bobsToken)).text).toMatch(/^HTTP\/1\.1 200 /);
  expect((await raw('/credentials/other', otherToken)).text).toMatch(/^HTTP\/1\.1 200 /);
});

test.each([
  '/credentials/other',
  '/credentials/bob/../other',
  '/credentials/bob/%2e%2e/other',
  '/credentials/bob%2F..%2Fother',
  '/credentials/bob%252F..%252Fother',
  '/credentials/bob%00other',
  '/credentials/bob;other',
  '/credentials/OTHER',
  '/credentials/other?profile=bob',
  '/credentials/other/?bob',
  '/credentials/other%2F',
  '/credentials/./other',
  '/credentials//other',
  '/credentials/bob%2Fother',
  '/credentials/',
  '/credentials/%',
  '/credentials/%ff%fe',
  '/credentials/__proto__',
  '/credentials/constructor',
  `/credentials/${'x'.repeat(15_000)}`,
])('the token of bob opens nothing at %s', async (path) => {
  const { text } = await raw(path, bobsToken);
  expect(text).toMatch(/^HTTP\/1\.1 403 /);
  expect(text).not.toContain('SecretAccessKey');
});

test.each([
  'http://127.0.0.1/credentials/other',
  'http://evil.example/credentials/other',
  '//credentials/other',
  '/x/../credentials/other',
  '/%63redentials/other',
  '/latest/..%2fcredentials/other',
])('no other way of writing the path leads there: %s', async (path) => {
  const { text } = await raw(path, bobsToken);
  expect(text).toMatch(/^HTTP\/1\.1 (400|403|404) /);
  expect(text).not.toContain('SecretAccessKey');
});

test.each([
  ['nothing', ''],
  ['only the word', 'Bearer'],
  ['a beginning of it', 'TOKEN.slice'],
  ['the wrong scheme', 'Basic TOKEN'],
  ['twice', 'TOKEN,TOKEN'],
  ['with something behind', 'TOKENx'],
  ['in other letters', 'TOKEN.toUpperCase'],
  ['very long', 'a'.repeat(8_000)],
])('%s is no token', async (_name, sent) => {
  const token = sent
    .replace('TOKEN.slice', bobsToken.slice(0, 42))
    .replace('TOKEN.toUpperCase', bobsToken.toUpperCase())
    .replaceAll('TOKEN', bobsToken);
  expect((await raw('/credentials/bob', token)).text).toMatch(/^HTTP\/1\.1 403 /);
});

test('the token of the command line and the tokens of instance metadata open nothing there', async () => {
  const { body } = await world.send('/latest/api/token', {
    method: 'PUT',
    headers: { 'X-aws-ec2-metadata-token-ttl-seconds': '60' },
  });
  registerSecret(body);
  for (const token of [world.service.bearerToken, body]) {
    expect((await raw('/credentials/bob', `Bearer ${token}`)).text).toMatch(/^HTTP\/1\.1 403 /);
  }
});

test('the token of a profile opens nothing of the manage API', async () => {
  const headers = { Authorization: `Bearer ${bobsToken}` };
  for (const path of [
    '/manage/state',
    '/manage/state/',
    '/manage//state',
    '/manage/%73tate',
    '/manage/x/../state',
    '/manage/events',
    '/manage/prompts',
    '/manage/doctor',
    '/manage/instance',
    '/manage/instance/',
    '/manage/instance/overrides',
    '/manage/instance/events',
    '/manage/profiles/bob/credentials',
    '/manage/profiles/bob/access',
    '/manage/profiles/bob%2Faccess',
    '/manage/assets/../state',
    '/manage/assets/..%2f..%2findex.html',
  ]) {
    const answer = await world.send(path, { headers });
    expect([path, answer.status]).toEqual([
      path,
      expect.toSatisfy((status) => [400, 401, 404].includes(status)),
    ]);
    expect(answer.body).not.toMatch(/secretAccessKey|"profiles"|"values"/);
  }
  for (const path of [
    '/manage/stop',
    '/manage/instance/regenerate',
    '/manage/instance/events',
    '/manage/profiles/bob/port',
  ]) {
    expect([path, (await world.send(path, { method: 'POST', headers })).status]).toEqual([path, 401]);
  }
});

test('hundreds of programs that wait for a code are held, let go, and leave the service well', async () => {
  const { tokenFile } = await accessOf(world, 'admin');
  const headers = { Authorization: await readFile(tokenFile, 'utf8') };
  const waiting = Array.from({ length: 400 }, () => world.begin('/credentials/admin', { headers }));
  const prompt = await world.prompt();
  await Promise.all(waiting.map(({ chunks }) => chunks(1)));
  const { prompts } = await world.state();
  expect(prompts).toHaveLength(1);
  for (const { leave } of waiting) leave();
  await world.manage('DELETE', `/prompts/${prompt.id}`);
  expect((await raw('/credentials/bob', bobsToken)).text).toMatch(/^HTTP\/1\.1 200 /);
});
