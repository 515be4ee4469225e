import type { ElectronApplication, Page } from 'playwright-core';

export interface WindowState {
  readonly visible: boolean;
  readonly focused: boolean;
  readonly alwaysOnTop: boolean;
  readonly contentProtected: boolean;
  readonly bounds: {
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
  };
}

/** A window's name is the folder of its page: `app://metafob/prompt/index.html` is `prompt`. */
export interface WindowDriver {
  /** The window's page, shown or hidden; undefined when there is no such window. */
  window(name: string): Page | undefined;
  /** Waits until the window is loaded and shown. */
  waitForWindow(name: string): Promise<Page>;
  /** Waits until the window is hidden or gone. */
  waitUntilHidden(name: string): Promise<void>;
  windowState(name: string): Promise<WindowState | undefined>;
  /** Takes the focus away, as another program's window does. */
  blurWindow(name: string): Promise<void>;
}

export function createWindowDriver(app: ElectronApplication): WindowDriver {
  const window = (name: string) => app.windows().find((page) => isPageOf(page.url(), name));
  return {
    window,
    async waitForWindow(name) {
      await app.evaluate(waitUntilShown, name);
      // Playwright may hear of the page later than the main process.
      const whenNamed = async (page: Page) => {
        await page.waitForURL((url) => isPageOf(url.href, name));
        return page;
      };
      return Promise.any([...app.windows().map(whenNamed), app.waitForEvent('window').then(whenNamed)]);
    },
    async waitUntilHidden(name) {
      await app.evaluate(waitUntilNotShown, name);
    },
    windowState: (name) => app.evaluate(stateOf, name),
    async blurWindow(name) {
      const page = window(name);
      if (page === undefined) throw new Error(`There is no window “${name}”.`);
      const handle = await app.browserWindow(page);
      await handle.evaluate((browserWindow) => browserWindow.blur());
    },
  };
}

const isPageOf = (url: string, name: string): boolean => new URL(url).pathname.startsWith(`/${name}/`);

// The functions below run in the main process and refer to nothing outside themselves.
type Modules = typeof import('electron');

const waitUntilShown = ({ app, BrowserWindow }: Modules, name: string) =>
  new Promise<void>((resolve) => {
    const look = (browserWindow: Electron.BrowserWindow) => {
      if (browserWindow.isDestroyed() || !browserWindow.isVisible()) return;
      const url = browserWindow.webContents.getURL();
      if (url === '' || !new URL(url).pathname.startsWith(`/${name}/`)) return;
      app.off('browser-window-created', watchNew);
      resolve();
    };
    const watch = (browserWindow: Electron.BrowserWindow) => {
      browserWindow.on('show', () => look(browserWindow));
      browserWindow.webContents.on('did-finish-load', () => look(browserWindow));
      look(browserWindow);
    };
    const watchNew = (_event: unknown, browserWindow: Electron.BrowserWindow) => watch(browserWindow);
    app.on('browser-window-created', watchNew);
    for (const browserWindow of BrowserWindow.getAllWindows()) watch(browserWindow);
  });

const waitUntilNotShown = ({ BrowserWindow }: Modules, name: string) =>
  new Promise<void>((resolve) => {
    const shown = BrowserWindow.getAllWindows().find((each) => {
      const url = each.webContents.getURL();
      return each.isVisible() && url !== '' && new URL(url).pathname.startsWith(`/${name}/`);
    });
    if (shown === undefined) {
      resolve();
      return;
    }
    shown.once('hide', () => resolve());
    shown.once('closed', () => resolve());
  });

const stateOf = ({ BrowserWindow }: Modules, name: string) => {
  const found = BrowserWindow.getAllWindows().find((each) => {
    const url = each.webContents.getURL();
    return url !== '' && new URL(url).pathname.startsWith(`/${name}/`);
  });
  return found === undefined
    ? undefined
    : {
        visible: found.isVisible(),
        focused: found.isFocused(),
        alwaysOnTop: found.isAlwaysOnTop(),
        contentProtected: found.isContentProtected(),
        bounds: found.getBounds(),
      };
};
