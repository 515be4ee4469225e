import { homedir, release, version as systemVersion } from 'node:os';
import { join } from 'node:path';
import { app, clipboard, dialog, globalShortcut, ipcMain, Notification, powerMonitor, shell } from 'electron';
import { success } from '../core/result.ts';
import { gdbusMonitor } from '../node/host/tray-host/gdbus-monitor.ts';
import { watchTrayHost } from '../node/host/tray-host/tray-host.ts';
import { runCommand } from '../node/secrets/secret-service-lock.ts';
import { systemClock } from '../node/system-clock.ts';
import type { Logger } from '../service/logger.ts';
import type { DesktopView } from '../shared/ipc.ts';
import type { SettingsChange } from '../shared/settings.ts';
import { type Actions, createActions } from './app/actions.ts';
import { createAppTray } from './app/app-tray.ts';
import type { Background } from './app/background.ts';
import { desktopView } from './app/desktop-view.ts';
import { desktopName } from './app/identity.ts';
import { links } from './app/links.ts';
import { createLoginState } from './app/login-state.ts';
import { notifyOfChanges } from './app/notifications.ts';
import { createPageEnrolments } from './app/page-enrolments.ts';
import { createWindows } from './app/windows.ts';
import { wireIpc } from './app/wire-ipc.ts';
import { diagnosticsText } from './diagnostics/diagnostics-text.ts';
import type { LogBuffer } from './diagnostics/log-buffer.ts';
import { pushTo } from './ipc/push.ts';
import { createLaunchAtLogin } from './launch-at-login/launch-at-login.ts';
import { createNotifier } from './notifications/notifier.ts';
import { followPower } from './power/follow-power.ts';
import { createShortcut } from './shortcut/shortcut.ts';
import type { TrayLike } from './tray/tray.ts';
import { askWith } from './updates/question.ts';
import { canReplaceItself, loadUpdater } from './updates/updater.ts';
import { startUpdates } from './updates/updates.ts';

/** How long one of the D-Bus tools may take, in ms. */
const TOOL_LIMIT_MS = 5_000;

export interface DesktopAppOptions {
  readonly background: Background;
  /** The folder of package.json. */
  readonly root: string;
  readonly logger: Logger;
  readonly logBuffer: LogBuffer;
  /** `(image) => new Tray(image)` */
  readonly createTray: (image: string) => TrayLike;
  readonly isQuitting: () => boolean;
  readonly onShutdown: () => void;
}

export interface DesktopApp {
  readonly launch: Actions['launch'];
  readonly trayAvailable: () => boolean;
  stop(): Promise<void>;
}

