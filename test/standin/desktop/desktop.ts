import { EventEmitter } from 'node:events';
import { createDialog } from './dialog.ts';
import { GlobalShortcut } from './global-shortcut.ts';
import type { MenuItem } from './menu-item.ts';
import type { NativeTheme } from './native-theme.ts';
import { Notification } from './notification.ts';
import type { DesktopControls, ShownMenuItem } from './record.ts';
import { Tray } from './tray.ts';

/** Everything a desktop shows and does outside of windows: Electron's modules for it, and the test's hands. */
export function createDesktop(nativeTheme: NativeTheme) {
  const trays: Tray[] = [];
  const notifications: Notification[] = [];
  const openedLinks: string[] = [];
  const globalShortcut = new GlobalShortcut();
  const dialogs = createDialog();
  const powerMonitor = Object.assign(new EventEmitter(), {
    getSystemIdleState: () => 'active',
    getSystemIdleTime: () => 0,
    isOnBatteryPower: () => false,
    getCurrentThermalState: () => 'unknown',
  });
  let clipboardText = '';

  const currentTray = () => trays.findLast((tray) => !tray.isDestroyed());

  const controls: Omit<DesktopControls, 'refuseFocus'> = {
    tray: () => currentTray()?.shown,
    chooseFromTray(labels) {
      const tray = currentTray();
      if (!tray?.menu) throw new Error('There is no tray icon with a menu.');
      findItem(tray.menu.items, tray.shown.menu, labels).click({});
    },
    clickTray(kind) {
      currentTray()?.emit(kind, {}, { x: 0, y: 0, width: 24, height: 24 }, { x: 0, y: 0 });
    },
    notifications: () => notifications.map(({ shown }) => shown),
    clickNotification(title, action) {
      const notification = notifications.findLast(({ shown }) => shown.open && shown.title === title);
      if (notification === undefined) throw new Error(`No open notification is titled “${title}”.`);
      notification.press(action);
    },
    openedLinks: () => openedLinks,
    shortcuts: () => globalShortcut.registered,
    pressShortcut: (accelerator) => globalShortcut.press(accelerator),
    refuseShortcuts: (refuse) => globalShortcut.refuse(refuse),
    emitPower: (event) => void powerMonitor.emit(event),
    messageBoxes: () => dialogs.shown,
    answerMessageBoxes: (button) => dialogs.answerWith(button),
  };

  return {
    controls,
    modules: {
      nativeTheme,
      powerMonitor,
      globalShortcut,
      dialog: dialogs.dialog,
      screen: createScreen(),
      shell: {
        async openExternal(url: string) {
          openedLinks.push(url);
        },
        async openPath(path: string) {
          openedLinks.push(path);
          return '';
        },
        showItemInFolder: (path: string) => void openedLinks.push(path),
        beep() {},
      },
      clipboard: {
        readText: () => clipboardText,
        writeText(text: string) {
          clipboardText = text;
        },
        clear() {
          clipboardText = '';
        },
      },
      Tray: class extends Tray {
        constructor(image: Electron.NativeImage | string) {
          super(image);
          trays.push(this);
        }
      },
      Notification: class extends Notification {
        constructor(options: Electron.NotificationConstructorOptions = {}) {
          super(options, (shown) => {
            if (!notifications.includes(shown)) notifications.push(shown);
          });
        }
      },
    },
  };
}

/** Walks the menu by its labels, through what was shown when it was set. */
function findItem(
  items: readonly MenuItem[],
  shown: readonly ShownMenuItem[],
  [label = '', ...rest]: readonly string[],
): MenuItem {
  const visible = items.filter((item) => item.visible);
  const position = shown.findIndex((each) => each.label === label);
  const item = visible[position];
  if (item === undefined) {
    throw new Error(`The tray menu has no “${label}”, but: ${shown.map((each) => each.label).join(' | ')}`);
  }
  if (!shown[position]?.enabled) throw new Error(`“${label}” in the tray menu is disabled.`);
  return rest.length === 0 ? item : findItem(item.submenu?.items ?? [], shown[position].items, rest);
}

function createScreen() {
  const bounds = { x: 0, y: 0, width: 1600, height: 1200 };
  const display = {
    id: 1,
    bounds,
    workArea: bounds,
    size: bounds,
    workAreaSize: bounds,
    scaleFactor: 1,
    rotation: 0,
    internal: false,
  };
  return Object.assign(new EventEmitter(), {
    getPrimaryDisplay: () => display,
    getAllDisplays: () => [display],
    getDisplayNearestPoint: () => display,
    getDisplayMatching: () => display,
    getCursorScreenPoint: () => ({ x: 800, y: 600 }),
  });
}
