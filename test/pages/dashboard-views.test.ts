import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { views } from '../../src/renderer/dashboard/view-name.ts';
import type { DesktopView } from '../../src/shared/ipc.ts';
import { defaultSettings } from '../../src/shared/settings.ts';
import { accessibilityProblems } from './support/accessibility.ts';
import { logLines, portTaken } from './support/desktop/desktop-states.ts';
import { useDesktopWindow } from './support/desktop/desktop-window-fixture.ts';
import { states } from './support/states.ts';

const openDashboard = useDesktopWindow('dashboard');

/** Not the title that stands there until the state came. */
const isShown = (page: Page) => page.getByRole('navigation').waitFor();
const heading = (page: Page) => page.getByRole('heading', { level: 1 });

const situations: Readonly<
  Record<string, { readonly hash: string; readonly desktop?: Partial<DesktopView> }>
> = {
  ...Object.fromEntries(views.map(({ name }) => [name, { hash: `#${name}` }])),
  'connection, not listening': {
    hash: '#connection',
    desktop: { listeners: [], listenerProblem: portTaken },
  },
  'connection, paused': { hash: '#connection', desktop: { listeners: [], paused: true } },
  'profiles, not listening': { hash: '#profiles', desktop: { listeners: [], listenerProblem: portTaken } },
  'settings, a refused shortcut': {
    hash: '#settings',
    desktop: {
      launchAtLogin: 'not-possible',
      shortcutProblem: 'Ctrl+Alt+M is taken by another program.',
      settings: { ...defaultSettings, firstRunDone: true, globalShortcut: 'Control+Alt+M' },
    },
  },
  'about, no tray': { hash: '#about', desktop: { trayAvailable: false } },
};

describe.each(Object.entries(situations))('the view "%s"', (_name, { hash, desktop = {} }) => {
  const open = (options = {}) =>
    openDashboard(states.active, {
      hash,
      desktop,
      prepare: (main) => {
        main.log = logLines;
      },
      ...options,
    });

  it.each(['light', 'dark'] as const)('is accessible in %s colours', async (colorScheme) => {
    const { page } = await open({ colorScheme });
    await isShown(page);
    expect(await heading(page).count()).toBe(1);
    expect(await accessibilityProblems(page)).toEqual([]);
  });

  it('needs no horizontal scrolling at 200 % zoom', async () => {
    const { page } = await open({ viewport: { width: 480, height: 340 }, deviceScaleFactor: 2 });
    await isShown(page);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(
      0,
    );
  });
});
