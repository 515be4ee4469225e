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
  '{"level":"info","time":"2026-11-22T13:48:02.114Z","url":"http://127.0.0.1:45000","msg":"listening"}',
  '{"level":"info","time":"2026-11-22T13:49:40.220Z","profile":"dev","device":"arn:aws:iam::123456789012:mfa/jane","msg":"a code is needed"}',
  '{"level":"warn","time":"2026-11-22T13:49:58.901Z","profile":"dev","kind":"bad-code","msg":"AWS refused the code."}',
  '{"level":"info","time":"2026-11-22T13:50:12.007Z","profile":"dev","session":"active","msg":"session"}',
  '{"level":"error","time":"2026-11-22T13:50:59.530Z","error":"Error: socket hang up","msg":"unexpected error"}',
];
