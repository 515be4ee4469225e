import type { DesktopView } from '../../shared/ipc.ts';

/** Says what “launch at login” does here, or why it does nothing. */
export const launchAtLoginText = (status: DesktopView['launchAtLogin']): string => {
  switch (status) {
    case 'on':
    case 'off':
      return 'Starts without a window, so that credentials are there when you need them.';
    case 'requires-approval':
      return 'macOS wants your approval: System Settings, General, Login Items, allow Metafob.';
    case 'not-possible':
      return 'Not possible here: this copy of Metafob is not installed, or the desktop has no autostart.';
  }
};

/** Whether the switch is on: also when the system has yet to be told that it may. */
export const launchesAtLogin = (status: DesktopView['launchAtLogin']): boolean =>
  status === 'on' || status === 'requires-approval';
