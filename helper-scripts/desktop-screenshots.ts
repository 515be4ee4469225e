/**
 * Photographs the windows of the desktop app in their states into `docs/images`: the built pages with a fake
 * main process behind them. Needs Chromium (`CHROMIUM_PATH`, else /usr/bin/chromium).
 *
 *     node helper-scripts/desktop-screenshots.ts [directory [scene…]]
 */
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../test/pages/support/browser.ts';
import { buildPages } from '../test/pages/support/build-pages.ts';
import { openWindow } from '../test/pages/support/desktop/open-window.ts';
import { startPageServer } from '../test/pages/support/desktop/page-server.ts';
import { type DesktopScene, desktopScenes } from './desktop-screenshots/scenes.ts';

const defaultTarget = join(import.meta.dirname, '..', 'docs', 'images');
const [target = defaultTarget, ...wanted] = process.argv.slice(2);

const photograph = async (browser: Browser, url: string, scene: DesktopScene): Promise<void> => {
  const { page, context } = await openWindow(browser, url, scene.window, scene.state, {
    deviceScaleFactor: 2,
    ...scene.options,
  });
  try {
    await page.locator('main:not(.not-there)').waitFor();
    await scene.play?.(page);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      const name = `desktop-${scene.name}-${colorScheme}.png`;
      await page.screenshot({ path: join(target, name) });
      console.log(name);
    }
  } finally {
    await context.close();
  }
};

await mkdir(target, { recursive: true });
const pages = await buildPages();
const server = await startPageServer(pages);
const browser = await launchBrowser();
try {
  for (const scene of desktopScenes) {
    if (wanted.length === 0 || wanted.includes(scene.name)) await photograph(browser, server.url, scene);
  }
} finally {
  await browser.close();
  await server.stop();
  await rm(pages, { recursive: true });
}
