import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { defaultSettings } from '../../src/shared/settings.ts';
import { accessibilityProblems } from './support/accessibility.ts';
import { portTaken } from './support/desktop/desktop-states.ts';
import { useDesktopWindow } from './support/desktop/desktop-window-fixture.ts';
import type { OpenWindowOptions } from './support/desktop/open-window.ts';
import { profile, states, viewState } from './support/states.ts';

const openDashboard = useDesktopWindow('dashboard');

const open = ({ desktop = {}, ...options }: OpenWindowOptions = {}, state = states.none) =>
  openDashboard(state, { desktop: { settings: defaultSettings, storedSecrets: [], ...desktop }, ...options });
const toStep = async (page: Page, step: number): Promise<void> => {
  await page.getByRole('list', { name: 'Steps' }).waitFor();
  for (let at = 1; at < step; at += 1) await page.getByRole('button', { name: 'Continue' }).click();
};
const heading = (page: Page) => page.getByRole('heading', { level: 1 });
const finished = { name: 'changeSettings', request: { firstRunDone: true } };

describe('the first run', () => {
  it('leads through three steps with nothing but Enter, and then shows the profiles', async () => {
    const { page, main } = await open();
    for (const title of ['Your profiles', 'Your MFA device', 'Your first program']) {
      await expect.poll(() => heading(page).innerText()).toBe(title);
      await page.getByText(title).and(page.locator('[aria-current=step]')).waitFor();
      await page
        .getByRole('button', { name: title === 'Your first program' ? 'Finish' : 'Continue' })
        .focus();
      await page.keyboard.press('Enter');
    }
    await expect.poll(() => heading(page).innerText()).toBe('Profiles');
    expect(main.calls).toEqual([finished]);
  });

  it('moves the focus to the title of each step', async () => {
    const { page } = await open();
    await toStep(page, 2);
    await expect
      .poll(() => heading(page).evaluate((element) => element === document.activeElement))
      .toBe(true);
  });

  it('goes back', async () => {
    const { page } = await open();
    await toStep(page, 2);
    await page.getByRole('button', { name: 'Back' }).click();
    await expect.poll(() => heading(page).innerText()).toBe('Your profiles');
  });

  it.each([1, 2])('can be skipped in step %i', async (step) => {
    const { page, main } = await open();
    await toStep(page, step);
    await page.getByRole('button', { name: 'Skip the set-up' }).click();
    await expect.poll(() => heading(page).innerText()).toBe('Profiles');
    expect(main.calls).toEqual([finished]);
  });

  it.each([1, 2, 3])('is accessible in step %i, in both colours, at 200 %% zoom', async (step) => {
    const { page } = await open({ viewport: { width: 480, height: 340 }, deviceScaleFactor: 2 });
    await toStep(page, step);
    if (step === 2) await page.getByRole('radio', { name: 'Make the codes for me' }).check();
    expect(await heading(page).count()).toBe(1);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      expect(await accessibilityProblems(page)).toEqual([]);
    }
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(
      0,
    );
  });
});

describe('step 1', () => {
  it('tells what was found', async () => {
    const { page } = await open();
    await page.getByText('found 3 profiles: dev, staging-readonly, build.').waitFor();
  });

  it('tells where to write a configuration when there is none', async () => {
    const { page } = await open({
      desktop: { configurationFiles: [{ path: '~/.config/metafob/config', found: false }] },
    });
    await page.getByText('There is no configuration yet.').waitFor();
    await page.getByRole('figure').getByText('[profile:dev]').waitFor();
    await page.getByRole('figure').getByText('~/.config/metafob/config').waitFor();
  });
});

describe('step 2', () => {
  it('stores the secret of the profile that is chosen', async () => {
    const { page, main } = await open();
    await toStep(page, 2);
    expect(await page.getByRole('radio', { name: 'Ask me each time' }).isChecked()).toBe(true);
    await page.getByRole('radio', { name: 'Make the codes for me' }).check();
    await page.getByLabel('Profile', { exact: true }).selectOption('staging-readonly');
    await page.getByLabel('MFA secret of staging-readonly').fill('JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP');
    await page.getByRole('button', { name: 'Store secret' }).click();
    await page.getByText('The secret of staging-readonly is stored: Metafob makes its codes.').waitFor();
    expect(main.calls).toEqual([
      {
        name: 'storeSecret',
        request: { profile: 'staging-readonly', secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP' },
      },
    ]);
  });

  it('has nothing to do when no profile uses an MFA device', async () => {
    const { page } = await open({}, viewState({ profiles: [profile({ mfa: { mode: 'none' } })] }));
    await toStep(page, 2);
    await page.getByText('None of your profiles uses an MFA device.').waitFor();
  });
});

describe('step 3', () => {
  it('shows the lines to paste, and follows what becomes of them', async () => {
    const { page, main } = await open();
    await toStep(page, 3);
    await page.getByText('export AWS_EC2_METADATA_SERVICE_ENDPOINT=http://127.0.0.1:45000/').waitFor();
    await page.getByText('aws sts get-caller-identity').waitFor();
    await page.getByText('Waiting for the first program to ask…').waitFor();
    await main.publish(states.waiting);
    await page.getByRole('dialog', { name: 'Code for dev' }).waitFor();
    await main.publish(states.active);
    await page.getByText('It works: dev has a session until 14:32.').waitFor();
  });

  it('says why it failed', async () => {
    const { page } = await open({}, states.failed);
    await toStep(page, 3);
    await page.getByText('AWS does not let jane assume the role Developer.').waitFor();
  });

  it('tells that no program can ask, and tries again', async () => {
    const { page, main } = await open({ desktop: { listeners: [], listenerProblem: portTaken } });
    await toStep(page, 3);
    await page.getByText(portTaken).waitFor();
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect.poll(() => main.calls).toEqual([{ name: 'setPaused', request: { paused: false } }]);
  });

  it('offers the launch at login', async () => {
    const { page, main } = await open();
    await toStep(page, 3);
    await page.getByRole('checkbox', { name: 'Launch at login' }).check();
    expect(main.calls).toEqual([{ name: 'changeSettings', request: { launchAtLogin: true } }]);
  });
});
