import { join } from 'node:path';
import type { Page } from 'playwright-core';

/** Takes pictures of a window, light and dark, and says what does not fit into it. */
export const createPhotographer = (directory: string) => {
  const problems: string[] = [];
  return {
    problems: (): readonly string[] => problems,
    async take(page: Page, name: string): Promise<void> {
      // The mouse may rest on a button that came there.
      await page.mouse.move(0, 0);
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        const file = `desktop-app-${name}-${colorScheme}.png`;
        await page.screenshot({ path: join(directory, file), caret: 'initial' });
        console.log(file);
      }
      if (!name.startsWith('prompt')) return;
      const { wanted, given } = await page.evaluate(() => ({
        wanted: document.documentElement.scrollHeight,
        given: window.innerHeight,
      }));
      if (wanted > given) problems.push(`${name} is ${wanted} px high in a window of ${given} px`);
    },
  };
};

export type Photographer = ReturnType<typeof createPhotographer>;
