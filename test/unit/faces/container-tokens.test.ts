import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { containerPath, profileOfPath } from '../../../src/node/http/container/container-path.ts';
import { createContainerTokens } from '../../../src/node/http/container/container-tokens.ts';
import { createTokenFiles } from '../../../src/node/http/container/token-files.ts';

const key = (byte: number) => new Uint8Array(32).fill(byte);

async function emptyFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'metafob-tokens-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

test('a token is good for its profile only, and only as long as the service runs', () => {
  const tokens = createContainerTokens(key(1));
  const token = tokens.tokenFor('admin');
  expect(token).toMatch(/^[\w-]{43}$/);
  expect(tokens.accepts('admin', token)).toBe(true);
  expect(tokens.accepts('admin', `Bearer ${token}`)).toBe(true);
  expect(tokens.accepts('deploy', token)).toBe(false);
  expect(createContainerTokens(key(2)).accepts('admin', token)).toBe(false);
  for (const wrong of [undefined, '', 'Bearer', 'Bearer ', `Basic ${token}`, token.slice(1)]) {
    expect(tokens.accepts('admin', wrong)).toBe(false);
  }
});

test('every name survives its way through the path', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (name) => {
      fc.pre(!name.endsWith('/'));
      expect(profileOfPath(containerPath(name))).toBe(name);
      expect(profileOfPath(`${containerPath(name)}/?x=1`)).toBe(name);
    }),
  );
  expect(profileOfPath('/credentials/%zz')).toBeUndefined();
});

test('each profile has a file of its own, whatever it is called', async () => {
  const folder = await emptyFolder();
  const tokens = createContainerTokens(key(1));
  const files = createTokenFiles(folder, tokens);
  const names = ['admin', 'Admin', '.', '..', '../x', 'a/b', 'CON', '*', 'x'.repeat(300)];
  await files.write(names);
  for (const name of names) expect(await readFile(files.pathOf(name), 'utf8')).toBe(tokens.tokenFor(name));
  const lowerCase = (await readdir(folder)).map((file) => file.toLowerCase());
  expect(new Set(lowerCase).size).toBe(names.length);
});

test('the files go with the service, but not those that another service has written since', async () => {
  const folder = await emptyFolder();
  const files = createTokenFiles(folder, createContainerTokens(key(1)));
  await files.write(['admin', 'deploy']);
  await writeFile(files.pathOf('deploy'), createContainerTokens(key(2)).tokenFor('deploy'));
  await files.remove();
  expect((await readdir(folder)).map((file) => join(folder, file))).toEqual([files.pathOf('deploy')]);
});
