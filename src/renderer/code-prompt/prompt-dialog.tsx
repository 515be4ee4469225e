import type { PromptView } from '../../shared/view-state.ts';
import type { Bridge } from '../bridge.ts';
import { Facts } from '../components/facts.tsx';
import { usePromptAnswer } from '../hooks/use-prompt-answer.ts';
import { promptFacts } from '../view/prompt-facts.ts';
import { promptNote, serialNumberIsDoubtful } from '../view/prompt-text.ts';
import { CodeForm } from './code-form.tsx';
import { DevicePicker } from './device-picker.tsx';
import { Modal } from './modal.tsx';
import { SerialNumberForm } from './serial-number-form.tsx';

interface PromptDialogProps {
  readonly prompt: PromptView;
  /** How many prompts are open, this one included. */
  readonly total: number;
  readonly bridge: Bridge;
  readonly now: number;
}

/** Asks for the code of a prompt that a program caused. Goes away with the prompt. */
export const PromptDialog = ({ prompt, total, bridge, now }: PromptDialogProps) => {
  const { busy, problem, nextCodeAt, answer, choose, cancel } = usePromptAnswer(bridge, prompt);
  const note = promptNote(prompt, total);

  return (
    <Modal heading={`Code for ${prompt.profile}`} descriptionId="prompt-facts" onCancel={cancel}>
      {note !== undefined && <p class="modal-note">{note}</p>}
      <Facts id="prompt-facts" facts={promptFacts(prompt)} />
      {prompt.devices.length > 1 && (
        <DevicePicker devices={prompt.devices} chosen={prompt.serialNumber} onChoose={choose} />
      )}
      <CodeForm
        busy={busy}
        problem={problem}
        nextCodeAt={nextCodeAt}
        now={now}
        onSubmit={answer}
        onCancel={cancel}
      />
      {serialNumberIsDoubtful(prompt) && (
        <SerialNumberForm
          key={prompt.serialNumber}
          serialNumber={prompt.serialNumber}
          isGuess={prompt.serialNumberIsGuess}
          onChoose={choose}
        />
      )}
    </Modal>
  );
};
