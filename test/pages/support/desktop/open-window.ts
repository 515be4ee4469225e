import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import type { DesktopView, WindowName } from '../../../../src/shared/ipc.ts';
import type { ViewState } from '../../../../src/shared/view-state.ts';
import { collectComplaints } from '../complaints.ts';
import { testNow } from '../states.ts';
import { desktopView } from './desktop-states.ts';
import { FakeMain } from './fake-main.ts';

/** Content sizes of the windows in CSS pixels. The prompt's is fixed. */
export const windowSizes: Readonly<Record<WindowName, { readonly width: number; readonly height: number }>> =
  {
    prompt: { width: 360, height: 440 },
    dashboard: { width: 960, height: 680 },
  };

export interface OpenWindowOptions extends BrowserContextOptions {
  readonly desktop?: Partial<DesktopView>;
  /** Such as `#settings`. */
  readonly hash?: string;
  /** Prepares the fake main process before the page asks anything. */
  readonly prepare?: (main: FakeMain) => void;
  /** The test moves time by `page.clock`; without it only `Date` stands still. */
  readonly controlTimers?: boolean;
}

export interface OpenWindow {
  readonly context: BrowserContext;
  readonly page: Page;
  readonly main: FakeMain;
  /** Errors of the page and breaches of its content security policy. */
  readonly complaints: readonly string[];
}

/** Opens the built page of a desktop window, served at `url`, with a fake `window.metafob`. */
export const openWindow = async (
  browser: Browser,
  url: string,
  name: WindowName,
  state: ViewState,
  { desktop = {}, hash = '', prepare, controlTimers = false, ...contextOptions }: OpenWindowOptions = {},
): Promise<OpenWindow> => {
  const context = await browser.newContext({
    timezoneId: 'UTC',
    locale: 'en-GB',
    reducedMotion: 'reduce',
    viewport: windowSizes[name],
    permissions: ['clipboard-read', 'clipboard-write'],
    ...contextOptions,
  });
  context.setDefaultTimeout(10_000);
  const page = await context.newPage();
  const complaints = await collectComplaints(page);
  if (controlTimers) await page.clock.install({ time: testNow });
  else await page.clock.setFixedTime(testNow);
  const main = new FakeMain(name, page, state, desktopView(desktop));
  prepare?.(main);
  await main.install();
  await page.goto(`${url}/${name}/index.html${hash}`);
  return { context, page, main, complaints };
};
