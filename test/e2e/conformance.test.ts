/** What we rely on in Electron, part one, pages and messages: asserted on the stand-in and, where there is one, on the real binary. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type LaunchedApp, launchApp } from './support/launch.ts';
import { seen } from './support/sample-app.ts';

const sampleApp = fileURLToPath(new URL('../standin/sample-app', import.meta.url));

let userData: string;
let app: LaunchedApp;

const launch = async (...args: string[]) => {
  app = await launchApp({ app: sampleApp, userData, args });
  return app.waitForWindow('main');
};

beforeEach(async () => {
  userData = await mkdtemp(join(tmpdir(), 'standin-sample-'));
});
afterEach(async () => {
  await app.close();
  await rm(userData, { recursive: true, force: true });
});

/** Runs in the page. `sample` is what the preload script exposes there. */
type SampleApi = Record<string, (...args: unknown[]) => unknown>;
declare const sample: SampleApi & { readonly nested: { readonly list: number[] } };

describe('the bridge between page and preload script', () => {
  test('shows the page what was exposed, deeply frozen, and nothing of Node or of Electron', async () => {
    const page = await launch();
    const found = await page.evaluate(() => ({
      frozen: [sample, sample.nested, sample.nested.list].every(Object.isFrozen),
      writable: Object.getOwnPropertyDescriptor(window, 'sample')?.writable,
      globals: ['require', 'process', 'module', 'ipcRenderer', 'electron'].filter((name) => name in window),
    }));
    expect(found).toEqual({ frozen: true, writable: false, globals: [] });
  });

  test('calls functions at once, in both directions', async () => {
    const page = await launch();
    const sum = await page.evaluate(() => sample.add?.(1, 2));
    expect(sum).toBe(3);
  });

  test('keeps only the message of an error', async () => {
    const page = await launch();
    const thrown = await page.evaluate(() => {
      try {
        return sample.throwNow?.();
      } catch (error) {
        return error instanceof Error ? [error.name, error.message] : undefined;
      }
    });
    expect(thrown).toEqual(['Error', 'thrown by the preload script']);
  });

  test('refuses to expose a name twice', async () => {
    const page = await launch();
    const reason = await page.evaluate(() => sample.exposeAgain?.());
    expect(reason).toBe('Cannot bind an API on top of an existing property on the window object');
  });

  test('runs preload scripts in a sandbox without Node’s modules', async () => {
    const page = await launch();
    expect(await page.evaluate(() => [sample.isSandboxed, sample.nodeModule])).toEqual([
      true,
      'module not found: node:fs',
    ]);
  });
});

describe('messages between page and main process', () => {
  test('carry what can be cloned', async () => {
    const page = await launch();
    const value = {
      text: 'é',
      list: [1, null, undefined],
      date: new Date(0),
      bytes: new Uint8Array([1, 255]),
      nested: { $: 'x', empty: {} },
    };
    const answer = await page.evaluate(
      async (sent) => sample.echo?.({ ...sent, bytes: new Uint8Array([1, 255]) }),
      {
        ...value,
        bytes: undefined,
      },
    );
    expect(answer).toEqual(value);
  });

  test('refuse what cannot', async () => {
    const page = await launch();
    const reason = await page.evaluate(async () => Promise.resolve(sample.echoFunction?.()).catch(String));
    expect(reason).toContain('An object could not be cloned.');
  });

  test('tell of an exception with its channel', async () => {
    const page = await launch();
    const reason = await page.evaluate(async () => Promise.resolve(sample.fail?.()).catch(String));
    expect(reason).toBe("Error: Error invoking remote method 'fail': TypeError: Six digits, please");
  });

  test('tell of a channel that nobody handles', async () => {
    const page = await launch();
    const reason = await page.evaluate(async () => Promise.resolve(sample.missing?.()).catch(String));
    expect(reason).toContain("No handler registered for 'missing'");
  });

  test('name their sender', async () => {
    const page = await launch();
    expect(await page.evaluate(() => sample.sender?.())).toEqual({
      url: 'app://sample/main/index.html',
      origin: 'app://sample',
      isMainFrame: true,
      hasWindow: true,
    });
  });

  test('reach listeners of the page until they are taken off', async () => {
    const page = await launch();
    const heard = await page.evaluate(async () => {
      const received: unknown[] = [];
      const next = () =>
        new Promise((resolve) => {
          const off = sample.on?.('reply', (value: unknown) => {
            received.push(value);
            if (typeof off === 'function') off();
            resolve(undefined);
          });
        });
      const first = next();
      sample.send?.('one');
      await first;
      const second = next();
      sample.send?.('two');
      await second;
      return received;
    });
    expect(heard).toEqual(['one', 'two']);
  });

  test('have one handler per channel', async () => {
    await launch();
    const reason = await app.electron.evaluate(({ ipcMain }) => {
      try {
        ipcMain.handle('echo', () => undefined);
        return 'nothing was thrown';
      } catch (error) {
        return String(error);
      }
    });
    expect(reason).toContain("Attempted to register a second handler for 'echo'");
  });
});

describe('pages of the app’s own scheme', () => {
  test('come from the handler, with its content security policy', async () => {
    const page = await launch();
    expect(await page.locator('#loaded').textContent()).toBe('script ran');
    expect(await page.title()).toBe('Sample');
    expect(await page.evaluate(() => window.isSecureContext)).toBe(true);
  });

  test('get nothing from the network', async () => {
    const page = await launch();
    const fetched = await page.evaluate(() => fetch('https://example.test/').then(String, () => 'refused'));
    expect(fetched).toBe('refused');
  });

  test('stay where they are when a navigation is prevented', async () => {
    const page = await launch();
    await page.locator('#outside').click();
    await expect.poll(async () => (await seen(app)).navigations).toEqual(['https://example.test/page']);
    expect(await page.locator('h1').textContent()).toBe('Sample');
  });

  test('open no windows when the handler denies them', async () => {
    const page = await launch();
    await page.locator('#popup').click();
    await expect.poll(async () => (await seen(app)).windowOpens).toEqual(['https://example.test/popup']);
    const opened = await page.evaluate(() => window.open('https://example.test/two'));
    expect(opened).toBeNull();
    await expect.poll(() => app.openedLinks()).toContain('https://example.test/two');
    expect(app.electron.windows()).toHaveLength(1);
  });

  test('have no permission that the session refuses', async () => {
    const page = await launch();
    const state = await page.evaluate(
      async () => (await navigator.permissions.query({ name: 'geolocation' })).state,
    );
    expect(state).toBe('denied');
  });
});
