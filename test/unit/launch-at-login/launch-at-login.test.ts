import type { LoginItemSettings, Settings } from 'electron';
import { describe, expect, it } from 'vitest';
import {
  createLaunchAtLogin,
  isLoginStart,
  type LaunchAtLoginOptions,
} from '../../../src/main/launch-at-login/launch-at-login.ts';

/** The system's list of login items, as Electron shows it. */
class LoginItems {
  readonly isPackaged: boolean;
  isOn = false;
  /** What the user or an administrator decided. */
  approval: 'given' | 'wanted' | 'refused' = 'given';
  parameters: readonly string[] | undefined;
  constructor(isPackaged = true) {
    this.isPackaged = isPackaged;
  }
  setLoginItemSettings({ openAtLogin = false, args }: Settings) {
    if (this.approval === 'refused') return;
    this.isOn = openAtLogin;
    this.parameters = args;
  }
  getLoginItemSettings(options: { args?: string[] } = {}): LoginItemSettings {
    const isSame = JSON.stringify(options.args) === JSON.stringify(this.parameters);
    return {
      openAtLogin: this.isOn && isSame && this.approval === 'given',
      wasOpenedAtLogin: this.isOn,
      status: !this.isOn ? 'not-registered' : this.approval === 'given' ? 'enabled' : 'requires-approval',
      executableWillLaunchAtLogin: this.isOn && this.approval === 'given',
      launchItems: [],
    };
  }
}

const launchAtLogin = (app: LoginItems, platform: NodeJS.Platform) => {
  const options: LaunchAtLoginOptions = {
    app,
    platform,
    environment: {},
    home: '/home/alice',
    executable: '/opt/Metafob/metafob-desktop',
    appPath: '/opt/Metafob/resources/app.asar',
    desktopName: 'org.metafob.Metafob.desktop',
  };
  return createLaunchAtLogin(options);
};

describe.each(['darwin', 'win32'] as const)('launch at login on %s', (platform) => {
  it('is turned on and off', async () => {
    const app = new LoginItems();
    const launch = launchAtLogin(app, platform);
    expect(await launch.status()).toBe('off');
    expect(await launch.set(true)).toMatchObject({ ok: true });
    expect(await launch.status()).toBe('on');
    expect(await launch.set(false)).toMatchObject({ ok: true });
    expect(await launch.status()).toBe('off');
  });

  it('says so when the system does not do it', async () => {
    const app = new LoginItems();
    app.approval = 'refused';
    expect(await launchAtLogin(app, platform).set(true)).toMatchObject({
      ok: false,
      failure: expect.stringContaining('did not change launch at login'),
    });
  });

  it('is not possible for a development build, which would start a bare Electron', async () => {
    const launch = launchAtLogin(new LoginItems(false), platform);
    expect(await launch.status()).toBe('not-possible');
    expect(await launch.set(true)).toMatchObject({ ok: false });
    expect(await launch.set(false)).toMatchObject({ ok: true });
  });
});

describe('launch at login', () => {
  it('waits for the approval of the user on macOS', async () => {
    const app = new LoginItems();
    app.approval = 'wanted';
    const launch = launchAtLogin(app, 'darwin');
    expect(await launch.set(true)).toMatchObject({ ok: true });
    expect(await launch.status()).toBe('requires-approval');
  });

  it('starts hidden on Windows', async () => {
    const app = new LoginItems();
    await launchAtLogin(app, 'win32').set(true);
    expect(app.parameters).toEqual(['--hidden']);
  });

  it('is off when the Task Manager switched it off', async () => {
    const app = new LoginItems();
    const launch = launchAtLogin(app, 'win32');
    await launch.set(true);
    app.approval = 'wanted';
    expect(await launch.status()).toBe('off');
  });

  it('is not possible on other systems', async () => {
    expect(await launchAtLogin(new LoginItems(), 'freebsd').status()).toBe('not-possible');
  });

  it('is recognised in the app that it started', () => {
    const app = new LoginItems();
    expect(isLoginStart(['metafob'], app, 'darwin')).toBe(false);
    expect(isLoginStart(['metafob', '--hidden'], app, 'linux')).toBe(true);
    app.isOn = true;
    expect(isLoginStart(['metafob'], app, 'darwin')).toBe(true);
    expect(isLoginStart(['metafob'], app, 'win32')).toBe(false);
  });
});
