import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createProfilePorts, type ProfilePorts } from '../../../src/service/profile-ports.ts';

let folder: string;
let problems: readonly string[];
let opened: ProfilePorts[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'metafob-ports-'));
  problems = [];
  opened = [];
});
afterEach(async () => {
  await Promise.all(opened.map((ports) => ports.close()));
  await rm(folder, { recursive: true });
});

/** A service as it starts; its ports answer with the name of their profile. */
function start(): ProfilePorts {
  const ports = createProfilePorts({
    file: join(folder, 'own', 'profile-ports.json'),
    handlerFor: (profile) => (_request, response) => void response.end(profile),
    onProblems: (messages) => {
      problems = messages;
    },
    firstPort: 47_100,
    lastPort: 47_120,
  });
  opened.push(ports);
  return ports;
}

async function assigned(ports: ProfilePorts, profile: string): Promise<{ port: number; url: string }> {
  const result = await ports.assign(profile);
  if (!result.ok) throw new Error(result.failure);
  return result.value;
}

const answerOf = async (url: string | undefined) => (await fetch(url ?? 'http://nowhere')).text();

test('profiles get their ports back at the next start', async () => {
  const first = start();
  const admin = await assigned(first, 'admin');
  const deploy = await assigned(first, 'deploy');
  await first.close();
  await expect(fetch(admin.url)).rejects.toThrow();

  const second = start();
  expect(second.urlOf('admin')).toBeUndefined();
  await second.open();
  expect([second.urlOf('admin'), second.urlOf('deploy')]).toEqual([admin.url, deploy.url]);
  expect([await answerOf(admin.url), await answerOf(deploy.url)]).toEqual(['admin', 'deploy']);
  expect(problems).toEqual([]);
});

test('a port that is taken at a later start is told, kept for its profile, and no hindrance to others', async () => {
  const first = start();
  const admin = await assigned(first, 'admin');
  const deploy = await assigned(first, 'deploy');
  await first.close();
  const stranger = createServer();
  await new Promise<void>((resolve) => stranger.listen(admin.port, '127.0.0.1', resolve));

  const second = start();
  await second.open();
  expect(problems).toEqual([
    expect.stringMatching(new RegExp(`Profile admin .* port ${admin.port}.*connect --remove admin`)),
  ]);
  expect([second.urlOf('admin'), second.urlOf('deploy')]).toEqual([undefined, deploy.url]);
  expect(await second.assign('admin')).toMatchObject({ ok: false });

  await new Promise((resolve) => stranger.close(resolve));
  expect(await assigned(second, 'admin')).toEqual(admin);
  expect(problems).toEqual([]);
});

test("no profile gets another one's port, even while that is closed", async () => {
  const first = start();
  const admin = await assigned(first, 'admin');
  await first.close();
  expect((await assigned(start(), 'deploy')).port).not.toBe(admin.port);
});

test('a port that was given back is free for others', async () => {
  const ports = start();
  const admin = await assigned(ports, 'admin');
  expect(await ports.release('admin')).toBe(true);
  expect(await ports.release('admin')).toBe(false);
  expect((await assigned(ports, 'deploy')).port).toBe(admin.port);
  const file = JSON.parse(await readFile(join(folder, 'own', 'profile-ports.json'), 'utf8'));
  expect(file).toEqual({ ports: { deploy: admin.port } });
});
