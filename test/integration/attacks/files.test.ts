/** Whether anybody else could read, or lead astray, what Metafob writes. */
import { spawn } from 'node:child_process';
import {
  chmod,
  lstat,
  mkdir,
  readdir,
  readFile,
  readlink,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { RunningService } from '../../../src/shared/manage-api.ts';
import { registerSecret, serviceLogFile } from '../../support/log-recorder.ts';
import { bob } from '../../support/sts-simulator/example-world.ts';
import { metafobScript } from '../faces/support/metafob-command.ts';
import { send } from '../service/support/raw-request.ts';
import { withStoredSecret } from '../service/support/service-world.ts';
import { scratchDirectory } from './support/every-listener.ts';

interface Service {
  readonly home: string;
  readonly manage: (method: string, path: string, body?: unknown) => ReturnType<typeof send>;
  stop(): Promise<void>;
}

/** The built service with a home of its own, in which `prepare` was before it. A shell sets the umask. */
async function startIn(home: string, umask: string): Promise<Service> {
  registerSecret(bob.secretAccessKey);
  await mkdir(join(home, 'run'), { recursive: true, mode: 0o700 });
  const config = join(home, 'server.conf');
  await writeFile(config, withStoredSecret(), { mode: 0o600 });
  await chmod(config, 0o600);
  const options = ['--config', config, '--port', '0', '--secrets', 'memory', '--log-level', 'debug'];
  const words = [process.execPath, metafobScript, 'serve', ...options, '--no-terminal-prompt'];
  const child = spawn('sh', ['-c', `umask ${umask}; exec "$@"`, 'sh', ...words], {
    env: {
      PATH: process.env.PATH,
      HOME: home,
      XDG_RUNTIME_DIR: join(home, 'run'),
      XDG_CONFIG_HOME: join(home, 'config'),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
  let log = '';
  let output = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (log += text));
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  const stop = async () => {
    child.kill();
    await closed;
    await writeFile(serviceLogFile('attack-files'), log);
  };
  onTestFinished(stop);
  const published = join(home, 'run', 'metafob', 'service.json');
  await vi.waitUntil(() => output.includes('Manage page on'), { timeout: 20_000 });
  const { url, token } = RunningService.parse(JSON.parse(await readFile(published, 'utf8')));
  registerSecret(token);
  return {
    home,
    stop,
    manage: (method, path, body) =>
      send(url, {
        method,
        path: `/manage${path}`,
        headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
  };
}

/** Everything below a directory that others than its owner may read, write or enter. */
async function openToOthers(directory: string): Promise<string[]> {
  const found: string[] = [];
  for (const entry of await readdir(directory, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    // Node makes this one, with a mode of its own; nobody else can enter the directory around it.
    if (entry.parentPath.endsWith('compile-cache')) continue;
    const { mode } = await lstat(path);
    if (!entry.isSymbolicLink() && (mode & 0o077) !== 0) found.push(`${path} ${(mode & 0o777).toString(8)}`);
  }
  return found;
}

test('with umask 0000, nothing that the service writes is open to others', async () => {
  const service = await startIn(await scratchDirectory(), '0000');
  expect((await service.manage('GET', '/profiles/bob/access')).status).toBe(200);
  expect((await service.manage('POST', '/profiles/bob/port')).status).toBe(200);
  const change = { key: 'tags.Name', value: 'one' };
  expect((await service.manage('PATCH', '/instance/overrides', change)).status).toBe(204);
  expect((await service.manage('PATCH', '/instance/overrides', { ...change, value: 'two' })).status).toBe(
    204,
  );
  expect((await service.manage('POST', '/instance/regenerate')).status).toBe(204);
  expect(await openToOthers(service.home)).toEqual([]);
});

const tokens = (home: string): string => join(home, 'run', 'metafob', 'tokens');

/** The name of bob's token file, from a first start. */
async function tokenFileOfBob(home: string): Promise<string> {
  const service = await startIn(home, '0022');
  const answer = await service.manage('GET', '/profiles/bob/access');
  const { tokenFile } = JSON.parse(answer.body);
  await service.stop();
  await mkdir(tokens(home), { recursive: true, mode: 0o700 });
  return String(tokenFile);
}

test('a link in the place of a token file is replaced, not followed', async () => {
  const home = await scratchDirectory();
  const file = await tokenFileOfBob(home);
  const victim = join(home, 'victim');
  await writeFile(victim, 'of somebody else\n', { mode: 0o644 });
  await rm(file, { force: true });
  await symlink(victim, file);
  const service = await startIn(home, '0022');
  expect((await service.manage('GET', '/profiles/bob/access')).status).toBe(200);
  expect(await readFile(victim, 'utf8')).toBe('of somebody else\n');
  expect((await lstat(file)).isSymbolicLink()).toBe(false);
});

test('a token file that others may read already is made private', async () => {
  const home = await scratchDirectory();
  const file = await tokenFileOfBob(home);
  await writeFile(file, 'old', { mode: 0o666 });
  await chmod(file, 0o666);
  await chmod(tokens(home), 0o777);
  const service = await startIn(home, '0022');
  expect((await service.manage('GET', '/profiles/bob/access')).status).toBe(200);
  expect(((await stat(file)).mode & 0o777).toString(8)).toBe('600');
  expect(((await stat(tokens(home))).mode & 0o777).toString(8)).toBe('700');
});

test('a link in the place of the published address is replaced, not followed', async () => {
  const home = await scratchDirectory();
  await mkdir(join(home, 'run', 'metafob'), { recursive: true, mode: 0o777 });
  const victim = join(home, 'victim');
  await writeFile(victim, 'of somebody else\n');
  const published = join(home, 'run', 'metafob', 'service.json');
  await symlink(victim, published);
  await startIn(home, '0000');
  expect(await readFile(victim, 'utf8')).toBe('of somebody else\n');
  await expect(readlink(published)).rejects.toThrow(/EINVAL/);
  expect(((await stat(published)).mode & 0o777).toString(8)).toBe('600');
});

test('the service leaves no token behind when it stops', async () => {
  const service = await startIn(await scratchDirectory(), '0022');
  expect((await service.manage('GET', '/profiles/bob/access')).status).toBe(200);
  await service.stop();
  expect(await readdir(tokens(service.home))).toEqual([]);
  expect(await readdir(join(service.home, 'run', 'metafob'))).toEqual(['tokens']);
});
