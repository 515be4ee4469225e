import type { PromptApi } from '../../shared/ipc.ts';
import type { Connection, PromptBridge } from '../bridge.ts';
import { Mark } from '../components/mark.tsx';
import { useBridgeState } from '../hooks/use-bridge-state.ts';
import { useNow } from '../hooks/use-now.ts';
import { usePageTitle } from '../hooks/use-page-title.ts';
import { currentPrompt } from '../view/prompt-text.ts';
import { PromptQuestion } from './prompt-question.tsx';
import { useShownPrompt } from './use-shown-prompt.ts';
import { useTimesHidden } from './use-times-hidden.ts';

const NoQuestion = ({ connection }: { connection: Connection }) => (
  <main class="prompt-window no-question">
    <Mark />
    <h1>No code is wanted</h1>
    <p role="status">
      {connection === 'lost'
        ? 'Metafob did not answer this window. Quit Metafob and start it again.'
        : 'This window comes back when a program needs one.'}
    </p>
  </main>
);

interface PromptPageProps {
  readonly bridge: PromptBridge;
  readonly api: Pick<PromptApi, 'getSettings' | 'promptShown'>;
}

/** The pop-up window: the oldest question for a code, or for a moment before it closes, none. */
export const PromptPage = ({ bridge, api }: PromptPageProps) => {
  const { state, connection, clockOffsetMs } = useBridgeState(bridge);
  const now = useNow(clockOffsetMs);
  const timesHidden = useTimesHidden();
  const prompt = currentPrompt(state?.prompts ?? []);
  useShownPrompt(api, prompt?.id);
  usePageTitle(prompt === undefined ? 'Metafob' : `Code for ${prompt.profile} – Metafob`);

  // Nothing for the moment until the state is there: “no code is wanted” would be wrong.
  if (state === undefined && connection === 'connected') return null;
  if (prompt === undefined) return <NoQuestion connection={connection} />;
  return (
    // Made anew each time the window was hidden, so that what was typed is forgotten.
    <PromptQuestion
      key={`${prompt.id} ${timesHidden}`}
      prompt={prompt}
      total={state?.prompts.length ?? 1}
      bridge={bridge}
      api={api}
      now={now}
    />
  );
};
