import type { App, BrowserWindow, BrowserWindowConstructorOptions, Screen } from 'electron';
import type { Clock } from '../../core/ports.ts';
import { centredIn, clampedTo } from './placement.ts';
import {
  needsNotification,
  noPrompts,
  onPrompts,
  onWanted,
  type PromptDecision,
  type PromptFacts,
} from './prompt-policy.ts';
import { type PageOptions, pagePreferences, pageUrl } from './window-options.ts';

/** As high as the tallest question: it neither scrolls nor grows under the pointer. */
const size = { width: 360, height: 440 };
/** How long a desktop may take to give the keyboard to a window. */
const FOCUS_WITHIN_MS = 500;
/** Before a page that crashed is loaded again, lest one that always does keep the machine busy. */
const RELOAD_AFTER_MS = 1_000;

export interface PromptWindowParts extends PageOptions {
  readonly create: (options: BrowserWindowConstructorOptions) => BrowserWindow;
  readonly app: Pick<App, 'focus'>;
  readonly screen: Pick<
    Screen,
    'getCursorScreenPoint' | 'getDisplayNearestPoint' | 'getDisplayMatching' | 'on'
  >;
  readonly platform: NodeJS.Platform;
  readonly clock: Clock;
  readonly isQuitting: () => boolean;
  /** The page could not be loaded or has crashed; for the log. */
  readonly onProblem: (message: string) => void;
  /** The user closed the window: nobody will answer. */
  readonly onDismissed: () => void;
  /** The desktop did not give it the keyboard. */
  readonly onFocusRefused: () => void;
}

export interface PromptWindow {
  /** The questions that are open now, by id. */
  update(prompts: readonly string[]): void;
  /** Brings the window forward because the user asked; does nothing when there is no question. */
  present(): void;
  isFocused(): boolean;
  webContents(): Electron.WebContents | undefined;
}

/**
 * The pop-up. It is made when the app starts and stays hidden until it is needed, so that it comes within the
 * blink of an eye; a page that crashed is made anew.
 */
export function createPromptWindow(parts: PromptWindowParts): PromptWindow {
  const { screen, clock, platform } = parts;
  let prompts: readonly string[] = [];
  let memory = noPrompts;
  let window = open();
  let cancelFocusCheck: (() => void) | undefined;

  function open(): BrowserWindow {
    const made = parts.create(windowOptions(parts));
    made.setContentProtection(true);
    made.setMenuBarVisibility(false);
    made.setAlwaysOnTop(true, 'floating');
    made.setVisibleOnAllWorkspaces(true, {
      visibleOnFullScreen: true,
      // The app never has a Dock icon, so there is nothing to transform, and no flicker.
      skipTransformProcessType: true,
    });
    made.on('close', (event) => {
      // When the system goes down, a window that stays would keep it up.
      if (parts.isQuitting()) return;
      event.preventDefault();
      made.hide();
      parts.onDismissed();
    });
    made.on('focus', () => made.flashFrame(false));
    made.webContents.on('render-process-gone', (_event, { reason }) => {
      parts.onProblem(`the page of the prompt window is gone: ${reason}`);
      made.destroy();
      window = open();
      clock.at(clock.now() + RELOAD_AFTER_MS, () => {
        load(window);
        apply(onPrompts(noPrompts, facts()));
      });
    });
    return made;
  }

  function load(made: BrowserWindow): void {
    if (!made.isDestroyed()) made.loadURL(pageUrl('prompt')).catch((error) => parts.onProblem(String(error)));
  }

  const facts = (): PromptFacts => ({
    prompts,
    visible: !window.isDestroyed() && window.isVisible(),
    focused: !window.isDestroyed() && window.isFocused(),
  });

  function apply(decision: PromptDecision): void {
    if (window.isDestroyed()) return;
    memory = decision.memory;
    switch (decision.action) {
      case 'nothing':
        return;
      case 'hide':
        cancelFocusCheck?.();
        window.flashFrame(false);
        window.hide();
        return;
      case 'flash':
        window.flashFrame(true);
        return;
      case 'present':
        bringForward();
    }
  }

  function bringForward(): void {
    if (!window.isVisible()) {
      const { workArea } = screen.getDisplayNearestPoint(screen.getCursorScreenPoint());
      window.setBounds(centredIn(workArea, window.getBounds()));
    }
    window.show();
    // An app without a Dock icon is not active by itself on macOS.
    if (platform === 'darwin') parts.app.focus({ steal: true });
    window.focus();
    cancelFocusCheck?.();
    cancelFocusCheck = clock.at(clock.now() + FOCUS_WITHIN_MS, () => {
      if (window.isDestroyed() || !needsNotification(facts())) return;
      window.flashFrame(true);
      parts.onFocusRefused();
    });
  }

  load(window);
  screen.on('display-metrics-changed', () => {
    if (window.isDestroyed() || !window.isVisible()) return;
    const bounds = window.getBounds();
    window.setBounds(clampedTo(screen.getDisplayMatching(bounds).workArea, bounds));
  });

  return {
    update(now) {
      prompts = now;
      apply(onPrompts(memory, facts()));
    },
    present: () => apply(onWanted(facts())),
    isFocused: () => facts().visible && facts().focused,
    webContents: () => (window.isDestroyed() ? undefined : window.webContents),
  };
}

const windowOptions = (parts: PromptWindowParts): BrowserWindowConstructorOptions => ({
  ...size,
  useContentSize: true,
  show: false,
  title: 'Metafob',
  resizable: false,
  minimizable: false,
  maximizable: false,
  fullscreenable: false,
  // Linux desktops without a tray would lose it among other windows.
  skipTaskbar: parts.platform !== 'linux',
  webPreferences: pagePreferences('prompt', parts),
});
