import { useEffect } from 'preact/hooks';
import type { PromptApi } from '../../shared/ipc.ts';
import { answered } from '../desktop/answered.ts';

/** Tells main once per question that it is on the screen. A hidden window paints nothing, so it waits. */
export const useShownPrompt = (api: Pick<PromptApi, 'promptShown'>, promptId: string | undefined): void => {
  useEffect(() => {
    if (promptId === undefined) return;
    let timer: number | undefined;
    // A frame's callbacks run before it is painted; the first task after them, when it was.
    const frame = requestAnimationFrame(() => {
      timer = window.setTimeout(() => void answered(api.promptShown({ promptId })));
    });
    return () => {
      cancelAnimationFrame(frame);
      window.clearTimeout(timer);
    };
  }, [api, promptId]);
};
