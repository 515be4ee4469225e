import type { PromptView, ViewState } from '../../shared/view-state.ts';

/** How many programs wait for the code; undefined when nobody does. */
export const waitingText = (waiting: number): string | undefined => {
  if (waiting <= 0) return undefined;
  return waiting === 1 ? '1 program is waiting' : `${waiting} programs are waiting`;
};

/** Who waits, and whether more codes are wanted after this one; undefined when there is nothing to say. */
export const promptNote = (prompt: PromptView, total: number): string | undefined => {
  const queue = total > 1 ? `${total} codes are wanted, one after another` : undefined;
  const parts = [waitingText(prompt.waiting), queue].filter((part) => part !== undefined);
  return parts.length === 0 ? undefined : parts.join(' · ');
};

/** The same in one short line. */
export const shortPromptNote = (prompt: PromptView, total: number): string | undefined => {
  const later = total > 1 ? `${total - 1} more after this` : undefined;
  const parts = [waitingText(prompt.waiting), later].filter((part) => part !== undefined);
  return parts.length === 0 ? undefined : parts.join(' · ');
};

const oldestFirst = (a: PromptView, b: PromptView): number => a.openedAt - b.openedAt;

/** The prompt to ask now: they are answered one after another, the oldest first. */
export const currentPrompt = (prompts: readonly PromptView[]): PromptView | undefined =>
  [...prompts].sort(oldestFirst)[0];

/** True when the person should be able to correct the serial number. */
export const serialNumberIsDoubtful = (prompt: PromptView): boolean =>
  prompt.serialNumberIsGuess || prompt.problem?.kind === 'wrong-serial';

/** The window title: says first that a code is wanted, for a tab in the background. */
export const pageTitle = (state: ViewState | undefined): string => {
  if (state === undefined) return 'Metafob';
  if (state.prompts.length > 0) return '● Code wanted – Metafob';
  return state.activeProfile === '' ? 'Metafob' : `${state.activeProfile} – Metafob`;
};
