import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLaunchAtLogin } from '../../../src/main/launch-at-login/launch-at-login.ts';

const execute = promisify(execFile);

let home: string;
let file: string;
let appImage: string;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'autostart-'));
  file = join(home, '.config', 'autostart', 'org.metafob.Metafob.desktop');
  appImage = join(home, 'Metafob.AppImage');
  await writeProgram(appImage);
});
afterEach(() => rm(home, { recursive: true }));

/** A program that tells its arguments, one a line, to a named pipe beside it. */
const writeProgram = async (path: string): Promise<void> => {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, `#!/bin/sh\nprintf '%s\\n' "$0" "$@" > '${join(home, 'pipe')}'\n`);
  await chmod(path, 0o755);
};

const launchAtLogin = ({
  environment = { APPIMAGE: appImage },
  isPackaged = true,
}: {
  environment?: Record<string, string | undefined>;
  isPackaged?: boolean;
} = {}) =>
  createLaunchAtLogin({
    app: {
      isPackaged,
      getLoginItemSettings: () => {
        throw new Error('not for Linux');
      },
      setLoginItemSettings: () => {
        throw new Error('not for Linux');
      },
    },
    platform: 'linux',
    environment,
    home,
    executable: '/opt/Metafob/metafob-desktop',
    appPath: '/src/metafob',
    desktopName: 'org.metafob.Metafob.desktop',
  });

const content = () => readFile(file, 'utf8');

describe('the autostart entry', () => {
  it('is off at first, and turning it off changes nothing', async () => {
    const launch = launchAtLogin();
    expect(await launch.status()).toBe('off');
    expect(await launch.set(false)).toMatchObject({ ok: true });
    expect(await readdir(home)).toEqual(['Metafob.AppImage']);
  });

  it('is written, read back, and removed without a trace', async () => {
    const launch = launchAtLogin();
    expect(await launch.set(true)).toMatchObject({ ok: true });
    expect(await launch.status()).toBe('on');
    expect(await content()).toBe(
      [
        '[Desktop Entry]',
        'Type=Application',
        'Name=Metafob',
        'Comment=MFA-protected AWS credentials for every program on this machine',
        'Terminal=false',
        `Exec=${appImage} --hidden`,
        'X-GNOME-Autostart-enabled=true',
        '',
      ].join('\n'),
    );
    expect(await launch.set(false)).toMatchObject({ ok: true });
    expect(await launch.status()).toBe('off');
    expect(await readdir(dirname(file))).toEqual([]);
  });

  it('passes the checker of the desktop projects', async () => {
    await launchAtLogin({ environment: { APPIMAGE: '/home/al ice/"$mine".AppImage' } }).set(true);
    const { stdout, stderr } = await execute('desktop-file-validate', [file]);
    expect(stdout + stderr).toBe('');
  });

  it.each(['plain', 'with space', `it's "$HOME" \`id\` \\ #1 (a;b|c&d) ~*?<>`, 'ünï — code'])(
    'starts a program called “%s” with its arguments, as a desktop does',
    async (name) => {
      const program = join(home, 'apps', name);
      await writeProgram(program);
      await launchAtLogin({ environment: { APPIMAGE: program } }).set(true);
      await execute('mkfifo', [join(home, 'pipe')]);
      const told = readFile(join(home, 'pipe'), 'utf8');
      await execute('gio', ['launch', file]);
      expect(await told).toBe(`${program}\n--hidden\n`);
    },
  );

  it('names the installed program when there is no AppImage', async () => {
    await launchAtLogin({ environment: {} }).set(true);
    expect(await content()).toContain('\nExec=/opt/Metafob/metafob-desktop --hidden\n');
  });

  it('gives an Electron that is not packaged the app', async () => {
    await launchAtLogin({ environment: {}, isPackaged: false }).set(true);
    expect(await content()).toContain('\nExec=/opt/Metafob/metafob-desktop /src/metafob --hidden\n');
  });

  it('is where XDG_CONFIG_HOME says, unless that is relative', async () => {
    const elsewhere = join(home, 'elsewhere');
    await launchAtLogin({ environment: { APPIMAGE: appImage, XDG_CONFIG_HOME: elsewhere } }).set(true);
    expect(await readdir(join(elsewhere, 'autostart'))).toEqual(['org.metafob.Metafob.desktop']);
    await launchAtLogin({ environment: { APPIMAGE: appImage, XDG_CONFIG_HOME: 'relative' } }).set(true);
    expect(await readdir(dirname(file))).toEqual(['org.metafob.Metafob.desktop']);
  });

  it.each(['/home/alice/a=b', '/home/alice/100%'])(
    'is refused for %s, which desktops do not start',
    async (path) => {
      const launch = launchAtLogin({ environment: { APPIMAGE: path } });
      expect(await launch.set(true)).toMatchObject({ ok: false, failure: expect.stringContaining(path) });
      expect(await launch.status()).toBe('off');
    },
  );

  it('says which file could not be written', async () => {
    await writeFile(join(home, '.config'), 'not a folder');
    const outcome = await launchAtLogin().set(true);
    expect(outcome).toMatchObject({ ok: false, failure: expect.stringContaining(file) });
  });
});

describe('an autostart entry that others changed', () => {
  const change = async (from: string, to: string): Promise<void> => {
    await launchAtLogin().set(true);
    await writeFile(file, (await content()).replace(from, to));
  };

  it.each([
    ['X-GNOME-Autostart-enabled=true', 'X-GNOME-Autostart-enabled=false'],
    ['Terminal=false', 'Terminal=false\nHidden=true'],
  ])('is off with %s replaced by %s, and can be turned on again', async (from, to) => {
    await change(from, to);
    const launch = launchAtLogin();
    expect(await launch.status()).toBe('off');
    await launch.set(true);
    expect(await launch.status()).toBe('on');
  });

  it('keeps the lines of others, also while it is off', async () => {
    await change('Terminal=false', 'Terminal=false\nX-KDE-autostart-after=panel\nName[de]=Mein Metafob');
    const launch = launchAtLogin();
    await launch.set(false);
    expect(await launch.status()).toBe('off');
    expect(await content()).toContain('X-KDE-autostart-after=panel\nName[de]=Mein Metafob\n');
    await launch.set(true);
    expect(await launch.status()).toBe('on');
    expect(await content()).toContain('X-KDE-autostart-after=panel\nName[de]=Mein Metafob\n');
  });
});

describe('the repair at start', () => {
  it('follows an AppImage that was moved', async () => {
    await launchAtLogin().set(true);
    const moved = join(home, 'Moved.AppImage');
    await rename(appImage, moved);
    await launchAtLogin({ environment: { APPIMAGE: moved } }).repair();
    expect(await content()).toContain(`\nExec=${moved} --hidden\n`);
  });

  it('leaves an entry alone whose program is still there', async () => {
    await launchAtLogin().set(true);
    const other = join(home, 'Other.AppImage');
    await writeProgram(other);
    await launchAtLogin({ environment: { APPIMAGE: other } }).repair();
    expect(await content()).toContain(`\nExec=${appImage} --hidden\n`);
  });

  it('does not turn on what is off', async () => {
    await launchAtLogin().repair();
    expect(await readdir(home)).toEqual(['Metafob.AppImage']);
  });
});
