/**
 * Photographs the manage page in its most important states into `docs/images`: the built page, served by the
 * built service, which talks to the simulator of AWS. Needs Chromium (`CHROMIUM_PATH`, else
 * /usr/bin/chromium), a fresh `npm run build`, and port 45000.
 *
 *     node helper-scripts/screenshots.ts [directory [scene…]]
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../test/pages/support/browser.ts';
import { type Scene, scenes } from './screenshots/scenes.ts';
import { openStage } from './screenshots/stage.ts';

const defaultTarget = join(import.meta.dirname, '..', 'docs', 'images');
const [target = defaultTarget, ...wanted] = process.argv.slice(2);

const photograph = async (browser: Browser, scene: Scene): Promise<void> => {
  const stage = await openStage(browser, scene.circumstances ?? {});
  const { page } = stage.driver;
  try {
    await scene.play(stage);
    for (const colorScheme of scene.dark ? (['light', 'dark'] as const) : (['light'] as const)) {
      await page.emulateMedia({ colorScheme });
      const name = `manage-${scene.name}-${colorScheme}.png`;
      await page.screenshot({ path: join(target, name) });
      console.log(name);
    }
  } finally {
    await stage.close();
  }
};

await mkdir(target, { recursive: true });
const browser = await launchBrowser();
try {
  for (const scene of scenes) {
    if (wanted.length === 0 || wanted.includes(scene.name)) await photograph(browser, scene);
  }
} finally {
  await browser.close();
}
