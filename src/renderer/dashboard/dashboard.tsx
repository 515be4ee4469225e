import { useEffect, useRef } from 'preact/hooks';
import type { ProfileView } from '../../shared/view-state.ts';
import type { ActionResult, Bridge } from '../bridge.ts';
import type { DesktopBridge } from '../desktop/desktop-bridge.ts';
import { AboutView } from './about-view.tsx';
import { ConnectionView } from './connection-view.tsx';
import type { DashboardState } from './dashboard-state.ts';
import { DoctorView } from './doctor/doctor-view.tsx';
import { InstanceView } from './instance/instance-view.tsx';
import { LogView } from './log/log-view.tsx';
import { Navigation } from './navigation.tsx';
import { ProfilesView } from './profiles-view.tsx';
import { SecretsView } from './secrets/secrets-view.tsx';
import { SettingsView } from './settings/settings-view.tsx';
import { useView } from './use-view.ts';
import type { ViewName } from './view-name.ts';

interface DashboardProps {
  readonly current: DashboardState;
  readonly bridge: Bridge;
  readonly desktopBridge: DesktopBridge;
  readonly onStart: (profile: ProfileView) => Promise<ActionResult>;
}

const View = ({ view, current, bridge, desktopBridge, onStart }: DashboardProps & { view: ViewName }) => {
  const { state, desktop } = current;
  switch (view) {
    case 'profiles':
      return (
        <ProfilesView current={current} bridge={bridge} desktopBridge={desktopBridge} onStart={onStart} />
      );
    case 'secrets':
      return (
        <SecretsView profiles={state.profiles} desktop={desktop} bridge={desktopBridge} mfaDevices={bridge} />
      );
    case 'connection':
      return <ConnectionView desktop={desktop} bridge={desktopBridge} />;
    case 'instance':
      return <InstanceView current={current} bridge={desktopBridge.instance} />;
    case 'doctor':
      return <DoctorView bridge={bridge} />;
    case 'settings':
      return <SettingsView desktop={desktop} bridge={desktopBridge} />;
    case 'log':
      return <LogView bridge={desktopBridge} />;
    case 'about':
      return <AboutView desktop={desktop} bridge={desktopBridge} />;
  }
};

/** The navigation with one view beside it. */
export const Dashboard = (props: DashboardProps) => {
  const view = useView();
  const main = useRef<HTMLElement>(null);
  const shown = useRef(view);

  useEffect(() => {
    if (shown.current === view) return;
    shown.current = view;
    // As after following a link to another page: the keyboard goes on at the top of what is new.
    main.current?.focus();
  }, [view]);

  return (
    <div class="dashboard">
      <Navigation current={view} desktop={props.current.desktop} />
      <main ref={main} tabIndex={-1}>
        <View key={view} view={view} {...props} />
      </main>
    </div>
  );
};
