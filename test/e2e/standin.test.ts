import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { electronExecutable } from './support/executable.ts';
import { type LaunchedApp, launchApp } from './support/launch.ts';
import { processTree, stillRunning } from './support/processes.ts';

const { isStandIn } = electronExecutable(process.env);
const sampleApp = (name: string) => fileURLToPath(new URL(`../standin/${name}`, import.meta.url));

let userData: string;
const apps: LaunchedApp[] = [];

const launch = async (app: string, ...args: string[]) => {
  const launched = await launchApp({ app: sampleApp(app), userData, args });
  apps.push(launched);
  return launched;
};

beforeEach(async () => {
  userData = await mkdtemp(join(tmpdir(), 'standin-process-'));
});
afterEach(async () => {
  for (const app of apps.splice(0)) await app.close();
  await rm(userData, { recursive: true, force: true });
});

describe('an app of ECMAScript modules', () => {
  test('runs, and keeps its settings with electron-store', async () => {
    const app = await launch('sample-app-esm');
    await expect
      .poll(() => app.electron.evaluate(() => Reflect.get(globalThis, 'found')))
      .toEqual({
        starts: 1,
        file: join(userData, 'config.json'),
        sameApp: true,
        tray: 'function',
      });
  });
});

// Electron itself shows a dialog for an exception, and is not ours to clean up after.
describe.skipIf(!isStandIn)('the stand-in’s processes', () => {
  // Not through Playwright, which leaves unhandled rejections when a process ends that early.
  test('say why the main process failed', async () => {
    const { code, errors } = await runToTheEnd('sample-app', '--throw-in-main');
    expect(code).toBe(1);
    expect(errors).toContain('A JavaScript error occurred in the main process');
    expect(errors).toMatch(/The sample app fails on purpose\.\n +at .*main\.cjs:\d+/);
  });

  test('say when there is no app', async () => {
    const { code, errors } = await runToTheEnd('nothing-here');
    expect(code).toBe(1);
    expect(errors).toContain('Unable to find Electron app');
  });

  test('end with the app, and leave no profile behind', async () => {
    const app = await launch('sample-app');
    await app.waitForWindow('main');
    const { pid = 0 } = app.electron.process();
    const processes = processTree(pid);
    expect(await profilesOf(pid)).toHaveLength(1);
    await app.close();
    await expect.poll(() => stillRunning(processes)).toEqual([]);
    expect(await profilesOf(pid)).toEqual([]);
  });

  test('end when the app is killed', async () => {
    const app = await launch('sample-app');
    await app.waitForWindow('main');
    const processes = processTree(app.electron.process().pid ?? 0);
    app.electron.process().kill('SIGKILL');
    await expect.poll(() => stillRunning(processes), { timeout: 5_000 }).toEqual([]);
  });

  test('end when the test is killed', async () => {
    const script = fileURLToPath(new URL('support/hold-app.ts', import.meta.url));
    const holder = spawn(process.execPath, [script, userData], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = await once(holder.stdout, 'data');
    const processes: number[] = JSON.parse(String(line));
    expect(stillRunning(processes).join()).toMatch(/chromium/);
    holder.kill('SIGKILL');
    await expect.poll(() => stillRunning(processes), { timeout: 5_000 }).toEqual([]);
  });
});

const profilesOf = async (processId: number) =>
  (await readdir(tmpdir())).filter((name) => name.startsWith(`standin-chromium-${processId}-`));

const runToTheEnd = async (app: string, ...args: string[]) => {
  const child = spawn(electronExecutable(process.env).path, [
    sampleApp(app),
    `--user-data-dir=${userData}`,
    ...args,
  ]);
  let errors = '';
  child.stderr.on('data', (chunk) => {
    errors += chunk;
  });
  const [code] = await once(child, 'close');
  return { code, errors };
};
