import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { DesktopView } from '../../src/shared/ipc.ts';
import { defaultSettings } from '../../src/shared/settings.ts';
import { portTaken } from '../../test/pages/support/desktop/desktop-states.ts';
import { promptStateNames, promptStates } from '../../test/pages/support/desktop/prompt-states.ts';
import { states } from '../../test/pages/support/states.ts';
import { type DesktopScene, dashboardScene } from './dashboard-scene.ts';
import { doctorScenes } from './doctor-scenes.ts';
import { instanceScenes } from './instance-scenes.ts';
import { mfaDeviceScenes } from './mfa-device-scenes.ts';

export type { DesktopScene } from './dashboard-scene.ts';

const qrPicture = join(import.meta.dirname, '..', '..', 'test', 'pages', 'fixtures', 'mfa-device-qr.png');

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
  dashboardScene('profiles', '#profiles'),
  dashboardScene('profiles-waiting', '#profiles', { state: states.waiting }),
  dashboardScene('profiles-not-listening', '#profiles', {
    state: states.none,
    desktop: { listeners: [], listenerProblem: portTaken },
  }),
  dashboardScene('secrets', '#secrets'),
  dashboardScene('secrets-add', '#secrets', {
    async play(page) {
      await page.getByRole('button', { name: 'Add the secret of dev' }).click();
      await page.locator('input[type=file]').setInputFiles(qrPicture);
      await page.getByText('The picture holds').waitFor();
    },
  }),
  dashboardScene('secrets-remove', '#secrets', { play: click('Remove the secret of build') }),
  ...mfaDeviceScenes,
  dashboardScene('connection', '#connection'),
  dashboardScene('connection-problem', '#connection', {
    desktop: { listeners: [], listenerProblem: portTaken },
  }),
  dashboardScene('connection-paused', '#connection', { desktop: { listeners: [], paused: true } }),
  ...instanceScenes,
  ...doctorScenes,
  dashboardScene('settings', '#settings', {
    desktop: {
      launchAtLogin: 'requires-approval',
      platform: 'darwin',
      settings: { ...defaultSettings, firstRunDone: true, globalShortcut: 'Command+Alt+M' },
    },
  }),
  dashboardScene('settings-shortcut', '#settings', {
    desktop: {
      launchAtLogin: 'not-possible',
      shortcutProblem: 'Ctrl+Alt+M is taken by another program. Record another one.',
      settings: { ...defaultSettings, firstRunDone: true, globalShortcut: 'Control+Alt+M' },
    },
    play: click('Record'),
  }),
  dashboardScene('log', '#log'),
  dashboardScene('about', '#about', { desktop: { trayAvailable: false } }),
  dashboardScene('first-run-1', '', { desktop: firstRun, state: states.none }),
  dashboardScene('first-run-1-no-files', '', { desktop: noFiles, state: states.none }),
  dashboardScene('first-run-2', '', { desktop: noFiles, state: states.none, play: toStep(2) }),
  dashboardScene('first-run-2-secret', '', {
    desktop: noFiles,
    state: states.none,
    async play(page) {
      await toStep(2)(page);
      await page.getByRole('radio', { name: 'Make the codes for me' }).check();
    },
  }),
  dashboardScene('first-run-3', '', { desktop: firstRun, state: states.none, play: toStep(3) }),
  dashboardScene('first-run-3-works', '', { desktop: firstRun, state: states.active, play: toStep(3) }),
];
