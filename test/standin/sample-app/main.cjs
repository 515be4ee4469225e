// A small app that uses Electron as ours does. The conformance suite drives it, on the stand-in and on Electron.
const { readFile } = require('node:fs/promises');
const { join } = require('node:path');
const { app, BrowserWindow, ipcMain, Menu, protocol, session, shell, Tray } = require('electron');

const types = { html: 'text/html', js: 'text/javascript' };
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; frame-src 'self'";
const events = [];
const seen = {
  events,
  argv: process.argv,
  messages: [],
  secondInstances: [],
  windowOpens: [],
  navigations: [],
};
// The tray icon must be kept, or Electron throws it away.
const sample = { seen, tray: undefined };
globalThis.sample = sample;

protocol.registerSchemesAsPrivileged([
  { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } },
]);
app.enableSandbox();

if (!app.requestSingleInstanceLock()) {
  app.quit();
  events.push('still running after quit');
} else {
  for (const name of ['before-quit', 'will-quit', 'quit', 'ready']) app.on(name, () => events.push(name));
  app.on('second-instance', (_event, argv) => seen.secondInstances.push(argv));
  if (!process.argv.includes('--quit-when-closed'))
    app.on('window-all-closed', () => events.push('window-all-closed'));
  if (process.argv.includes('--throw-in-main')) throw new Error('The sample app fails on purpose.');
  app.whenReady().then(start);
}

function start() {
  events.push('whenReady');
  protocol.handle('app', serve);
  session.defaultSession.webRequest.onBeforeRequest((details, callback) =>
    callback({ cancel: !details.url.startsWith('app:') }),
  );
  session.defaultSession.setPermissionRequestHandler((_contents, _permission, callback) => callback(false));
  session.defaultSession.setPermissionCheckHandler(() => false);
  ipcMain.handle('echo', (_event, value) => value);
  ipcMain.handle('fail', () => {
    throw new TypeError('Six digits, please');
  });
  ipcMain.handle('sender', (event) => ({
    url: event.senderFrame.url,
    origin: event.senderFrame.origin,
    isMainFrame: event.senderFrame === event.sender.mainFrame,
    hasWindow: BrowserWindow.fromWebContents(event.sender) !== null,
  }));
  ipcMain.on('message', (event, value) => {
    seen.messages.push(value);
    event.reply('reply', value);
  });
  app.on('web-contents-created', (_event, contents) => {
    contents.setWindowOpenHandler(({ url }) => {
      seen.windowOpens.push(url);
      void shell.openExternal(url);
      return { action: 'deny' };
    });
    contents.on('will-navigate', (event) => {
      seen.navigations.push(event.url);
      event.preventDefault();
    });
  });
  sample.tray = new Tray(join(__dirname, 'icon.png'));
  sample.openWindow = openWindow;
  sample.setMenu = setMenu;
  setMenu('work');
  openWindow('main');
}

async function serve(request) {
  const { host, pathname } = new URL(request.url);
  const name = pathname.split('/').at(-1);
  if (host !== 'sample' || pathname.includes('..')) return new Response('not here', { status: 404 });
  try {
    const body = await readFile(join(__dirname, 'pages', name));
    const type = types[name.split('.').at(-1)] ?? 'text/plain';
    return new Response(body, { headers: { 'content-type': type, 'content-security-policy': policy } });
  } catch {
    return new Response('not here', { status: 404 });
  }
}

function openWindow(name, options = {}) {
  const window = new BrowserWindow({
    width: 360,
    height: 220,
    show: false,
    webPreferences: {
      preload: join(__dirname, 'preload.cjs'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
    },
    ...options,
  });
  window.once('ready-to-show', () => window.show());
  void window.loadURL(`app://sample/${name}/index.html`);
  return window;
}

function setMenu(profile) {
  const choose = (item) => setMenu(item.label);
  sample.tray.setToolTip(`profile ${profile}`);
  sample.tray.setContextMenu(
    Menu.buildFromTemplate([
      { id: 'status', label: `Profile ${profile}`, enabled: false },
      { type: 'separator' },
      ...['work', 'home'].map((label) => ({
        type: 'radio',
        label,
        checked: label === profile,
        click: choose,
      })),
      { label: 'More', submenu: [{ label: 'Log && events', click: () => events.push('log chosen') }] },
      { id: 'quit', label: 'Quit', click: () => app.quit() },
    ]),
  );
}
