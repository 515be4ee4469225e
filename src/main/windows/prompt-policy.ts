/**
 * When the pop-up comes, and when it takes the keyboard: once for each question. A window that the user left
 * for another one is not raised again; the system only marks it.
 */

/** What was done about the questions that are open. */
export interface PromptMemory {
  /** Questions that were brought before the user. */
  readonly presented: readonly string[];
}

export interface PromptFacts {
  /** Ids of the open questions. */
  readonly prompts: readonly string[];
  readonly visible: boolean;
  readonly focused: boolean;
}

/**
 * `present`: show the window and ask for the keyboard. `flash`: mark the window, which is behind others.
 * `hide`: take it away.
 */
export type PromptAction = 'nothing' | 'present' | 'flash' | 'hide';

export interface PromptDecision {
  readonly memory: PromptMemory;
  readonly action: PromptAction;
}

export const noPrompts: PromptMemory = { presented: [] };

/** After the questions changed. */
export function onPrompts({ presented }: PromptMemory, facts: PromptFacts): PromptDecision {
  const { prompts, visible, focused } = facts;
  if (prompts.length === 0) return { memory: noPrompts, action: visible ? 'hide' : 'nothing' };
  const isNew = prompts.some((id) => !presented.includes(id));
  const memory = { presented: prompts };
  if (!isNew) return { memory, action: 'nothing' };
  if (!visible) return { memory, action: 'present' };
  return { memory, action: focused ? 'nothing' : 'flash' };
}

/** The user asked for the window: from the tray, a notification, the shortcut or a second launch. */
export const onWanted = (facts: PromptFacts): PromptDecision => ({
  memory: { presented: facts.prompts },
  action: facts.prompts.length === 0 ? 'nothing' : 'present',
});

/** A moment after it was presented: desktops may refuse the keyboard, so the user is told another way. */
export const needsNotification = ({ prompts, visible, focused }: PromptFacts): boolean =>
  prompts.length > 0 && !(visible && focused);
