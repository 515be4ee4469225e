import type { Bridge } from '../bridge.ts';
import { PromptDialog } from '../code-prompt/prompt-dialog.tsx';
import { StartSessionDialog } from '../code-prompt/start-session-dialog.tsx';
import { Announcer } from '../components/announcer.tsx';
import { useAnnouncement } from '../hooks/use-announcement.ts';
import { useBridgeState } from '../hooks/use-bridge-state.ts';
import { useCodeRequest } from '../hooks/use-code-request.ts';
import { useNow } from '../hooks/use-now.ts';
import { usePageTitle } from '../hooks/use-page-title.ts';
import { currentPrompt, pageTitle } from '../view/prompt-text.ts';
import { ConnectSection } from './connect-section.tsx';
import { ConnectionBanner } from './connection-banner.tsx';
import { PageHeader } from './page-header.tsx';
import { ProfileList } from './profile-list.tsx';
import { Warnings } from './warnings.tsx';

/** The whole manage page, drawn from what the bridge publishes. */
export const ManagePage = ({ bridge }: { bridge: Bridge }) => {
  const { state, connection, clockOffsetMs } = useBridgeState(bridge);
  const now = useNow(clockOffsetMs);
  const announcement = useAnnouncement(state);
  const codeRequest = useCodeRequest(bridge, state);
  const prompt = currentPrompt(state?.prompts ?? []);
  usePageTitle(pageTitle(state));

  return (
    <>
      <PageHeader state={state} connection={connection} />
      <ConnectionBanner connection={connection} />
      <main>
        {state && <Warnings warnings={state.warnings} clockSkewMs={state.clockSkewMs} />}
        <ProfileList state={state} now={now} bridge={bridge} onStart={codeRequest.start} />
        <ConnectSection origin={location.origin} />
      </main>
      <Announcer text={announcement} />
      {prompt && (
        <PromptDialog
          key={prompt.id}
          prompt={prompt}
          total={state?.prompts.length ?? 1}
          bridge={bridge}
          now={now}
        />
      )}
      {!prompt && codeRequest.profile && (
        <StartSessionDialog
          key={codeRequest.profile.name}
          profile={codeRequest.profile}
          bridge={bridge}
          now={now}
          onClose={codeRequest.close}
        />
      )}
    </>
  );
};
