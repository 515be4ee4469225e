import { describe, expect, it } from 'vitest';
import { defaultSettings } from '../../src/shared/settings.ts';
import { useDesktopWindow } from './support/desktop/desktop-window-fixture.ts';
import { refused } from './support/desktop/fake-main.ts';
import { states } from './support/states.ts';

const openDashboard = useDesktopWindow('dashboard');

const open = (options = {}) => openDashboard(states.none, { hash: '#settings', ...options });
const settings = { ...defaultSettings, firstRunDone: true };

describe('a setting', () => {
  it.each([
    ['Launch at login', { launchAtLogin: true }],
    ['Notifications', { notifications: false }],
    ['Submit a code with its sixth digit', { submitOnSixthDigit: false }],
    ['Forget sessions when the screen is locked', { clearOnLock: true }],
    ['Look for updates', { checkForUpdates: true }],
  ])('“%s” takes effect at once, with the space bar', async (name, change) => {
    const { page, main } = await open();
    const checkbox = page.getByRole('checkbox', { name });
    const before = await checkbox.isChecked();
    await checkbox.focus();
    await page.keyboard.press('Space');
    await expect.poll(() => main.calls).toEqual([{ name: 'changeSettings', request: change }]);
    await expect.poll(() => checkbox.isChecked()).toBe(!before);
  });

  it('that is refused goes back, and says why', async () => {
    const { page, main } = await open();
    main.answer(({ name }) =>
      name === 'changeSettings' ? refused('The autostart folder is read-only.') : undefined,
    );
    const checkbox = page.getByRole('checkbox', { name: 'Launch at login' });
    await checkbox.click();
    await page.getByRole('alert').getByText('The autostart folder is read-only.').waitFor();
    expect(await checkbox.isChecked()).toBe(false);
  });
});

describe('launch at login', () => {
  it('waits for approval on macOS', async () => {
    const { page } = await open({ desktop: { launchAtLogin: 'requires-approval', platform: 'darwin' } });
    await page.getByText('macOS wants your approval').waitFor();
    expect(await page.getByRole('checkbox', { name: 'Launch at login' }).isChecked()).toBe(true);
  });

  it('cannot be chosen where it is not possible', async () => {
    const { page } = await open({ desktop: { launchAtLogin: 'not-possible' } });
    await page.getByText('Not possible here').waitFor();
    expect(await page.getByRole('checkbox', { name: 'Launch at login' }).isDisabled()).toBe(true);
  });
});

describe('the shortcut', () => {
  it('is recorded from the keys that are pressed', async () => {
    const { page, main } = await open();
    await page.getByRole('button', { name: 'Record' }).click();
    await page.keyboard.press('m');
    expect(main.calls).toEqual([]);
    await page.keyboard.press('Control+Alt+m');
    await expect
      .poll(() => main.calls)
      .toEqual([{ name: 'changeSettings', request: { globalShortcut: 'Control+Alt+M' } }]);
    await expect.poll(() => page.locator('kbd').allInnerTexts()).toEqual(['Ctrl', 'Alt', 'M']);
  });

  it('is left alone when Esc is pressed, or the button loses the focus', async () => {
    const { page, main } = await open();
    await page.getByRole('button', { name: 'Record' }).click();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+Alt+m');
    await page.getByRole('button', { name: 'Record' }).click();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Control+Alt+m');
    await page.getByRole('button', { name: 'Record' }).waitFor();
    expect(main.calls).toEqual([]);
  });

  it('is removed', async () => {
    const { page, main } = await open({
      desktop: { settings: { ...settings, globalShortcut: 'Control+Alt+M' } },
    });
    await page.getByRole('button', { name: 'Remove the shortcut' }).click();
    await expect
      .poll(() => main.calls)
      .toEqual([{ name: 'changeSettings', request: { globalShortcut: null } }]);
    await page.getByText('None').waitFor();
  });

  it('that does not work says why', async () => {
    const { page } = await open({
      desktop: {
        settings: { ...settings, globalShortcut: 'Control+Alt+M' },
        shortcutProblem: 'Ctrl+Alt+M is taken by another program.',
      },
    });
    await page.getByRole('status').getByText('Ctrl+Alt+M is taken by another program.').waitFor();
  });
});
