import type { PromptView } from '../../shared/view-state.ts';
import type { PromptBridge } from '../bridge.ts';
import { useAction } from './use-action.ts';

export interface PromptAnswer {
  /** True while a code is being checked. */
  readonly busy: boolean;
  /** Why the last code was refused. */
  readonly problem: string | undefined;
  readonly nextCodeAt: number | undefined;
  answer(code: string): void;
  choose(serialNumber: string): void;
  cancel(): void;
}

/** The answers that a person can give to a prompt, and what became of the last one. */
export const usePromptAnswer = (bridge: PromptBridge, prompt: PromptView): PromptAnswer => {
  const { busy, error, run } = useAction();
  return {
    busy: busy || prompt.checking,
    problem: error?.message ?? prompt.problem?.message,
    nextCodeAt: prompt.nextCodeAt ?? error?.nextCodeAt,
    answer: (code) => void run(() => bridge.answerPrompt(prompt.id, code)),
    choose: (serialNumber) => void run(() => bridge.chooseDevice(prompt.id, serialNumber)),
    cancel: () => void run(() => bridge.cancelPrompt(prompt.id)),
  };
};
