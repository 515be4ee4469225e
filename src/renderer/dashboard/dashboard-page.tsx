import type { Bridge } from '../bridge.ts';
import { SubmitOnSixthDigit } from '../code-prompt/submit-on-sixth-digit.ts';
import { Announcer } from '../components/announcer.tsx';
import type { DesktopBridge } from '../desktop/desktop-bridge.ts';
import { useAnnouncement } from '../hooks/use-announcement.ts';
import { useBridgeState } from '../hooks/use-bridge-state.ts';
import { useCodeRequest } from '../hooks/use-code-request.ts';
import { useNow } from '../hooks/use-now.ts';
import { usePageTitle } from '../hooks/use-page-title.ts';
import { pageTitle } from '../view/prompt-text.ts';
import { CodeDialog } from './code-dialog.tsx';
import { Dashboard } from './dashboard.tsx';
import type { DashboardState } from './dashboard-state.ts';
import { FirstRun } from './first-run/first-run.tsx';
import { useDesktop } from './use-desktop.ts';

const NotThere = ({ lost }: { lost: boolean }) => (
  <main class="not-there">
    <h1>Metafob</h1>
    <p role="status">
      {lost ? 'Metafob did not answer this window. Quit Metafob and start it again.' : 'Starting…'}
    </p>
  </main>
);

interface DashboardPageProps {
  readonly bridge: Bridge;
  readonly desktopBridge: DesktopBridge;
}

/** The dashboard window: the first run until it is done, then the views; and the question for a code. */
export const DashboardPage = ({ bridge, desktopBridge }: DashboardPageProps) => {
  const { state, connection, clockOffsetMs } = useBridgeState(bridge);
  const desktop = useDesktop(desktopBridge);
  const now = useNow(clockOffsetMs);
  const announcement = useAnnouncement(state);
  const codeRequest = useCodeRequest(bridge, state);
  usePageTitle(pageTitle(state));

  if (state === undefined || desktop === undefined) return <NotThere lost={connection === 'lost'} />;
  const current: DashboardState = { state, desktop, now };
  return (
    <SubmitOnSixthDigit.Provider value={desktop.settings.submitOnSixthDigit}>
      {desktop.settings.firstRunDone ? (
        <Dashboard
          current={current}
          bridge={bridge}
          desktopBridge={desktopBridge}
          onStart={codeRequest.start}
        />
      ) : (
        <FirstRun current={current} desktopBridge={desktopBridge} />
      )}
      <Announcer text={announcement} />
      <CodeDialog state={state} bridge={bridge} now={now} codeRequest={codeRequest} />
    </SubmitOnSixthDigit.Provider>
  );
};
