import { describe, expect, it } from 'vitest';
import { diagnosticsText } from '../../../src/main/diagnostics/diagnostics-text.ts';
import type { DesktopView } from '../../../src/shared/ipc.ts';
import { defaultSettings } from '../../../src/shared/settings.ts';
import { inMinutes, now, prompt, viewOf } from '../tray/support/views.ts';

const desktop: DesktopView = {
  version: '0.1.0',
  platform: 'linux',
  listeners: [{ url: 'http://127.0.0.1:45000' }],
  configurationFiles: [{ path: '/home/alice/.config/metafob/config', found: true }],
  secretStore: 'keychain',
  storedSecrets: ['build'],
  settings: defaultSettings,
  launchAtLogin: 'off',
  trayAvailable: true,
  paused: false,
};

const text = diagnosticsText({
  desktop,
  view: viewOf(
    { state: 'active', expiresAt: inMinutes(42) },
    {
      prompts: [prompt('prod', { waiting: 3 })],
      warnings: ['The role arn:aws:iam::123456789012:role/Developer is used twice.'],
    },
  ),
  log: ['2026-11-22 13:51:07.250Z info  read /home/alice/.aws/config', 'the code 123456 was wrong'],
  versions: { node: '24.21.0', electron: '45.4.1' },
  system: 'Debian GNU/Linux 6.1.0',
  home: '/home/alice',
  now,
});

describe('the diagnostics', () => {
  it.each([
    'Metafob 0.1.0',
    'Debian GNU/Linux 6.1.0',
    'Electron 45.4.1, Chromium unknown, Node.js 24.21.0',
    'Listening: http://127.0.0.1:45000',
    'notifications: true',
    `dev (active): active until ${new Date(inMinutes(42)).toISOString()}, MFA: prompt`,
    'prod: none, MFA: prompt',
    'prod: 3 requests',
    '~/.config/metafob/config: found',
    'role/Developer',
    '2026-11-22 13:51:07.250Z info  read ~/.aws/config',
  ])('hold “%s”', (part) => {
    expect(text).toContain(part);
  });

  it.each(['alice', '123456', '123456789012'])('hold no “%s”', (part) => {
    expect(text).not.toContain(part);
  });
});
