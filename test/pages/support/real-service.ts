import type { Browser, BrowserContext } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { launchBrowser } from './browser.ts';
import { collectComplaints } from './complaints.ts';
import { ManagePageDriver } from './manage-page-driver.ts';

export interface RealPages {
  /** Opens the manage page of a service in a tab of a browser profile of its own. */
  open(serviceUrl: string): Promise<ManagePageDriver>;
  /** Opens it in another tab beside one that is open. */
  openBeside(driver: ManagePageDriver, serviceUrl: string): Promise<ManagePageDriver>;
}

/**
 * The built page from a running service, in Chromium. After each test all is closed, and the test fails if a
 * page broke its content security policy or threw.
 */
export const useRealPages = (): RealPages => {
  let browser: Browser;
  let contexts: BrowserContext[] = [];
  let complaints: (readonly string[])[] = [];

  beforeAll(async () => {
    browser = await launchBrowser();
  });

  afterEach(async () => {
    const found = complaints.flat();
    for (const context of contexts) await context.close();
    contexts = [];
    complaints = [];
    expect(found).toEqual([]);
  });

  afterAll(() => browser.close());

  const openTab = async (context: BrowserContext, serviceUrl: string): Promise<ManagePageDriver> => {
    const page = await context.newPage();
    complaints.push(await collectComplaints(page));
    const driver = new ManagePageDriver(page);
    await driver.open(serviceUrl);
    return driver;
  };

  return {
    async open(serviceUrl) {
      const context = await browser.newContext({
        reducedMotion: 'reduce',
        permissions: ['clipboard-read', 'clipboard-write'],
      });
      context.setDefaultTimeout(20_000);
      contexts.push(context);
      return openTab(context, serviceUrl);
    },
    openBeside: (driver, serviceUrl) => openTab(driver.page.context(), serviceUrl),
  };
};
