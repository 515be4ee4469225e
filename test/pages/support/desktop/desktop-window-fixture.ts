import { rm } from 'node:fs/promises';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import type { WindowName } from '../../../../src/shared/ipc.ts';
import type { ViewState } from '../../../../src/shared/view-state.ts';
import { launchBrowser } from '../browser.ts';
import { buildPages } from '../build-pages.ts';
import { type OpenWindow, type OpenWindowOptions, openWindow } from './open-window.ts';
import { type PageServer, startPageServer } from './page-server.ts';

/**
 * Opens the built page of a desktop window in Chromium, one context per call. After each test everything is
 * closed, and the test fails if a page broke its content security policy or threw.
 */
export const useDesktopWindow = (
  name: WindowName,
): ((state: ViewState, options?: OpenWindowOptions) => Promise<OpenWindow>) => {
  let pages: string;
  let server: PageServer;
  let browser: Browser;
  let opened: OpenWindow[] = [];

  beforeAll(async () => {
    pages = await buildPages();
    server = await startPageServer(pages);
    browser = await launchBrowser();
  });

  afterEach(async () => {
    const complaints = opened.flatMap((one) => one.complaints);
    for (const { context } of opened) await context.close();
    opened = [];
    expect(complaints).toEqual([]);
  });

  afterAll(async () => {
    await browser.close();
    await server.stop();
    await rm(pages, { recursive: true });
  });

  return async (state, options) => {
    const window = await openWindow(browser, server.url, name, state, options);
    opened.push(window);
    return window;
  };
};
