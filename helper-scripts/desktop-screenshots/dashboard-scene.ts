import type { Page } from 'playwright-core';
import type { DesktopView, WindowName } from '../../src/shared/ipc.ts';
import type { ViewState } from '../../src/shared/view-state.ts';
import { logLines } from '../../test/pages/support/desktop/desktop-states.ts';
import type { FakeMain } from '../../test/pages/support/desktop/fake-main.ts';
import type { OpenWindowOptions } from '../../test/pages/support/desktop/open-window.ts';
import { states } from '../../test/pages/support/states.ts';

/** A window in one of its states. */
export interface DesktopScene {
  /** For the name of the file. */
  readonly name: string;
  readonly window: WindowName;
  readonly state: ViewState;
  readonly options?: OpenWindowOptions;
  /** Brings the window there. */
  readonly play?: (page: Page) => Promise<void>;
}

export interface DashboardSceneOptions {
  readonly state?: ViewState;
  readonly desktop?: Partial<DesktopView>;
  /** The smallest size that the window can be given, instead of its first one. */
  readonly smallest?: boolean;
  /** What the main process knows and answers. */
  readonly prepare?: (main: FakeMain) => void;
  readonly play?: (page: Page) => Promise<void>;
}

/** As `dashboard-window.ts` limits it. */
const smallestSize = { width: 480, height: 400 };

/** @param hash of the view, such as `#settings` */
export const dashboardScene = (
  name: string,
  hash: string,
  { state = states.active, desktop = {}, smallest = false, prepare, play }: DashboardSceneOptions = {},
): DesktopScene => ({
  name,
  window: 'dashboard',
  state,
  options: {
    hash,
    desktop,
    ...(smallest && { viewport: smallestSize }),
    prepare: (main) => {
      main.log = logLines;
      prepare?.(main);
    },
  },
  ...(play === undefined ? {} : { play }),
});
