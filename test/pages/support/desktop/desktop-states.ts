import type { DesktopView } from '../../../../src/shared/ipc.ts';
import { defaultSettings } from '../../../../src/shared/settings.ts';

/** What the desktop app of the tests knows: it listens, the first run is done, no secret is stored but one. */
export const desktopView = (changes: Partial<DesktopView> = {}): DesktopView => ({
  version: '0.1.0',
  platform: 'linux',
  listeners: [{ url: 'http://127.0.0.1:45000' }],
  configurationFiles: [
    { path: '~/.aws-mock-metadata/config', found: true },
    { path: '~/.config/metafob/config', found: true },
  ],
  secretStore: 'the keyring of the desktop (Secret Service)',
  storedSecrets: ['build'],
  settings: { ...defaultSettings, firstRunDone: true },
  launchAtLogin: 'off',
  trayAvailable: true,
  paused: false,
  ...changes,
});

export const portTaken =
  'Port 45000 on 127.0.0.1 is taken by another program. Quit it, or set another port in the configuration, then try again.';

export const logLines: readonly string[] = [
  '2026-11-22 13:48:02.114Z info  listening (url: http://127.0.0.1:45000)',
  '2026-11-22 13:49:40.220Z info  a code is needed (profile: dev, device: arn:aws:iam::[account]:mfa/jane)',
  '2026-11-22 13:49:58.901Z warn  AWS refused the code. (profile: dev, kind: bad-code)',
  '2026-11-22 13:50:12.007Z info  session (profile: dev, state: active)',
  '2026-11-22 13:50:59.530Z error unexpected error (error: socket hang up)',
];