/** Puts the faces of the desktop around the service. After `ready`, when sessions are guarded. */
export async function startDesktopApp(options: DesktopAppOptions): Promise<DesktopApp> {
  const { background, root, logger, logBuffer } = options;
  const { settings, service, mfaSecrets } = background;
  const { engine } = service;
  const { platform } = process;
  const dataDirectory = app.getPath('userData');

  const trayHost = watchTrayHost({
    platform,
    run: runCommand(process.env, TOOL_LIMIT_MS),
    monitor: gdbusMonitor(process.env),
  });
  let trayAvailable = await trayHost.isAvailable();

  const shortcut = createShortcut(globalShortcut, () => actions.launch('enter-code'));
  const launchAtLogin = createLaunchAtLogin({
    app,
    platform,
    environment: process.env,
    home: homedir(),
    executable: process.execPath,
    appPath: app.getAppPath(),
    desktopName,
  });
  const login = createLoginState(launchAtLogin, () => changed());
  const notifier = createNotifier({
    isSupported: () => Notification.isSupported(),
    create: (wanted) => new Notification(wanted),
    facts: () => ({
      enabled: settings.get().notifications,
      windowVisible: windows.prompt.isFocused() || windows.dashboard.isVisible(),
    }),
    onClicked: () => actions.launch('enter-code'),
    onFailed: (reason) => logger.warn({ reason }, 'the system showed no notification'),
  });
  const pageEnrolments = createPageEnrolments(service.mfaEnrolments);
  const windows = createWindows({
    preloadDirectory: join(root, 'dist', 'preload'),
    devTools: !app.isPackaged,
    clock: systemClock,
    dataDirectory,
    icon: join(root, 'assets', 'icon.png'),
    isQuitting: () => options.isQuitting() || updates.isInstalling(),
    trayAvailable: () => trayAvailable,
    onPromptDismissed() {
      for (const { id } of engine.view().prompts) engine.cancelPrompt(id);
    },
    onFocusRefused() {
      const [prompt] = engine.view().prompts;
      if (prompt !== undefined) notifier.tell({ kind: 'code-needed', profile: prompt.profile });
    },
    onDashboardVisibility() {
      notifier.update(engine.view());
      if (windows.dashboard.webContents() === undefined) void pageEnrolments.leave();
    },
    onProblem: (message) => logger.error({}, message),
  });
  const actions = createActions({
    engine,
    service,
    instance: service.instance,
    platform,
    presentPrompt: () => windows.prompt.present(),
    openDashboard: (view) => windows.dashboard.open(view),
    copy: (text) => clipboard.writeText(text),
    setLaunchAtLogin: (on) => changeSettings({ launchAtLogin: on }),
    quit: () => app.quit(),
  });
  const tray = createAppTray({
    create: options.createTray,
    imageDirectory: join(root, 'assets', 'tray'),
    dispatch: actions.dispatch,
    input: () => {
      const { problem, paused } = service.status();
      const listenerProblem = problem === undefined ? {} : { listenerProblem: problem };
      return {
        view: engine.view(),
        desktop: {
          paused,
          launchAtLogin: login.known(),
          platform,
          eventsScheduled: service.instance.scheduled().length > 0,
          ...listenerProblem,
        },
      };
    },
  });

  const desktop = (): Promise<DesktopView> =>
    desktopView({
      version: app.getVersion(),
      platform,
      status: service.status,
      settings: settings.get,
      secretStore: background.secretStore,
      launchAtLogin: login.look,
      trayAvailable: () => trayAvailable,
      shortcutProblem: shortcut.problem,
      engine,
      mfaSecrets,
    });

  /** Something changed that is not in the engine's state. */
  function changed(): void {
    tray.draw();
    const contents = windows.dashboard.webContents();
    if (contents !== undefined) void desktop().then((view) => pushTo(contents, 'dashboard', 'desktop', view));
  }

  async function changeSettings(change: SettingsChange) {
    const set =
      change.launchAtLogin === undefined ? success(undefined) : await login.set(change.launchAtLogin);
    if (set.ok) settings.change(change);
    return set;
  }

  wireIpc({
    ipcMain,
    engine,
    mfaSecrets,
    mfaEnrolments: pageEnrolments,
    instance: service.instance,
    now: Date.now,
    settings: settings.get,
    onShown: (promptId) => logger.debug({ promptId }, 'the question is on the screen'),
    onChanged: changed,
    desktop,
    changeSettings,
    log: logBuffer.lines,
    async copyDiagnostics() {
      const input = { desktop: await desktop(), view: engine.view(), log: logBuffer.lines() };
      const system = `${systemVersion()} ${release()}`;
      const more = { versions: process.versions, system, home: homedir(), now: Date.now() };
      clipboard.writeText(diagnosticsText({ ...input, ...more }));
    },
    copyEnvironment: actions.copyEnvironment,
    setPaused: service.setPaused,
    async examine() {
      const tray = await trayHost.state();
      return service.examine(tray === 'unknown' ? {} : { trayIsShown: tray === 'present' });
    },
    openLink: (link) => shell.openExternal(links[link]),
    webContentsId: (window) => windows[window].webContents()?.id,
    onRefused: (channel, reason) => logger.warn({ channel, reason }, 'refused a call of a page'),
  });

  engine.subscribe((view) => {
    windows.prompt.update(view.prompts.map(({ id }) => id));
    pushTo(windows.prompt.webContents(), 'prompt', 'state', view);
    pushTo(windows.dashboard.webContents(), 'dashboard', 'state', view);
    tray.draw();
  });
  notifyOfChanges(engine, notifier);
  service.subscribe(changed);
  service.instance.subscribe(changed);
  settings.subscribe(({ globalShortcut: accelerator }) => {
    shortcut.apply(accelerator);
    changed();
  });
  trayHost.subscribe((available) => {
    trayAvailable = available;
    changed();
  });
  followPower({
    powerMonitor,
    engine,
    clearOnLock: () => settings.get().clearOnLock,
    onWake: tray.draw,
    onShutdown: options.onShutdown,
  });

  shortcut.apply(settings.get().globalShortcut);
  windows.prompt.update(engine.view().prompts.map(({ id }) => id));
  tray.draw();
  // The app may have moved since it was last started, as AppImages do.
  void launchAtLogin.repair().then(login.look);

  const updates = startUpdates({
    settings,
    isPossible: canReplaceItself({ isPackaged: app.isPackaged, platform, environment: process.env }),
    load: loadUpdater,
    ask: askWith((question) => dialog.showMessageBox(question)),
    installation: {
      async makeWay() {
        await service.setPaused(true);
        app.releaseSingleInstanceLock();
      },
      async takeBack() {
        app.requestSingleInstanceLock();
        await service.setPaused(false);
      },
    },
    clock: systemClock,
    logger,
  });

  return {
    launch: actions.launch,
    trayAvailable: () => trayAvailable,
    async stop() {
      updates.stop();
      trayHost.stop();
      notifier.clear();
      await service.stop();
      tray.stop();
      await logger.flush();
    },
  };
}
