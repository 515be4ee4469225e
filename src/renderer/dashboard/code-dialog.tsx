import type { ViewState } from '../../shared/view-state.ts';
import type { Bridge } from '../bridge.ts';
import { PromptDialog } from '../code-prompt/prompt-dialog.tsx';
import { StartSessionDialog } from '../code-prompt/start-session-dialog.tsx';
import type { CodeRequests } from '../hooks/use-code-request.ts';
import { currentPrompt } from '../view/prompt-text.ts';

interface CodeDialogProps {
  readonly state: ViewState;
  readonly bridge: Bridge;
  readonly now: number;
  readonly codeRequest: CodeRequests;
}

/** The question for a code in front of the window: of a program first, then of the user's own session. */
export const CodeDialog = ({ state, bridge, now, codeRequest }: CodeDialogProps) => {
  const { prompts } = state;
  const prompt = currentPrompt(prompts);
  const { profile, close } = codeRequest;
  if (prompt) {
    return <PromptDialog key={prompt.id} prompt={prompt} total={prompts.length} bridge={bridge} now={now} />;
  }
  if (!profile) return null;
  return (
    <StartSessionDialog key={profile.name} profile={profile} bridge={bridge} now={now} onClose={close} />
  );
};
