import { basename } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { ElectronApplication } from 'playwright-core';
import type {
  DesktopControls,
  ShownMenuItem,
  ShownMessageBox,
  ShownNotification,
  ShownTray,
} from '../../standin/desktop/record.ts';
import { createWindowDriver, type WindowDriver } from './window-driver.ts';

declare global {
  // In the main process: built into the stand-in; on Electron made by real-desktop.cjs.
  var __standin: DesktopControls;
}

/**
 * What a user sees of the app outside its windows, and does there. The window methods, `emitPower` and
 * `clipboardText` use Electron's own API and are the same on both executables; the others read a record,
 * which the stand-in keeps itself and real-desktop.cjs keeps on Electron.
 */
export interface Driver extends WindowDriver {
  /** Waits for the tray icon when there is none yet. */
  tray(): Promise<ShownTray>;
  trayMenu(): Promise<readonly ShownMenuItem[]>;
  /** The menu's labels, with those of submenus after a `›`; for reading and for failure texts. */
  trayLabels(): Promise<readonly string[]>;
  /** File name of the tray's picture, without its folder and extension. */
  trayIcon(): Promise<string>;
  trayTooltip(): Promise<string>;
  /** Chooses an item by its labels: `clickTray('More', 'Log')`. On Electron the menu itself is not drawn. */
  clickTray(...labels: string[]): Promise<void>;
  doubleClickTray(): Promise<void>;
  notifications(): Promise<readonly ShownNotification[]>;
  /** On Electron emits the event; the desktop's own notification is not touched. */
  clickNotification(title: string, action?: string): Promise<void>;
  /** Links opened in the browser. On Electron they are recorded and not opened. */
  openedLinks(): Promise<readonly string[]>;
  shortcuts(): Promise<readonly string[]>;
  /** Calls what was registered; on Electron no key is pressed. */
  pressShortcut(accelerator: string): Promise<void>;
  /** Another program owns all shortcuts: registering fails. */
  refuseShortcuts(refuse: boolean): Promise<void>;
  /** The desktop shows windows without giving them the keyboard, as GNOME does. */
  refuseFocus(refuse: boolean): Promise<void>;
  emitPower(event: 'suspend' | 'resume' | 'lock-screen' | 'unlock-screen'): Promise<void>;
  clipboardText(): Promise<string>;
  messageBoxes(): Promise<readonly ShownMessageBox[]>;
  /** The button that the user presses in message boxes from now on. */
  answerMessageBoxes(button: string): Promise<void>;
}

const TRAY_LIMIT_MS = 10_000;
const TRAY_INTERVAL_MS = 25;

export function createDriver(app: ElectronApplication): Driver {
  /** The app draws its tray a moment after Playwright has it. */
  const tray = async (): Promise<ShownTray> => {
    const deadline = Date.now() + TRAY_LIMIT_MS;
    for (;;) {
      const shown = await app.evaluate(() => globalThis.__standin.tray());
      if (shown !== undefined && shown.menu.length > 0) return shown;
      if (Date.now() > deadline) throw new Error('The app shows no tray icon with a menu.');
      await delay(TRAY_INTERVAL_MS);
    }
  };
  return {
    ...createWindowDriver(app),
    tray,
    trayMenu: async () => (await tray()).menu,
    trayLabels: async () => labels((await tray()).menu),
    trayIcon: async () => basename((await tray()).icon).replace(/\.\w+$/, ''),
    trayTooltip: async () => (await tray()).toolTip,
    async clickTray(...path) {
      await tray();
      await app.evaluate((_modules, wanted) => globalThis.__standin.chooseFromTray(wanted), path);
    },
    doubleClickTray: () => app.evaluate(() => globalThis.__standin.clickTray('double-click')),
    notifications: () => app.evaluate(() => globalThis.__standin.notifications()),
    clickNotification: (title, action) =>
      app.evaluate(
        (_modules, wanted) => globalThis.__standin.clickNotification(wanted.title, wanted.action),
        { title, ...(action === undefined ? {} : { action }) },
      ),
    openedLinks: () => app.evaluate(() => globalThis.__standin.openedLinks()),
    shortcuts: () => app.evaluate(() => globalThis.__standin.shortcuts()),
    pressShortcut: (accelerator) =>
      app.evaluate((_modules, wanted) => globalThis.__standin.pressShortcut(wanted), accelerator),
    refuseShortcuts: (refuse) =>
      app.evaluate((_modules, wanted) => globalThis.__standin.refuseShortcuts(wanted), refuse),
    refuseFocus: (refuse) =>
      app.evaluate((_modules, wanted) => globalThis.__standin.refuseFocus(wanted), refuse),
    emitPower: (event) => app.evaluate((_modules, name) => globalThis.__standin.emitPower(name), event),
    clipboardText: () => app.evaluate(({ clipboard }) => clipboard.readText()),
    messageBoxes: () => app.evaluate(() => globalThis.__standin.messageBoxes()),
    answerMessageBoxes: (button) =>
      app.evaluate((_modules, wanted) => globalThis.__standin.answerMessageBoxes(wanted), button),
  };
}

const labels = (items: readonly ShownMenuItem[]): readonly string[] =>
  items.flatMap(({ type, label, items: inner }) =>
    type === 'separator' ? ['—'] : [label, ...labels(inner).map((each) => `${label} › ${each}`)],
  );
