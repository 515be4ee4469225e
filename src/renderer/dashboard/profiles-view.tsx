import type { ProfileView } from '../../shared/view-state.ts';
import type { ActionResult, Bridge } from '../bridge.ts';
import { ActionButton } from '../components/action-button.tsx';
import type { DesktopBridge } from '../desktop/desktop-bridge.ts';
import { ProfileList } from '../manage/profile-list.tsx';
import { Warnings } from '../manage/warnings.tsx';
import { listeningState } from '../view/listening.ts';
import { ConfigurationFiles } from './configuration-files.tsx';
import type { DashboardState } from './dashboard-state.ts';

interface ProfilesViewProps {
  readonly current: DashboardState;
  readonly bridge: Bridge;
  readonly desktopBridge: DesktopBridge;
  readonly onStart: (profile: ProfileView) => Promise<ActionResult>;
}

/** The profiles as on the manage page, and what keeps programs from getting their credentials. */
export const ProfilesView = ({ current, bridge, desktopBridge, onStart }: ProfilesViewProps) => {
  const { state, desktop, now } = current;
  const listening = listeningState(desktop);
  return (
    <>
      {listening !== 'listening' && (
        <section class="note" aria-label="No program is served">
          <p>
            {listening === 'paused'
              ? 'Metafob is paused: programs get no answer until you resume it.'
              : (desktop.listenerProblem ?? 'Metafob does not listen: programs get no answer.')}
          </p>
          <ActionButton onClick={() => void desktopBridge.setPaused(false)}>
            {listening === 'paused' ? 'Resume' : 'Try again'}
          </ActionButton>
        </section>
      )}
      <Warnings warnings={state.warnings} clockSkewMs={state.clockSkewMs} />
      <ProfileList state={state} now={now} bridge={bridge} onStart={onStart} />
      {state.profiles.length === 0 && <ConfigurationFiles files={desktop.configurationFiles} />}
    </>
  );
};
