import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  readRunningService,
  removeRunningService,
  runningServicePath,
  writeRunningService,
} from '../../../src/service/running-service.ts';

let directory: string;
let path: string;
const service = { processId: process.pid, url: 'http://127.0.0.1:45000', token: 'a-token' };

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'metafob-running-'));
  path = join(directory, 'metafob', 'service.json');
});
afterEach(() => rm(directory, { recursive: true, force: true }));

describe('the place of the file', () => {
  test.each([
    [{ XDG_RUNTIME_DIR: '/run/user/1000' }, 'linux', '/run/user/1000/metafob/service.json'],
    [{}, 'linux', '/home/alice/.cache/metafob/service.json'],
    [{ XDG_RUNTIME_DIR: 'relative' }, 'linux', '/home/alice/.cache/metafob/service.json'],
    [{}, 'darwin', '/home/alice/Library/Caches/metafob/service.json'],
    [{ LOCALAPPDATA: 'C:\\Local' }, 'win32', 'C:\\Local\\metafob\\service.json'],
  ] as const)('with %j on %s is %s', (environment, platform, expected) => {
    expect(runningServicePath(environment, platform, '/home/alice')).toBe(expected);
  });
});

describe('the file of a running service', () => {
  test('is read back, and can be opened by its user only', async () => {
    await mkdir(dirname(path), { mode: 0o755 });
    await writeRunningService(path, service);
    expect(await readRunningService(path)).toEqual(service);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect((await stat(dirname(path))).mode & 0o777).toBe(0o700);
    expect(await readdir(dirname(path))).toEqual(['service.json']);
  });

  test('replaces the one of a service before it', async () => {
    await writeRunningService(path, { ...service, token: 'old' });
    await writeRunningService(path, service);
    expect((await readRunningService(path))?.token).toBe('a-token');
  });

  test('counts for nothing when its process is dead', async () => {
    const { pid } = spawnSync(process.execPath, ['--version']);
    await writeRunningService(path, { ...service, processId: pid });
    expect(await readRunningService(path)).toBeUndefined();
  });

  test('counts for nothing when it is absent or not understood', async () => {
    expect(await readRunningService(path)).toBeUndefined();
    await mkdir(dirname(path));
    await writeFile(path, '{"processId": 1}');
    expect(await readRunningService(path)).toBeUndefined();
  });

  test('is removed by its own process only', async () => {
    await writeRunningService(path, service);
    await removeRunningService(path, service.processId + 1);
    expect(await readRunningService(path)).toEqual(service);
    await removeRunningService(path, service.processId);
    expect(await readdir(dirname(path))).toEqual([]);
  });
});
