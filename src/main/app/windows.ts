import { app, BrowserWindow, dialog, screen } from 'electron';
import Store from 'electron-store';
import type { Clock } from '../../core/ports.ts';
import { createDashboardWindow, type DashboardWindow } from '../windows/dashboard-window.ts';
import { createPromptWindow, type PromptWindow } from '../windows/prompt-window.ts';
import type { PageOptions } from '../windows/window-options.ts';

export interface WindowsOptions extends PageOptions {
  readonly clock: Clock;
  readonly dataDirectory: string;
  /** Picture of the window in the taskbar. */
  readonly icon: string;
  readonly isQuitting: () => boolean;
  readonly trayAvailable: () => boolean;
  readonly onPromptDismissed: () => void;
  readonly onFocusRefused: () => void;
  readonly onDashboardVisibility: () => void;
  readonly onProblem: (message: string) => void;
}

/** The two windows over Electron's classes. */
export function createWindows(options: WindowsOptions): {
  readonly prompt: PromptWindow;
  readonly dashboard: DashboardWindow;
} {
  const page: PageOptions = { preloadDirectory: options.preloadDirectory, devTools: options.devTools };
  const create = (wanted: Electron.BrowserWindowConstructorOptions) => new BrowserWindow(wanted);
  const remembered = new Store({ name: 'dashboard', cwd: options.dataDirectory, clearInvalidConfig: true });

  return {
    prompt: createPromptWindow({
      ...page,
      create,
      app,
      screen,
      platform: process.platform,
      clock: options.clock,
      isQuitting: options.isQuitting,
      onProblem: options.onProblem,
      onDismissed: options.onPromptDismissed,
      onFocusRefused: options.onFocusRefused,
    }),
    dashboard: createDashboardWindow({
      ...page,
      create,
      screen,
      icon: options.icon,
      storedBounds: () => remembered.get('bounds'),
      storeBounds: (bounds) => remembered.set('bounds', { ...bounds }),
      isQuitting: options.isQuitting,
      trayAvailable: options.trayAvailable,
      askWhatClosingMeans,
      onQuit: () => app.quit(),
      onVisibilityChanged: options.onDashboardVisibility,
      onProblem: options.onProblem,
    }),
  };
}

const closingAnswers = ['quit', 'keep-running', 'stay'] as const;

async function askWhatClosingMeans(window: BrowserWindow): Promise<(typeof closingAnswers)[number]> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'question',
    message: 'Quit Metafob?',
    detail:
      'This desktop shows no tray icons, so nothing will show that Metafob runs. Start it again to see this window.',
    buttons: ['Quit', 'Keep Running', 'Cancel'],
    defaultId: 1,
    cancelId: 2,
  });
  return closingAnswers[response] ?? 'stay';
}
