import type { BrowserWindow, BrowserWindowConstructorOptions, Screen } from 'electron';
import { onDashboardClose } from './close-policy.ts';
import { dashboardBounds } from './dashboard-bounds.ts';
import type { Rectangle } from './placement.ts';
import { type PageOptions, pagePreferences, pageUrl } from './window-options.ts';

export interface DashboardWindowParts extends PageOptions {
  readonly create: (options: BrowserWindowConstructorOptions) => BrowserWindow;
  readonly screen: Pick<Screen, 'getPrimaryDisplay' | 'getDisplayMatching'>;
  readonly icon?: string;
  /** Where the window was; of any shape. */
  readonly storedBounds: () => unknown;
  readonly storeBounds: (bounds: Rectangle) => void;
  readonly isQuitting: () => boolean;
  readonly trayAvailable: () => boolean;
  /** Nothing but this window shows that the app runs: quit, keep it running, or leave the window open? */
  readonly askWhatClosingMeans: (window: BrowserWindow) => Promise<'quit' | 'keep-running' | 'stay'>;
  readonly onQuit: () => void;
  readonly onVisibilityChanged: () => void;
  /** The page could not be loaded or has crashed; for the log. */
  readonly onProblem: (message: string) => void;
}

export interface DashboardWindow {
  /** Shows the window, made anew if need be; `view` is one of its pages' names, such as `settings`. */
  open(view?: string): void;
  isVisible(): boolean;
  webContents(): Electron.WebContents | undefined;
}

/** The dashboard. It exists only while it is open; the app lives on without it. */
export function createDashboardWindow(parts: DashboardWindowParts): DashboardWindow {
  let window: BrowserWindow | undefined;

  function make(): BrowserWindow {
    const { screen } = parts;
    const made = parts.create({
      ...dashboardBounds(parts.storedBounds(), {
        primary: screen.getPrimaryDisplay().workArea,
        matching: (bounds) => screen.getDisplayMatching(bounds).workArea,
      }),
      minWidth: 480,
      minHeight: 400,
      show: false,
      title: 'Metafob',
      ...(parts.icon === undefined ? {} : { icon: parts.icon }),
      webPreferences: pagePreferences('dashboard', parts),
    });
    made.setContentProtection(true);
    made.setMenuBarVisibility(false);
    made.once('ready-to-show', () => made.show());
    made.on('close', (event) => {
      parts.storeBounds(made.getBounds());
      const facts = { quitting: parts.isQuitting(), trayAvailable: parts.trayAvailable() };
      if (onDashboardClose(facts) === 'close') return;
      event.preventDefault();
      void parts.askWhatClosingMeans(made).then((answer) => {
        if (answer === 'keep-running') made.destroy();
        if (answer === 'quit') parts.onQuit();
      });
    });
    made.on('closed', () => {
      window = undefined;
      parts.onVisibilityChanged();
    });
    made.on('show', parts.onVisibilityChanged);
    made.on('hide', parts.onVisibilityChanged);
    made.webContents.on('render-process-gone', (_event, { reason }) => {
      parts.onProblem(`the page of the dashboard is gone: ${reason}`);
      made.destroy();
    });
    return made;
  }

  return {
    open(view) {
      const isNew = window === undefined;
      window ??= make();
      if (isNew || view !== undefined) {
        const url = view === undefined ? pageUrl('dashboard') : `${pageUrl('dashboard')}#${view}`;
        window.loadURL(url).catch((error) => parts.onProblem(String(error)));
      }
      if (isNew) return;
      window.show();
      window.focus();
    },
    isVisible: () => window?.isVisible() ?? false,
    webContents: () => (window === undefined || window.isDestroyed() ? undefined : window.webContents),
  };
}
