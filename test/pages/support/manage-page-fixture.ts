import { rm } from 'node:fs/promises';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import type { ViewState } from '../../../src/shared/view-state.ts';
import { launchBrowser } from './browser.ts';
import { buildPages } from './build-pages.ts';
import { collectComplaints } from './complaints.ts';
import { FakeManageServer } from './fake-manage-server.ts';
import { ManagePageDriver } from './manage-page-driver.ts';
import { testNow } from './states.ts';

export interface OpenManagePage {
  readonly server: FakeManageServer;
  readonly page: Page;
  readonly driver: ManagePageDriver;
}

export interface OpenOptions extends BrowserContextOptions {
  /** The computer's own time; the fixed time of the tests by default. */
  readonly localTime?: number;
  /** The test moves time by `page.clock`; without it only `Date` stands still. */
  readonly controlTimers?: boolean;
}

const warmUpMs = 60_000;

/** Sets the page's clock before it is opened; with controlled timers, early enough for it to start up. */
const setTime = (page: Page, { localTime = testNow, controlTimers = false }: OpenOptions): Promise<void> =>
  controlTimers ? page.clock.install({ time: localTime - warmUpMs }) : page.clock.setFixedTime(localTime);

/** Stops the clock at the local time and lets the page's ticking start anew from there. */
const takeTimers = async (driver: ManagePageDriver, localTime = testNow): Promise<void> => {
  await driver.page.clock.pauseAt(localTime);
  await driver.setVisibility('visible');
};

/**
 * The built page in Chromium, one context and one fake server per call. After each test everything is closed,
 * and the test fails if a page broke its content security policy or threw.
 */
export const useManagePage = (): ((state: ViewState, options?: OpenOptions) => Promise<OpenManagePage>) => {
  let pages: string;
  let browser: Browser;
  let opened: { context: BrowserContext; server: FakeManageServer; complaints: readonly string[] }[] = [];

  beforeAll(async () => {
    pages = await buildPages();
    browser = await launchBrowser();
  });

  afterEach(async () => {
    const complaints = opened.flatMap((one) => one.complaints);
    for (const { context, server } of opened) {
      await context.close();
      await server.stop();
    }
    opened = [];
    expect(complaints).toEqual([]);
  });

  afterAll(async () => {
    await browser.close();
    await rm(pages, { recursive: true });
  });

  return async (state, options = {}) => {
    const { localTime: _localTime, controlTimers: _controlTimers, ...contextOptions } = options;
    const server = new FakeManageServer(pages, state);
    await server.start();
    const context = await browser.newContext({
      timezoneId: 'UTC',
      locale: 'en-GB',
      reducedMotion: 'reduce',
      viewport: { width: 1000, height: 720 },
      permissions: ['clipboard-read', 'clipboard-write'],
      ...contextOptions,
    });
    context.setDefaultTimeout(10_000);
    const page = await context.newPage();
    const complaints = await collectComplaints(page);
    opened.push({ context, server, complaints });
    await setTime(page, options);
    const driver = new ManagePageDriver(page);
    await driver.open(server.url);
    if (options.controlTimers) {
      // A state that is received at a standing clock, so that the times on the page are exact.
      await takeTimers(driver, options.localTime);
      server.publish({ ...state, warnings: [...state.warnings, 'The clock stands still.'] });
      await page.getByText('The clock stands still.').waitFor();
    }
    return { server, page, driver };
  };
};
