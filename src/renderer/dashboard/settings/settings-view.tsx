import type { DesktopView } from '../../../shared/ipc.ts';
import type { DesktopBridge } from '../../desktop/desktop-bridge.ts';
import { LaunchAtLogin } from '../launch-at-login.tsx';
import { ViewHeading } from '../view-heading.tsx';
import { SettingSwitch } from './setting-switch.tsx';
import { ShortcutSetting } from './shortcut-setting.tsx';

interface SettingsViewProps {
  readonly desktop: DesktopView;
  readonly bridge: DesktopBridge;
}

/** What the user can choose. Each change takes effect at once. */
export const SettingsView = ({ desktop, bridge }: SettingsViewProps) => {
  const { settings } = desktop;
  return (
    <section>
      <ViewHeading title="Settings">Changes take effect at once.</ViewHeading>
      <div class="settings">
        <LaunchAtLogin desktop={desktop} bridge={bridge} />
        <SettingSwitch
          name="Notifications"
          about="Before a session ends, and when a program waits for a code."
          on={settings.notifications}
          change={(notifications) => bridge.changeSettings({ notifications })}
        />
        <SettingSwitch
          name="Submit a code with its sixth digit"
          about="Otherwise a code waits for Enter, typed or pasted."
          on={settings.submitOnSixthDigit}
          change={(submitOnSixthDigit) => bridge.changeSettings({ submitOnSixthDigit })}
        />
        <SettingSwitch
          name="Forget sessions when the screen is locked"
          about="Programs need a new code after each lock."
          on={settings.clearOnLock}
          change={(clearOnLock) => bridge.changeSettings({ clearOnLock })}
        />
        <ShortcutSetting desktop={desktop} bridge={bridge} />
        <SettingSwitch
          name="Look for updates"
          about="Metafob asks before it downloads anything."
          on={settings.checkForUpdates}
          change={(checkForUpdates) => bridge.changeSettings({ checkForUpdates })}
        />
      </div>
    </section>
  );
};
