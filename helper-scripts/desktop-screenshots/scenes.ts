import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { DesktopView, WindowName } from '../../src/shared/ipc.ts';
import { defaultSettings } from '../../src/shared/settings.ts';
import type { ViewState } from '../../src/shared/view-state.ts';
import { logLines, portTaken } from '../../test/pages/support/desktop/desktop-states.ts';
import type { OpenWindowOptions } from '../../test/pages/support/desktop/open-window.ts';
import { promptStateNames, promptStates } from '../../test/pages/support/desktop/prompt-states.ts';
import { states } from '../../test/pages/support/states.ts';

/** A window in one of its states. */
export interface DesktopScene {
  /** For the name of the file. */
  readonly name: string;
  readonly window: WindowName;
  readonly state: ViewState;
  readonly options?: OpenWindowOptions;
  /** Brings the window there. */
  readonly play?: (page: Page) => Promise<void>;
}

const qrPicture = join(import.meta.dirname, '..', '..', 'test', 'pages', 'fixtures', 'mfa-device-qr.png');

const dashboard = (
  name: string,
  hash: string,
  {
    state = states.active,
    desktop = {},
    play,
  }: { state?: ViewState; desktop?: Partial<DesktopView>; play?: (page: Page) => Promise<void> } = {},
): DesktopScene => ({
  name,
  window: 'dashboard',
  state,
  options: {
    hash,
    desktop,
    prepare: (main) => {
      main.log = logLines;
    },
  },
  ...(play === undefined ? {} : { play }),
});

const click = (button: string) => (page: Page) => page.getByRole('button', { name: button }).click();

const firstRun: Partial<DesktopView> = { settings: defaultSettings };
const noFiles: Partial<DesktopView> = {
  ...firstRun,
  storedSecrets: [],
  configurationFiles: [
    { path: '~/.aws-mock-metadata/config', found: false },
    { path: '~/.config/metafob/config', found: false },
  ],
};

const toStep = (step: 2 | 3) => async (page: Page) => {
  for (let at = 1; at < step; at += 1) await page.getByRole('button', { name: 'Continue' }).click();
};

export const desktopScenes: readonly DesktopScene[] = [
  ...promptStateNames.map((name) => ({
    name: `prompt-${name}`,
    window: 'prompt' as const,
    state: promptStates[name],
  })),
  dashboard('profiles', '#profiles'),
  dashboard('profiles-waiting', '#profiles', { state: states.waiting }),
  dashboard('profiles-not-listening', '#profiles', {
    state: states.none,
    desktop: { listeners: [], listenerProblem: portTaken },
  }),
  dashboard('secrets', '#secrets'),
  dashboard('secrets-add', '#secrets', {
    async play(page) {
      await page.getByRole('button', { name: 'Add the secret of dev' }).click();
      await page.locator('input[type=file]').setInputFiles(qrPicture);
      await page.getByText('The picture holds').waitFor();
    },
  }),
  dashboard('secrets-remove', '#secrets', { play: click('Remove the secret of build') }),
  dashboard('connection', '#connection'),
  dashboard('connection-problem', '#connection', {
    desktop: { listeners: [], listenerProblem: portTaken },
  }),
  dashboard('connection-paused', '#connection', { desktop: { listeners: [], paused: true } }),
  dashboard('settings', '#settings', {
    desktop: {
      launchAtLogin: 'requires-approval',
      platform: 'darwin',
      settings: { ...defaultSettings, firstRunDone: true, globalShortcut: 'Command+Alt+M' },
    },
  }),
  dashboard('settings-shortcut', '#settings', {
    desktop: {
      launchAtLogin: 'not-possible',
      shortcutProblem: 'Ctrl+Alt+M is taken by another program. Record another one.',
      settings: { ...defaultSettings, firstRunDone: true, globalShortcut: 'Control+Alt+M' },
    },
    play: click('Record'),
  }),
  dashboard('log', '#log'),
  dashboard('about', '#about', { desktop: { trayAvailable: false } }),
  dashboard('first-run-1', '', { desktop: firstRun, state: states.none }),
  dashboard('first-run-1-no-files', '', { desktop: noFiles, state: states.none }),
  dashboard('first-run-2', '', { desktop: noFiles, state: states.none, play: toStep(2) }),
  dashboard('first-run-2-secret', '', {
    desktop: noFiles,
    state: states.none,
    async play(page) {
      await toStep(2)(page);
      await page.getByRole('radio', { name: 'Make the codes for me' }).check();
    },
  }),
  dashboard('first-run-3', '', { desktop: firstRun, state: states.none, play: toStep(3) }),
  dashboard('first-run-3-works', '', { desktop: firstRun, state: states.active, play: toStep(3) }),
];
