import { join } from 'node:path';
import { app, dialog, Menu, protocol, session, Tray } from 'electron';
import { systemClock } from '../node/system-clock.ts';
import { createLogger } from '../service/logger.ts';
import { packageRoot } from '../service/package-root.ts';
import { applicationMenu } from './app/application-menu.ts';
import { startBackground } from './app/background.ts';
import { asksForDebugging, type CommandLine, readCommandLine } from './app/command-line.ts';
import { identifyApp } from './app/identity.ts';
import { firstLaunch, laterLaunch } from './app/launch-windows.ts';
import { createQuitting } from './app/quitting.ts';
import { startDesktopApp } from './desktop-app.ts';
import { createLogBuffer } from './diagnostics/log-buffer.ts';
import { isLoginStart } from './launch-at-login/launch-at-login.ts';
import { guardContents } from './security/guard-contents.ts';
import { guardSession } from './security/guard-session.ts';
import { declarePageScheme, servePages } from './security/page-protocol.ts';

const LOG_LINES = 1_000;

/** The order matters: whatever guards pages is there before the first page can be. */
function main(): void {
  if (app.isPackaged && asksForDebugging(process.argv)) {
    process.stderr.write('metafob: the packaged app refuses remote debugging; use a checkout for that.\n');
    app.exit(1);
    return;
  }
  const commandLine = readCommandLine(process.argv);
  identifyApp(app, process.platform, commandLine.dataDirectory);
  // The app that runs already gets the command line, and does what it says.
  if (!app.requestSingleInstanceLock() || commandLine.wish === 'quit') {
    app.quit();
    return;
  }
  run(commandLine);
}

function run(commandLine: CommandLine): void {
  const root = packageRoot(import.meta.dirname);
  const logBuffer = createLogBuffer(LOG_LINES);
  // A packaged app has no terminal to write to.
  const level = commandLine.logLevel ?? (app.isPackaged ? 'silent' : 'warn');
  const logger = logBuffer.behind(createLogger(level));

  // Dumps of a crash would hold credentials.
  app.commandLine.appendSwitch('disable-breakpad');
  app.enableSandbox();
  declarePageScheme(protocol);
  guardContents(app, (what) => logger.warn({ what }, 'refused to a page'));

  const backgroundStarting = startBackground({
    commandLine,
    dataDirectory: app.getPath('userData'),
    root,
    version: app.getVersion(),
    logger,
  });

  async function start() {
    await app.whenReady();
    guardSession(session.defaultSession, !app.isPackaged);
    servePages(protocol, join(root, 'dist', 'renderer'));
    const menu = applicationMenu(process.platform);
    Menu.setApplicationMenu(menu === undefined ? null : Menu.buildFromTemplate(menu));

    const background = await backgroundStarting;
    const desktopApp = await startDesktopApp({
      background,
      root,
      logger,
      logBuffer,
      createTray: (image) => new Tray(image),
      isQuitting: quitting.isQuitting,
      onShutdown: quitting.systemShutdown,
    });
    const { firstRunDone } = background.settings.get();
    const trayAvailable = desktopApp.trayAvailable();
    // macOS starts login items without arguments of ours.
    const isLogin = isLoginStart(process.argv, app, process.platform);
    const wish = isLogin && commandLine.wish === 'ordinary' ? 'hidden' : commandLine.wish;
    desktopApp.launch(firstLaunch(wish, { firstRunDone, trayAvailable }));
    return desktopApp;
  }

  const quitting = createQuitting({
    stop: async () => (await running).stop(),
    exit: () => app.exit(),
    clock: systemClock,
  });
  const running = start();

  app.on('before-quit', quitting.beforeQuit);
  // Without a handler Electron quits; this app lives in the tray.
  app.on('window-all-closed', () => {});
  app.on('second-instance', (_event, argv) => {
    void running.then(({ launch }) => launch(laterLaunch(readCommandLine(argv).wish)));
  });
  app.on('activate', () => void running.then(({ launch }) => launch('open-dashboard')));
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => app.quit());

  running.catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    process.stderr.write(`metafob: ${reason}\n`);
    dialog.showErrorBox('Metafob could not start', reason);
    app.exit(1);
  });
}

main();
