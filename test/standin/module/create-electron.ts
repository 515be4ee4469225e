import { homedir } from 'node:os';
import { App } from '../app/app.ts';
import { createEvent } from '../app/event.ts';
import { defaultPaths } from '../app/paths.ts';
import { createSingleInstance } from '../app/single-instance.ts';
import { createDesktop } from '../desktop/desktop.ts';
import { Menu } from '../desktop/menu.ts';
import { MenuItem } from '../desktop/menu-item.ts';
import { nativeImage } from '../desktop/native-image.ts';
import { NativeTheme } from '../desktop/native-theme.ts';
import type { DesktopControls } from '../desktop/record.ts';
import { createCodec } from '../page/codec.ts';
import type { AppPackage } from '../process/command-line.ts';
import type { DevTools } from '../process/devtools.ts';
import { BrowserWindow } from '../windows/browser-window.ts';
import { IpcMain } from '../windows/ipc-main.ts';
import { Protocol } from '../windows/protocol.ts';
import { Session } from '../windows/session.ts';
import { WindowRegistry } from '../windows/window-registry.ts';

export interface ElectronParts {
  readonly appPackage: AppPackage;
  readonly electronVersion: string;
  readonly executable: string;
  readonly argv: readonly string[];
  readonly switches: Map<string, string>;
  readonly devTools: Promise<DevTools>;
  readonly end: (code: number) => void;
}

/** Electron's main process modules, put together, and the hands of tests. */
export function createElectron(parts: ElectronParts) {
  const { appPackage, switches, devTools } = parts;
  const registry = new WindowRegistry();
  const nativeTheme = new NativeTheme();
  const paths = defaultPaths({
    name: appPackage.name,
    home: homedir(),
    executable: parts.executable,
    environment: process.env,
    userData: switches.get('user-data-dir'),
  });
  const app = new App({
    ...parts,
    paths,
    singleInstance: createSingleInstance(() => app.getPath('userData')),
    windows: () => registry.all(),
  });
  const ipcMain = new IpcMain();
  const protocol = new Protocol(() => app.isReady());
  const session = new Session(devTools);
  const desktop = createDesktop(nativeTheme);
  const windowParts = {
    devTools,
    protocol,
    session,
    ipcMain,
    registry,
    codec: createCodec(),
    isDark: () => nativeTheme.shouldUseDarkColors,
    onCreated: (window: BrowserWindow) => {
      app.emit('web-contents-created', createEvent({}), window.webContents);
      app.emit('browser-window-created', createEvent({}), window);
    },
    onClosed: () => app.windowClosed(),
  };
  const allContents = () => registry.all().map(({ webContents }) => webContents);
  nativeTheme.on('updated', () => {
    for (const { page } of allContents()) void page.setDark(nativeTheme.shouldUseDarkColors);
  });
  let applicationMenu: Menu | null = null;

  const electron = {
    app,
    ipcMain,
    protocol,
    session: { defaultSession: session, fromPartition: () => session },
    BrowserWindow: class extends BrowserWindow {
      constructor(options: Electron.BrowserWindowConstructorOptions = {}) {
        if (!app.isReady()) throw new Error('Cannot create BrowserWindow before app is ready');
        super(options, windowParts);
      }
      static getAllWindows = () => registry.all();
      static getFocusedWindow = () => registry.focused ?? null;
      static fromId = (id: number) => registry.byId(id);
      static fromWebContents = (contents: unknown) =>
        registry.all().find(({ webContents }) => webContents === contents) ?? null;
    },
    webContents: {
      getAllWebContents: allContents,
      fromId: (id: number) => allContents().find((contents) => contents.id === id),
      fromDevToolsTargetId: (id: string) => allContents().find(({ page }) => page.targetId === id),
    },
    Menu: Object.assign(Menu, {
      setApplicationMenu(menu: Menu | null) {
        applicationMenu = menu;
      },
      getApplicationMenu: () => applicationMenu,
    }),
    MenuItem,
    nativeImage,
    net: {
      fetch: (input: string | Request, options?: RequestInit) => fetch(input, options),
      isOnline: () => true,
    },
    ...desktop.modules,
  };
  const controls: DesktopControls = {
    ...desktop.controls,
    refuseFocus: (refuse) => registry.refuseFocus(refuse),
  };
  return { electron, app, controls };
}
