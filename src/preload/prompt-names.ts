import type { WindowNames } from './window-api.ts';

export const promptNames: WindowNames<'prompt'> = {
  window: 'prompt',
  calls: {
    answerPrompt: true,
    chooseDevice: true,
    cancelPrompt: true,
    getState: true,
    getSettings: true,
    promptShown: true,
  },
  pushes: { state: true },
};
