// Loaded by Electron before the app (`-r`): records what the desktop shows, as the stand-in does by itself.
// Electron cannot be asked for its tray icons, notifications or shortcuts, so the calls are noted on their way.
const electron = require('electron');
const { BrowserWindow, Tray, Menu, Notification, nativeImage, globalShortcut, powerMonitor, shell, dialog } =
  electron;

const trays = [];
const notifications = [];
const openedLinks = [];
const shortcuts = new Map();
const messageBoxes = [];
const imagePaths = new WeakMap();
let refuse = false;
let refuseFocus = false;
let button;

/** Replaces a method by one that calls `note` with the object and the arguments first. */
const before = (owner, name, note) => {
  const original = owner[name];
  owner[name] = function (...args) {
    note(this, args);
    return original.apply(this, args);
  };
};
const shownTray = (tray) => {
  let shown = trays.find((each) => each.tray === tray);
  if (shown === undefined) {
    shown = { tray, icon: '', toolTip: '', title: '', menu: undefined, shownMenu: [] };
    trays.push(shown);
  }
  return shown;
};
const showMenu = (menu) =>
  menu.items
    .filter(({ visible }) => visible)
    .map(({ type, label, enabled, checked, submenu }) => ({
      type,
      label: label.replace(/&(&?)/g, '$1'),
      enabled,
      checked,
      items: submenu ? showMenu(submenu) : [],
    }));
const pathOf = (image) => (typeof image === 'string' ? image : (imagePaths.get(image) ?? ''));

const createFromPath = nativeImage.createFromPath.bind(nativeImage);
nativeImage.createFromPath = (path) => {
  const image = createFromPath(path);
  imagePaths.set(image, path);
  return image;
};
before(Tray.prototype, 'setImage', (tray, [image]) =>
  Object.assign(shownTray(tray), { icon: pathOf(image) }),
);
before(Tray.prototype, 'setToolTip', (tray, [toolTip]) => Object.assign(shownTray(tray), { toolTip }));
before(Tray.prototype, 'setTitle', (tray, [title]) => Object.assign(shownTray(tray), { title }));
before(Tray.prototype, 'setContextMenu', (tray, [menu]) =>
  Object.assign(shownTray(tray), { menu, shownMenu: menu ? showMenu(menu) : [] }),
);
before(Notification.prototype, 'show', (notification) => {
  if (notifications.some((each) => each.notification === notification)) return;
  const shown = { notification, open: true };
  notification.on('close', () => Object.assign(shown, { open: false }));
  notifications.push(shown);
});
shell.openExternal = async (url) => void openedLinks.push(url);
const register = globalShortcut.register.bind(globalShortcut);
globalShortcut.register = (accelerator, callback) => {
  if (refuse || !register(accelerator, callback)) return false;
  shortcuts.set(accelerator, callback);
  return true;
};
before(globalShortcut, 'unregister', (_owner, [accelerator]) => shortcuts.delete(accelerator));
before(globalShortcut, 'unregisterAll', () => shortcuts.clear());
dialog.showMessageBox = async (...args) => {
  const { message, detail = '', buttons = ['OK'], cancelId = 0 } = args.at(-1);
  messageBoxes.push({ message, detail, buttons });
  return { response: button === undefined ? cancelId : buttons.indexOf(button), checkboxChecked: false };
};

const { show, focus } = BrowserWindow.prototype;
BrowserWindow.prototype.show = function (...args) {
  return refuseFocus ? this.showInactive() : show.apply(this, args);
};
BrowserWindow.prototype.focus = function (...args) {
  if (!refuseFocus) focus.apply(this, args);
};

const current = () => trays.findLast(({ tray }) => !tray.isDestroyed());
const choose = (menu, [label, ...rest]) => {
  const item = menu.items.find((each) => each.visible && each.label.replace(/&(&?)/g, '$1') === label);
  if (item === undefined) throw new Error(`The tray menu has no “${label}”.`);
  if (!item.enabled) throw new Error(`“${label}” in the tray menu is disabled.`);
  if (rest.length > 0) choose(item.submenu, rest);
  else item.click({});
};

globalThis.__standin = {
  tray() {
    const shown = current();
    return shown && { icon: shown.icon, toolTip: shown.toolTip, title: shown.title, menu: shown.shownMenu };
  },
  chooseFromTray: (labels) => choose(current()?.menu ?? new Menu(), labels),
  clickTray: (kind) => current()?.tray.emit(kind, {}, { x: 0, y: 0, width: 0, height: 0 }),
  notifications: () =>
    notifications.map(({ notification: { title, body, actions }, open }) => ({
      title,
      body,
      actions: (actions ?? []).map(({ text }) => text),
      open,
    })),
  clickNotification(title, action) {
    const shown = notifications.findLast(({ notification, open }) => open && notification.title === title);
    if (shown === undefined) throw new Error(`No open notification is titled “${title}”.`);
    const index = (shown.notification.actions ?? []).findIndex(({ text }) => text === action);
    if (action === undefined) shown.notification.emit('click', {});
    else shown.notification.emit('action', { actionIndex: index, selectionIndex: -1 }, index, -1);
    shown.notification.close();
  },
  openedLinks: () => openedLinks,
  shortcuts: () => [...shortcuts.keys()],
  pressShortcut: (accelerator) => shortcuts.get(accelerator)(),
  refuseShortcuts(value) {
    refuse = value;
  },
  refuseFocus(value) {
    refuseFocus = value;
  },
  emitPower: (event) => void powerMonitor.emit(event),
  messageBoxes: () => messageBoxes,
  answerMessageBoxes(text) {
    button = text;
  },
};
