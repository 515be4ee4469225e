import { describe, expect, it } from 'vitest';
import { accessibilityProblems } from './support/accessibility.ts';
import { useDesktopWindow } from './support/desktop/desktop-window-fixture.ts';
import { promptStateNames, promptStates } from './support/desktop/prompt-states.ts';

const openPromptWindow = useDesktopWindow('prompt');

describe.each(promptStateNames)('the state "%s"', (name) => {
  it('fits into the window without scrolling', async () => {
    const { page } = await openPromptWindow(promptStates[name]);
    await page.getByRole('heading').waitFor();
    const { contentWidth, contentHeight, width, height } = await page.evaluate(() => ({
      contentWidth: document.documentElement.scrollWidth,
      contentHeight: document.documentElement.scrollHeight,
      width: window.innerWidth,
      height: window.innerHeight,
    }));
    expect([contentWidth, contentHeight]).toEqual([width, height]);
    const outside = await page.locator('button, input, select').evaluateAll((controls) =>
      controls
        .map((control) => control.getBoundingClientRect())
        .filter(({ left, right, bottom }) => left < 0 || right > innerWidth || bottom > innerHeight)
        .map((box) => box.toJSON()),
    );
    expect(outside).toEqual([]);
  });

  it.each(['light', 'dark'] as const)('is accessible in %s colours', async (colorScheme) => {
    const { page } = await openPromptWindow(promptStates[name], { colorScheme });
    await page.getByRole('heading').waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
  });

  it('needs no horizontal scrolling at 200 % zoom', async () => {
    const { page } = await openPromptWindow(promptStates[name], {
      viewport: { width: 180, height: 220 },
      deviceScaleFactor: 2,
    });
    await page.getByRole('heading').waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(
      0,
    );
  });
});
