import type { LaunchWish } from './command-line.ts';

/** What to put on the screen for a launch. */
export type LaunchAction = 'nothing' | 'open-dashboard' | 'enter-code' | 'quit';

/** The first launch: nothing but the tray, unless there is none or the user is new here. */
export function firstLaunch(
  wish: LaunchWish,
  facts: { readonly firstRunDone: boolean; readonly trayAvailable: boolean },
): LaunchAction {
  switch (wish) {
    case 'quit':
      return 'quit';
    case 'prompt':
      return 'enter-code';
    case 'show':
      return 'open-dashboard';
    case 'hidden':
      return 'nothing';
    case 'ordinary':
      return facts.firstRunDone && facts.trayAvailable ? 'nothing' : 'open-dashboard';
  }
}

/** A launch while the app runs: whoever starts it again is looking for it. */
export function laterLaunch(wish: LaunchWish): LaunchAction {
  return wish === 'ordinary'
    ? 'open-dashboard'
    : firstLaunch(wish, { firstRunDone: true, trayAvailable: true });
}
