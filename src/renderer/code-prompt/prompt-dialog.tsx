import type { PromptView } from '../../shared/view-state.ts';
import type { Bridge } from '../bridge.ts';
import { type Fact, Facts } from '../components/facts.tsx';
import { useAction } from '../hooks/use-action.ts';
import { deviceName } from '../view/aws-names.ts';
import { serialNumberIsDoubtful, waitingText } from '../view/prompt-text.ts';
import { CodeForm } from './code-form.tsx';
import { DevicePicker } from './device-picker.tsx';
import { Modal } from './modal.tsx';
import { SerialNumberForm } from './serial-number-form.tsx';

const promptFacts = (prompt: PromptView): readonly Fact[] => [
  ...(prompt.profiles.length > 1 ? [{ term: 'Profiles', value: prompt.profiles.join(', ') }] : []),
  ...(prompt.accountId === undefined ? [] : [{ term: 'Account', value: prompt.accountId }]),
  ...(prompt.userName === undefined ? [] : [{ term: 'User', value: prompt.userName }]),
  ...(prompt.devices.length > 1
    ? []
    : [{ term: 'MFA device', value: deviceName(prompt.serialNumber), title: prompt.serialNumber }]),
];

interface PromptDialogProps {
  readonly prompt: PromptView;
  /** How many prompts are open, this one included. */
  readonly total: number;
  readonly bridge: Bridge;
  readonly now: number;
}

/** Asks for the code of a prompt that a program caused. Goes away with the prompt. */
export const PromptDialog = ({ prompt, total, bridge, now }: PromptDialogProps) => {
  const action = useAction();
  const choose = (serialNumber: string): void =>
    void action.run(() => bridge.chooseDevice(prompt.id, serialNumber));
  const waiting = waitingText(prompt.waiting);

  return (
    <Modal
      heading={`Code for ${prompt.profile}`}
      descriptionId="prompt-facts"
      onCancel={() => void action.run(() => bridge.cancelPrompt(prompt.id))}
    >
      {(waiting !== undefined || total > 1) && (
        <p class="modal-note">
          {[waiting, total > 1 ? `${total} codes are wanted, one after another` : undefined]
            .filter((part) => part !== undefined)
            .join(' · ')}
        </p>
      )}
      <Facts id="prompt-facts" facts={promptFacts(prompt)} />
      {prompt.devices.length > 1 && (
        <DevicePicker devices={prompt.devices} chosen={prompt.serialNumber} onChoose={choose} />
      )}
      <CodeForm
        busy={action.busy || prompt.checking}
        problem={action.error?.message ?? prompt.problem?.message}
        nextCodeAt={prompt.nextCodeAt ?? action.error?.nextCodeAt}
        now={now}
        onSubmit={(code) => void action.run(() => bridge.answerPrompt(prompt.id, code))}
        onCancel={() => void action.run(() => bridge.cancelPrompt(prompt.id))}
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
