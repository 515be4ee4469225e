import type { GlobalShortcut } from 'electron';

export interface Shortcut {
  /** Takes the place of the one before; undefined: none. */
  apply(accelerator: string | undefined): void;
  /** Why it does not work, in a sentence. */
  problem(): string | undefined;
}

/** The keys that open the question for a code from anywhere. */
export function createShortcut(
  globalShortcut: Pick<GlobalShortcut, 'register' | 'unregister'>,
  onPressed: () => void,
): Shortcut {
  let registered: string | undefined;
  let problem: string | undefined;

  const register = (accelerator: string): string | undefined => {
    try {
      if (globalShortcut.register(accelerator, onPressed)) return undefined;
      return `The system did not give the shortcut ${accelerator} to Metafob: another program may use it. Choose another, or bind “metafob-desktop --prompt” in the settings of your desktop.`;
    } catch {
      return `${accelerator} is not a shortcut. Name it like CommandOrControl+Alt+M.`;
    }
  };

  return {
    apply(accelerator) {
      if (registered !== undefined) globalShortcut.unregister(registered);
      registered = undefined;
      problem = accelerator === undefined ? undefined : register(accelerator);
      if (problem === undefined) registered = accelerator;
    },
    problem: () => problem,
  };
}
