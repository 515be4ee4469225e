import type { DesktopView } from '../../shared/ipc.ts';
import { ActionButton } from '../components/action-button.tsx';
import type { DesktopBridge } from '../desktop/desktop-bridge.ts';
import { useAction } from '../hooks/use-action.ts';
import { type ListeningState, listeningState } from '../view/listening.ts';
import { ActionProblem } from './action-problem.tsx';
import { EnvironmentLine } from './environment-line.tsx';
import { ViewHeading } from './view-heading.tsx';

const button: Record<ListeningState, { readonly label: string; readonly paused: boolean }> = {
  listening: { label: 'Pause', paused: true },
  paused: { label: 'Resume', paused: false },
  failed: { label: 'Try again', paused: false },
};

const text = (desktop: DesktopView): string => {
  switch (listeningState(desktop)) {
    case 'listening':
      return 'Programs on this computer can ask for credentials. While Metafob is paused, they get no answer.';
    case 'paused':
      return 'Paused: programs get no answer. Sessions are kept.';
    case 'failed':
      return desktop.listenerProblem ?? 'Metafob does not listen: programs get no answer.';
  }
};

interface ConnectionViewProps {
  readonly desktop: DesktopView;
  readonly bridge: DesktopBridge;
}

/** Where Metafob listens, and how programs find it. */
export const ConnectionView = ({ desktop, bridge }: ConnectionViewProps) => {
  const action = useAction();
  const state = listeningState(desktop);
  const { label, paused } = button[state];
  return (
    <>
      <section>
        <ViewHeading title="Connection" />
        <div class={`row listeners ${state}`}>
          {state === 'listening' && (
            <ul>
              {desktop.listeners.map(({ url }) => (
                <li key={url}>
                  <code>{url}</code>
                </li>
              ))}
            </ul>
          )}
          <p class={state === 'failed' ? 'problem' : 'about'} role="status">
            {text(desktop)}
          </p>
          <div class="actions">
            <ActionButton
              look={state === 'listening' ? 'plain' : 'primary'}
              unavailable={action.busy}
              onClick={() => void action.run(() => bridge.setPaused(paused))}
            >
              {label}
            </ActionButton>
          </div>
          <ActionProblem error={action.error} />
        </div>
      </section>
      <section class="connect" aria-labelledby="connect-heading">
        <h2 id="connect-heading">Connect a program</h2>
        <p>
          Run this in the shell that starts the program. AWS SDKs and the AWS CLI then ask Metafob, unless
          they find other credentials first. The slash at the end is needed.
        </p>
        <EnvironmentLine desktop={desktop} bridge={bridge} />
      </section>
    </>
  );
};
