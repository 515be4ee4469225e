import type { Engine } from '../../core/engine.ts';
import { done, refuse, settled } from './outcome.ts';

const gone = refuse('not-found', 'This question was answered or withdrawn already.');

/** The calls about a question for a code, which both windows have. */
export function promptCalls(engine: Engine) {
  const isPending = (promptId: string): boolean => engine.view().prompts.some(({ id }) => id === promptId);

  return {
    answerPrompt: async ({ promptId, code }: { promptId: string; code: string }) =>
      isPending(promptId) ? settled(await engine.answerPrompt(promptId, code)) : gone,

    chooseDevice: ({ promptId, serialNumber }: { promptId: string; serialNumber: string }) =>
      isPending(promptId) ? settled(engine.chooseDevice(promptId, serialNumber)) : gone,

    cancelPrompt({ promptId }: { promptId: string }) {
      // Gone is what was wanted.
      if (isPending(promptId)) engine.cancelPrompt(promptId);
      return done;
    },
  };
}
