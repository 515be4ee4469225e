import type { ActionResult } from '../bridge.ts';

const noAnswer: ActionResult<never> = {
  ok: false,
  error: {
    kind: 'unknown',
    message: 'Metafob did not answer this window. Quit Metafob and start it again.',
  },
};

/**
 * The answer of a call to the main process. Errors come as values; a rejection means that the call itself did
 * not work, and becomes a value as well.
 */
export const answered = async <Value>(answer: Promise<ActionResult<Value>>): Promise<ActionResult<Value>> => {
  try {
    return await answer;
  } catch {
    return noAnswer;
  }
};
