/** What we rely on in Electron, part two, windows, app and desktop: asserted on the stand-in and, where there is one, on the real binary. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type LaunchedApp, launchApp } from './support/launch.ts';
import { exitOf, seen } from './support/sample-app.ts';

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

describe('windows', () => {
  test('are shown when they are told to, and have the size of their page', async () => {
    const page = await launch();
    expect(await app.windowState('main')).toMatchObject({ visible: true, contentProtected: false });
    expect(await page.evaluate(() => innerWidth)).toBe(360);
  });

  test('belong to their page for Playwright', async () => {
    const page = await launch();
    const window = await app.electron.browserWindow(page);
    expect(await window.evaluate((each) => each.webContents.getURL())).toBe('app://sample/main/index.html');
  });

  test('load another place in the same page without loading it anew', async () => {
    const page = await launch();
    await page.locator('#code').fill('12');
    const window = await app.electron.browserWindow(page);
    await window.evaluate((each) => each.loadURL('app://sample/main/index.html#settings'));
    expect(await page.evaluate(() => location.hash)).toBe('#settings');
    expect(await page.locator('#code').inputValue()).toBe('12');
  });

  test('reject an address that cannot be loaded', async () => {
    const page = await launch();
    const window = await app.electron.browserWindow(page);
    const outcome = await window.evaluate((each) => each.loadURL('https://example.test/').catch(String));
    expect(outcome).toMatch(/ERR_BLOCKED_BY_CLIENT \(-\d+\) loading 'https:\/\/example\.test\/'/);
  });

  test('tell of a page that crashed, and can be replaced', async () => {
    const page = await launch();
    const window = await app.electron.browserWindow(page);
    const reason = await window.evaluate((each) => {
      const gone = new Promise((resolve) => {
        each.webContents.once('render-process-gone', (_event: unknown, details: { reason: string }) =>
          resolve(details.reason),
        );
      });
      each.webContents.forcefullyCrashRenderer();
      return gone;
    });
    expect(reason).toMatch(/crashed|killed/);
    await window.evaluate((each) => each.destroy());
    await app.electron.evaluate(() => void globalThis.sample.openWindow('again'));
    const again = await app.waitForWindow('again');
    expect(await again.title()).toBe('Sample');
  });

  test('may refuse to close', async () => {
    const page = await launch();
    const window = await app.electron.browserWindow(page);
    const left = await window.evaluate((each) => {
      each.once('close', (event: { preventDefault(): void }) => event.preventDefault());
      each.close();
      return each.isDestroyed();
    });
    expect(left).toBe(false);
  });

  test('hide and come back with their page as it was', async () => {
    const page = await launch();
    await page.locator('#code').fill('12');
    const window = await app.electron.browserWindow(page);
    await window.evaluate((each) => each.hide());
    await app.waitUntilHidden('main');
    await window.evaluate((each) => each.show());
    await app.waitForWindow('main');
    expect(await page.locator('#code').inputValue()).toBe('12');
  });
});

describe('the life of the app', () => {
  test('is ready for listeners before the promise is kept', async () => {
    await launch();
    expect((await seen(app)).events.slice(0, 2)).toEqual(['ready', 'whenReady']);
  });

  test('goes on without windows when the app listens for the last one', async () => {
    const page = await launch();
    await page.close();
    await expect.poll(async () => (await seen(app)).events).toContain('window-all-closed');
  });

  test('ends with the last window when nobody listens', async () => {
    const page = await launch('--quit-when-closed');
    const exit = exitOf(app);
    await page.close();
    expect(await exit).toBe(0);
  });

  test('can be kept from quitting', async () => {
    await launch();
    const quit = await app.electron.evaluate(({ app: electron }) => {
      electron.once('before-quit', (event) => event.preventDefault());
      electron.quit();
      return globalThis.sample.seen.events;
    });
    expect(quit).toContain('before-quit');
    expect(quit).not.toContain('will-quit');
    expect(await app.windowState('main')).toBeDefined();
  });

  test('stays one process: a second launch tells the first', async () => {
    await launch();
    const { code, standardError } = await app.startAgain('--show');
    expect({ code, standardError }).toMatchObject({ code: 0 });
    await expect.poll(async () => (await seen(app)).secondInstances.flat()).toContain('--show');
  });

  test('keeps its data where the command line says', async () => {
    await launch();
    expect(await app.electron.evaluate(({ app: electron }) => electron.getPath('userData'))).toBe(userData);
    expect(
      await app.electron.evaluate(({ app: electron }) => [electron.getName(), electron.getVersion()]),
    ).toEqual(['standin-sample', '1.2.3']);
  });
});

describe('the desktop', () => {
  test('shows tray tooltip and menu', async () => {
    await launch();
    expect(await app.trayTooltip()).toBe('profile work');
    expect(await app.trayLabels()).toEqual([
      'Profile work',
      '—',
      'work',
      'home',
      'More',
      'More › Log & events',
      'Quit',
    ]);
  });

  test('carries out what is chosen in the tray menu', async () => {
    await launch();
    await app.clickTray('home');
    const menu = await app.trayMenu();
    expect(menu.filter(({ checked }) => checked).map(({ label }) => label)).toEqual(['home']);
    await app.clickTray('More', 'Log & events');
    expect((await seen(app)).events).toContain('log chosen');
  });

  test('does not choose what is disabled', async () => {
    await launch();
    await expect(app.clickTray('Profile work')).rejects.toThrow('disabled');
  });

  test('gives an empty picture for a missing file, and no tray icon from its name', async () => {
    await launch();
    const found = await app.electron.evaluate(({ nativeImage, Tray }) => {
      try {
        new Tray('missing.png');
        return 'nothing was thrown';
      } catch (error) {
        return [nativeImage.createFromPath('missing.png').isEmpty(), String(error)];
      }
    });
    expect(found).toEqual([true, expect.stringContaining("Failed to load image from path 'missing.png'")]);
  });

  test('takes a shortcut once, and refuses what is none', async () => {
    await launch();
    const found = await app.electron.evaluate(({ globalShortcut }) => {
      const register = (text: string) => {
        try {
          return globalShortcut.register(text, () => undefined);
        } catch (error) {
          return error instanceof Error ? error.name : '';
        }
      };
      return [register('Alt+Shift+F9'), globalShortcut.isRegistered('Alt+Shift+F9'), register('Nonsense+?')];
    });
    expect(found).toEqual([true, true, 'TypeError']);
  });

  test('tells pages of dark colours', async () => {
    const page = await launch();
    await app.electron.evaluate(({ nativeTheme }) => {
      nativeTheme.themeSource = 'dark';
    });
    await page.waitForFunction(() => matchMedia('(prefers-color-scheme: dark)').matches);
    expect(await app.electron.evaluate(({ nativeTheme }) => nativeTheme.shouldUseDarkColors)).toBe(true);
  });
});
