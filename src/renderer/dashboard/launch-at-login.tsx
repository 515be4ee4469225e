import type { DesktopView } from '../../shared/ipc.ts';
import type { DesktopBridge } from '../desktop/desktop-bridge.ts';
import { launchAtLoginText, launchesAtLogin } from '../view/launch-text.ts';
import { SettingSwitch } from './settings/setting-switch.tsx';

interface LaunchAtLoginProps {
  readonly desktop: Pick<DesktopView, 'launchAtLogin'>;
  readonly alone?: boolean;
  readonly bridge: Pick<DesktopBridge, 'changeSettings'>;
}

/** The setting for the start with the desktop, as the system has it. */
export const LaunchAtLogin = ({ desktop, bridge, alone = false }: LaunchAtLoginProps) => (
  <SettingSwitch
    name="Launch at login"
    about={launchAtLoginText(desktop.launchAtLogin)}
    on={launchesAtLogin(desktop.launchAtLogin)}
    alone={alone}
    unavailable={desktop.launchAtLogin === 'not-possible'}
    change={(launchAtLogin) => bridge.changeSettings({ launchAtLogin })}
  />
);
