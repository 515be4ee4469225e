import { useState } from 'preact/hooks';
import type { PromptApi } from '../../shared/ipc.ts';
import type { PromptView } from '../../shared/view-state.ts';
import type { PromptBridge } from '../bridge.ts';
import { CodeForm } from '../code-prompt/code-form.tsx';
import { SubmitOnSixthDigit } from '../code-prompt/submit-on-sixth-digit.ts';
import { Facts } from '../components/facts.tsx';
import { Mark } from '../components/mark.tsx';
import { usePromptAnswer } from '../hooks/use-prompt-answer.ts';
import { shortPromptFacts } from '../view/prompt-facts.ts';
import { serialNumberIsDoubtful, shortPromptNote } from '../view/prompt-text.ts';
import { DeviceCorrection } from './device-correction.tsx';
import { DeviceSelect } from './device-select.tsx';
import { useEscape } from './use-escape.ts';
import { useSubmitOnSixthDigit } from './use-submit-on-sixth-digit.ts';

interface PromptQuestionProps {
  readonly prompt: PromptView;
  /** How many prompts are open, this one included. */
  readonly total: number;
  readonly bridge: PromptBridge;
  readonly api: Pick<PromptApi, 'getSettings'>;
  readonly now: number;
}

interface Choice {
  readonly view: 'code' | 'device';
  /** Holds for this device only: another one starts afresh. */
  readonly serialNumber: string;
}

const currentView = (prompt: PromptView, choice: Choice | undefined): Choice['view'] => {
  if (choice?.serialNumber === prompt.serialNumber) return choice.view;
  return prompt.problem?.kind === 'wrong-serial' ? 'device' : 'code';
};

/**
 * One question in the pop-up window. The window has a fixed size, so a wrong serial number is corrected in
 * place of the code, not below it.
 */
export const PromptQuestion = ({ prompt, total, bridge, api, now }: PromptQuestionProps) => {
  const { busy, problem, nextCodeAt, answer, choose, cancel } = usePromptAnswer(bridge, prompt);
  const [choice, setChoice] = useState<Choice>();
  const submitOnSixthDigit = useSubmitOnSixthDigit(api);
  const note = shortPromptNote(prompt, total);
  // Told where it is corrected; back at the code it would be old news.
  const wrongDevice = prompt.problem?.kind === 'wrong-serial';
  const { serialNumber } = prompt;
  useEscape(cancel);

  return (
    <main class="prompt-window">
      <div class="prompt-heading">
        <Mark />
        <h1 title={prompt.profile}>Code for {prompt.profile}</h1>
      </div>
      {currentView(prompt, choice) === 'device' ? (
        <DeviceCorrection
          key={serialNumber}
          serialNumber={serialNumber}
          isGuess={prompt.serialNumberIsGuess}
          problem={problem}
          onChoose={(corrected) => {
            setChoice({ view: 'code', serialNumber: corrected });
            choose(corrected);
          }}
          onBack={() => setChoice({ view: 'code', serialNumber })}
        />
      ) : (
        <SubmitOnSixthDigit.Provider value={submitOnSixthDigit}>
          {note !== undefined && <p class="prompt-note">{note}</p>}
          <Facts facts={shortPromptFacts(prompt)} />
          {prompt.devices.length > 1 && (
            <DeviceSelect devices={prompt.devices} chosen={serialNumber} onChoose={choose} />
          )}
          {serialNumberIsDoubtful(prompt) && (
            <button
              type="button"
              class="link beside-label"
              onClick={() => setChoice({ view: 'device', serialNumber })}
            >
              Not this device?
            </button>
          )}
          <CodeForm
            busy={busy}
            problem={wrongDevice ? undefined : problem}
            nextCodeAt={nextCodeAt}
            now={now}
            onSubmit={answer}
            onCancel={cancel}
          />
        </SubmitOnSixthDigit.Provider>
      )}
    </main>
  );
};
