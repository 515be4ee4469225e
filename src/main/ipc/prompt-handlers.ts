import type { Engine } from '../../core/engine.ts';
import type { Settings } from '../../shared/settings.ts';
import { answer, done } from './outcome.ts';
import { promptCalls } from './prompt-calls.ts';

export interface PromptHandlerParts {
  readonly engine: Engine;
  readonly settings: () => Settings;
  /** The question is on the screen. */
  readonly onShown: (promptId: string) => void;
}

/** What the pop-up may ask for. */
export const promptHandlers = ({ engine, settings, onShown }: PromptHandlerParts) => ({
  ...promptCalls(engine),
  getState: () => answer(engine.view()),
  getSettings: () => answer(settings()),
  promptShown({ promptId }: { promptId: string }) {
    onShown(promptId);
    return done;
  },
});
