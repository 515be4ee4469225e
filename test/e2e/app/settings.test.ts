/** Settings in the built app: they hold, and what is damaged is not lost. */
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { accessibilityProblems } from '../../pages/support/accessibility.ts';
import { eventually, startDesktop } from '../support/desktop-world.ts';

describe('settings', () => {
  test('and the profile in use are the same after a restart', async () => {
    const world = await startDesktop({ name: 'desktop-settings' });
    await world.app().clickTray('bob');
    await world.app().clickTray('Settings…');
    const page = await world.dashboard();
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.getByLabel('Forget sessions when the screen is locked').check();
    await eventually(() => readFile(world.settingsFile, 'utf8')).toMatch(/"clearOnLock":\s*true/);

    await world.restart();
    await eventually(() => world.app().trayTooltip()).toBe('bob – no session');
    await world.app().clickTray('Settings…');
    const again = await world.dashboard();
    await again.getByLabel('Forget sessions when the screen is locked').waitFor();
    expect(await again.getByLabel('Forget sessions when the screen is locked').isChecked()).toBe(true);
  });

  test('that are damaged are kept aside, and the app starts with its defaults', async () => {
    const damaged = '{ "version": 1, "notifications": fal';
    const world = await startDesktop({ name: 'desktop-damaged', settings: damaged, wish: '--show' });
    const page = await world.dashboard();
    // As for a new user.
    await page.getByRole('button', { name: 'Skip the set-up' }).click();
    const folder = dirname(world.settingsFile);
    const kept = (await readdir(folder)).filter((name) => name.startsWith('settings.json.damaged-'));
    expect(kept).toHaveLength(1);
    expect(await readFile(join(folder, kept[0] ?? ''), 'utf8')).toBe(damaged);
    await page.getByRole('link', { name: 'Log', exact: true }).click();
    await page.getByText('The settings could not be read').first().waitFor();
  });

  test('say that a shortcut belongs to another program, and take it once it is free', async () => {
    const world = await startDesktop({ name: 'desktop-shortcut' });
    const app = world.app();
    await app.refuseShortcuts(true);
    await app.clickTray('Settings…');
    const page = await world.dashboard();
    const record = async () => {
      await page.getByRole('button', { name: 'Record' }).click();
      await page.keyboard.press('Control+Alt+m');
    };
    await record();
    await page.getByText('another program may use it').waitFor();
    expect(await app.shortcuts()).toEqual([]);

    await app.refuseShortcuts(false);
    await page.getByRole('button', { name: 'Remove the shortcut' }).click();
    await page.getByText('another program may use it').waitFor({ state: 'detached' });
    await record();
    await eventually(() => app.shortcuts()).toHaveLength(1);
    const [accelerator = ''] = await app.shortcuts();
    await app.pressShortcut(accelerator);
    await (await world.popUp()).getByRole('heading', { name: 'Code for admin' }).waitFor();
  });
});

describe('the first run', () => {
  test('leads a new user through with the keyboard, is accessible, and does not come again', async () => {
    const world = await startDesktop({
      name: 'desktop-first-run',
      wish: '--show',
      settings: { firstRunDone: false },
    });
    const page = await world.dashboard();
    const finish = page.getByRole('button', { name: 'Finish' });
    const next = page.getByRole('button', { name: /^(Next|Continue)/ });
    await page.getByRole('heading', { level: 1 }).first().waitFor();
    while (!(await finish.isVisible())) {
      expect(await accessibilityProblems(page)).toEqual([]);
      await next.press('Enter');
    }
    expect(await accessibilityProblems(page)).toEqual([]);
    await finish.press('Enter');
    await page.getByRole('article', { name: 'admin' }).waitFor();

    await world.restart();
    await (await world.dashboard()).getByRole('article', { name: 'admin' }).waitFor();
  });
});
