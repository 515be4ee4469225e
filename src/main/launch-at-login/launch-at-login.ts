import { isAbsolute, join } from 'node:path';
import { failed, type Result, success } from '../../core/result.ts';
import type { DesktopView } from '../../shared/ipc.ts';
import { createLoginItem, type LoginItemApp } from './login-item.ts';
import { createXdgAutostart } from './xdg-autostart.ts';

export interface LaunchAtLogin {
  /** As the system has it now, whoever changed it. */
  status(): Promise<DesktopView['launchAtLogin']>;
  /** The failure is a sentence for the user. */
  set(on: boolean): Promise<Result<void, string>>;
  /** To be called at each start: points the system to the app when that was moved. */
  repair(): Promise<void>;
}

/** Tells the app that nobody asked for a window. */
export const hiddenStart = '--hidden';

export interface LaunchAtLoginOptions {
  readonly app: LoginItemApp & { readonly isPackaged: boolean };
  readonly platform: NodeJS.Platform;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  /** `process.execPath` */
  readonly executable: string;
  /** `app.getAppPath()`: what an Electron that is not packaged has to be given. */
  readonly appPath: string;
  /** The file name of the app's desktop entry, such as `org.metafob.Metafob.desktop`. */
  readonly desktopName: string;
}

/** Launch at login in the way of the system. */
export function createLaunchAtLogin(options: LaunchAtLoginOptions): LaunchAtLogin {
  const { app, platform, environment, home, desktopName } = options;
  switch (platform) {
    case 'darwin':
    case 'win32':
      // Not packaged, the entry would start a bare Electron.
      return app.isPackaged ? createLoginItem({ app, platform, parameters: [hiddenStart] }) : notPossible;
    case 'linux':
      return createXdgAutostart({
        file: join(configHome(environment, home), 'autostart', desktopName),
        command: launchCommand(options),
      });
    default:
      return notPossible;
  }
}

/** An AppImage is mounted somewhere else at each start; `APPIMAGE` holds the path of the file itself. */
function launchCommand({ app, environment, executable, appPath }: LaunchAtLoginOptions): string[] {
  if (environment.APPIMAGE) return [environment.APPIMAGE, hiddenStart];
  return app.isPackaged ? [executable, hiddenStart] : [executable, appPath, hiddenStart];
}

/** The XDG Base Directory Specification has relative paths ignored. */
const configHome = ({ XDG_CONFIG_HOME: directory }: LaunchAtLoginOptions['environment'], home: string) =>
  directory !== undefined && isAbsolute(directory) ? directory : join(home, '.config');

const notPossible: LaunchAtLogin = {
  status: async () => 'not-possible',
  set: async (on) =>
    on
      ? failed('This build of Metafob cannot be launched at login; the installed app can.')
      : success(undefined),
  repair: async () => {},
};

/** Whether the system started the app at login, so that it opens no window. */
export const isLoginStart = (
  parameters: readonly string[],
  app: Pick<LoginItemApp, 'getLoginItemSettings'>,
  platform: NodeJS.Platform,
): boolean =>
  parameters.includes(hiddenStart) || (platform === 'darwin' && app.getLoginItemSettings().wasOpenedAtLogin);
