import type { App } from 'electron';
import { failed, success } from '../../core/result.ts';
import type { LaunchAtLogin } from './launch-at-login.ts';

export type LoginItemApp = Pick<App, 'getLoginItemSettings' | 'setLoginItemSettings'>;

export interface LoginItemOptions {
  readonly app: LoginItemApp;
  readonly platform: 'darwin' | 'win32';
  /** What the app is started with at login. macOS passes none; it tells by `wasOpenedAtLogin`. */
  readonly parameters: readonly string[];
}

/** Launch at login by the system's own list: Login Items on macOS, the Run key of the registry on Windows. */
export function createLoginItem({ app, platform, parameters }: LoginItemOptions): LaunchAtLogin {
  // Windows finds its entry only by the same arguments.
  const options = platform === 'win32' ? { args: [...parameters] } : {};

  const status = () => {
    const item = app.getLoginItemSettings(options);
    switch (platform) {
      case 'darwin':
        if (item.status === 'requires-approval') return 'requires-approval';
        return item.status === 'enabled' || item.openAtLogin ? 'on' : 'off';
      case 'win32':
        // The entry can be there and be switched off in the Task Manager.
        return item.openAtLogin && item.executableWillLaunchAtLogin ? 'on' : 'off';
    }
  };

  return {
    status: async () => status(),
    async set(on) {
      try {
        app.setLoginItemSettings({ openAtLogin: on, ...options });
      } catch (error) {
        return failed(`${refused(platform)} (${error instanceof Error ? error.message : String(error)})`);
      }
      return (status() === 'off') === on ? failed(refused(platform)) : success(undefined);
    },
    async repair() {
      // The system keeps track of a moved app itself (macOS), or the installer writes the entry anew (Windows).
    },
  };
}

function refused(platform: LoginItemOptions['platform']): string {
  switch (platform) {
    case 'darwin':
      return 'macOS did not change launch at login. Look under System Settings, General, Login Items.';
    case 'win32':
      return 'Windows did not change launch at login. Look under Settings, Apps, Startup.';
  }
}
