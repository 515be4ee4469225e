import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { accessibilityProblems } from './support/accessibility.ts';
import { useManagePage } from './support/manage-page-fixture.ts';
import {
  minutes,
  profile,
  type StateName,
  stateNames,
  states,
  testNow,
  viewState,
} from './support/states.ts';

const openManagePage = useManagePage();

const shownTexts: Record<StateName, readonly string[]> = {
  none: ['No session', 'Start session', 'staging-readonly', 'us-east-1'],
  working: ['Getting a session'],
  waiting: ['Code for dev', '2 programs are waiting', '123456789012', 'jane'],
  'wrong-code': ['AWS refused the code: it was mistyped or is too old.'],
  'used-code': ['This code was used already', 'Next code in 14 s'],
  checking: ['Checking…'],
  'wrong-serial': ['AWS knows no such MFA device', 'Serial number of the MFA device'],
  devices: ['dev, staging-readonly', 'jane-phone', 'GAHT12345678'],
  active: ['Active', '41 min left', 'until 14:32', 'Developer'],
  expiring: ['Ends soon', '4 min 12 s left', 'until 13:55'],
  failed: ['Failed', 'AWS does not let jane assume the role Developer.', 'Try again'],
  warnings: [
    'names the source profile "gone"',
    "This computer's clock is 3 minutes behind AWS. Metafob corrects for it, but other programs may not: set the clock.",
    'so the session was shortened',
  ],
  empty: ['No profiles yet'],
};

describe.each(stateNames)('the state "%s"', (name) => {
  it('says what a person needs to know', async () => {
    const { page } = await openManagePage(states[name]);
    const text = await page.locator('body').innerText();
    for (const shown of shownTexts[name]) expect(text).toContain(shown);
  });

  it.each(['light', 'dark'] as const)('is accessible in %s colours', async (colorScheme) => {
    const { page } = await openManagePage(states[name], { colorScheme });
    expect(await accessibilityProblems(page)).toEqual([]);
  });

  it.each([
    ['a width of 320 pixels', { viewport: { width: 320, height: 640 } }],
    ['200 % zoom', { viewport: { width: 640, height: 360 }, deviceScaleFactor: 2 }],
  ])('needs no horizontal scrolling at %s', async (_size, options) => {
    const { driver, page } = await openManagePage(states[name], options);
    expect(await driver.horizontalOverflow()).toBe(0);
    const modalOverflow = await page
      .locator('dialog')
      .evaluateAll((dialogs) => dialogs.map((dialog) => dialog.scrollWidth - dialog.clientWidth));
    expect(modalOverflow.every((overflow) => overflow === 0)).toBe(true);
  });
});

describe('controls', () => {
  it.each(['active', 'devices', 'wrong-serial'] as const)(
    'of "%s" are at least 44 pixels big',
    async (name) => {
      const { page } = await openManagePage(states[name]);
      const sizes = await page
        .locator('button, input:not([type=radio]), label:has(input)')
        .evaluateAll((elements) => elements.map((element) => element.getBoundingClientRect().toJSON()));
      for (const { width, height } of sizes) expect(Math.min(width, height)).toBeGreaterThanOrEqual(44);
    },
  );

  it('with the keyboard focus have an outline', async () => {
    const { page } = await openManagePage(states.active);
    await page.keyboard.press('Tab');
    const width = await page.locator(':focus').evaluate((element) => getComputedStyle(element).outlineWidth);
    expect(width).toBe('3px');
  });
});

describe('motion', () => {
  /** The transitions of the buttons and the animation of the glyph of a session under way. */
  const movements = (page: Page): Promise<readonly string[]> =>
    page
      .locator('.button, .turning')
      .evaluateAll((elements) =>
        elements
          .map((element) => getComputedStyle(element))
          .flatMap((style) => [style.transitionDuration, style.animationName]),
      );

  it('is there for who likes it', async () => {
    const { page } = await openManagePage(states.working, { reducedMotion: 'no-preference' });
    const found = await movements(page);
    expect(found.some((movement) => movement.startsWith('0.12s'))).toBe(true);
    expect(found).toContain('turn');
  });

  it('is not there for who wants less of it', async () => {
    const { page } = await openManagePage(states.working);
    expect(new Set(await movements(page))).toEqual(new Set(['0s', 'none']));
  });
});

describe('time', () => {
  it('is counted by the corrected clock when this computer is 3 minutes behind', async () => {
    const { driver } = await openManagePage(states.active, { localTime: testNow - minutes(3) });
    expect(await driver.expiry('dev').innerText()).toContain('41 min left');
  });

  it('goes on while the page is visible, and is caught up when it is shown again', async () => {
    const { driver, page } = await openManagePage(states.expiring, { controlTimers: true });
    await page.clock.runFor(12_000);
    await expect.poll(() => driver.expiry('dev').innerText()).toContain('4 min 0 s left');
    await driver.setVisibility('hidden');
    await page.clock.runFor(60_000);
    expect(await driver.expiry('dev').innerText()).toContain('4 min 0 s left');
    await driver.setVisibility('visible');
    await expect.poll(() => driver.expiry('dev').innerText()).toContain('3 min 0 s left');
  });

  it('does not make a screen reader speak each second, but a new session does', async () => {
    const { page, server } = await openManagePage(states.expiring, { controlTimers: true });
    const announcer = page.getByRole('status').filter({ hasText: 'dev:' });
    await page.clock.runFor(5000);
    expect(await announcer.count()).toBe(0);
    const renewed = profile({ session: { state: 'active', expiresAt: testNow + minutes(60) } });
    server.publish(viewState({ profiles: [renewed] }));
    await page.getByText('until 14:51').waitFor();
    await page.clock.runFor(1000);
    await expect.poll(() => announcer.innerText()).toBe('dev: session active until 14:51.');
  });
});
