import { execFile } from 'node:child_process';
import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AppPackage, packageApp } from './support/app-package.ts';

let app: AppPackage;
beforeAll(async () => {
  app = await packageApp('linux');
});
afterAll(() => app?.remove());

const entryOf = (text: string): Record<string, string> =>
  Object.fromEntries(
    text.split('\n').flatMap((line) => {
      const [, key, value] = /^([A-Za-z]+)=(.*)$/.exec(line) ?? [];
      return key === undefined || value === undefined ? [] : [[key, value]];
    }),
  );

/** What is installed where: the sources by their places. */
const installed = (fpmArguments: readonly string[]): Map<string, string> =>
  new Map(
    fpmArguments.flatMap((argument) => {
      const [, source, place] = /^([^-=][^=]*)=(\/.*)$/.exec(argument) ?? [];
      return source === undefined || place === undefined ? [] : [[place, source]];
    }),
  );

const installer = (extension: string) => {
  const found = app.linux.installers.find(({ fpmArguments }) =>
    fpmArguments.some((argument) => argument.endsWith(extension)),
  );
  if (found === undefined) throw new Error(`no ${extension} was asked for`);
  return found;
};

describe.each(['.deb', '.rpm'])('the %s package', (extension) => {
  it('installs the app, its icons, its desktop file and the metafob command', () => {
    const places = installed(installer(extension).fpmArguments);
    expect([...places.keys()]).toEqual(
      expect.arrayContaining([
        '/opt/Metafob',
        '/usr/bin/metafob',
        '/usr/share/applications/org.metafob.Metafob.desktop',
        '/usr/share/icons/hicolor/16x16/apps/metafob-desktop.png',
        '/usr/share/icons/hicolor/512x512/apps/metafob-desktop.png',
      ]),
    );
    for (const source of places.values()) {
      // The desktop file is a temporary one, gone when the build ends.
      if (!source.endsWith('.desktop')) expect(existsSync(source), source).toBe(true);
    }
  });

  it('is named metafob and says who keeps it', () => {
    const options = installer(extension).fpmArguments.join(' ');
    expect(options).toContain('--name metafob ');
    expect(options).toContain('--maintainer Metafob contributors <');
    expect(options).toContain('--license MIT');
  });

  it('shows the app in the menu in a form that desktops accept', async () => {
    const { desktopEntry } = installer(extension);
    expect(entryOf(desktopEntry)).toMatchObject({
      Name: 'Metafob',
      Exec: '/opt/Metafob/metafob-desktop %U',
      Icon: 'metafob-desktop',
      StartupWMClass: 'org.metafob.Metafob',
      Categories: 'Development;',
      Terminal: 'false',
    });
    await expectValid(desktopEntry);
  });
});

it('the AppImage shows itself under the same name, and starts with the sandbox on', async () => {
  const [entry] = app.linux.appImageEntries;
  if (entry === undefined) throw new Error('no AppImage was asked for');
  expect(entry.name).toBe('org.metafob.Metafob.desktop');
  expect(entryOf(entry.desktopEntry)).toMatchObject({
    Exec: 'AppRun %U',
    StartupWMClass: 'org.metafob.Metafob',
  });
  await expectValid(entry.desktopEntry);
});

const expectValid = async (desktopEntry: string): Promise<void> => {
  const file = join(app.contents, 'org.metafob.Metafob.desktop');
  await writeFile(file, desktopEntry);
  const { stdout } = await promisify(execFile)('desktop-file-validate', [file]);
  expect(stdout).toBe('');
};

describe('the metafob command of an installed package', () => {
  const command = () => join(app.resources, 'cli', 'bin', 'metafob.js');

  it('runs with nothing of the project around it', async () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
    const { stdout } = await promisify(execFile)(process.execPath, [command(), '--version']);
    expect(stdout.trim()).toBe(version);
  });

  it('reaches the keychain through its own copy of keytar', async () => {
    const script = `require('node:module').createRequire(${JSON.stringify(command())})('keytar').getPassword.call`;
    const { stdout } = await promisify(execFile)(process.execPath, ['--print', script], {
      cwd: app.contents,
    });
    expect(stdout).toContain('Function: call');
  });

  it('is what /usr/bin/metafob starts, where the packages install it', () => {
    const starter = 'assets/linux/metafob';
    accessSync(starter, constants.X_OK);
    const inPackage = command().slice(app.contents.length);
    expect(readFileSync(starter, 'utf8')).toContain(`exec node /opt/Metafob${inPackage} "$@"`);
  });

  it('says what to install where Node.js is missing', async () => {
    const started = promisify(execFile)('/bin/sh', ['assets/linux/metafob'], { env: { PATH: '/nowhere' } });
    await expect(started).rejects.toMatchObject({ code: 127, stderr: expect.stringContaining('Node.js') });
  });
});
