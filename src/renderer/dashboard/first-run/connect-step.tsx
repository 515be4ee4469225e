import { ActionButton } from '../../components/action-button.tsx';
import { CopyButton } from '../../components/copy-button.tsx';
import { StateGlyph } from '../../components/state-glyph.tsx';
import type { DesktopBridge } from '../../desktop/desktop-bridge.ts';
import { firstSessionText } from '../../view/first-session-text.ts';
import { listeningState } from '../../view/listening.ts';
import type { DashboardState } from '../dashboard-state.ts';
import { EnvironmentLine } from '../environment-line.tsx';
import { LaunchAtLogin } from '../launch-at-login.tsx';

const command = 'aws sts get-caller-identity';

interface ConnectStepProps {
  readonly current: DashboardState;
  readonly bridge: DesktopBridge;
}

/** Step 3: the two lines to paste into a terminal, and what becomes of them as it happens. */
export const ConnectStep = ({ current: { state, desktop, now }, bridge }: ConnectStepProps) => {
  const profile = state.profiles.find(({ active }) => active);
  const listens = listeningState(desktop) === 'listening';
  return (
    <>
      <p>Paste these lines into a terminal. The second one asks AWS who you are.</p>
      <EnvironmentLine desktop={desktop} bridge={bridge} />
      {!listens && (
        <div class="note">
          <p>{desktop.listenerProblem ?? 'Metafob does not listen.'}</p>
          <ActionButton onClick={() => void bridge.setPaused(false)}>Try again</ActionButton>
        </div>
      )}
      <div class="copy-line">
        <code>{command}</code>
        <CopyButton text={command} target="the command" />
      </div>
      {profile && (
        <div class="live">
          <p class={`session-state state-${profile.session.state}`} role="status">
            <StateGlyph state={profile.session.state} />
            <span>{firstSessionText(profile, now)}</span>
          </p>
        </div>
      )}
      <LaunchAtLogin desktop={desktop} bridge={bridge} alone />
    </>
  );
};
