/** The tray icon of the built app: what it shows, and what its menu does. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { failureDocument, roleDocument } from '../../integration/service/support/service-world.ts';
import { eventually, startDesktop } from '../support/desktop-world.ts';
import type { LaunchedApp } from '../support/launch.ts';
import { exitOf } from '../support/sample-app.ts';

const checkedLabels = async (app: LaunchedApp): Promise<readonly string[]> =>
  (await app.trayMenu()).filter(({ checked }) => checked).map(({ label }) => label);

/** What the tray says in picture, tooltip and the first line of the menu. */
const shown = async (app: LaunchedApp) => ({
  icon: await app.trayIcon(),
  tooltip: await app.trayTooltip(),
  headline: (await app.trayLabels())[0],
});

describe('the tray', () => {
  test('follows the session from nothing over the question to credentials, and back', async () => {
    const world = await startDesktop({ name: 'desktop-tray' });
    const app = world.app();
    await eventually(() => shown(app)).toEqual({
      icon: 'none',
      tooltip: 'admin – no session',
      headline: 'admin: no session',
    });

    const program = await world.ask();
    await eventually(() => shown(app)).toMatchObject({
      icon: 'waiting',
      tooltip: 'admin – waiting for a code',
    });
    expect(await app.trayLabels()).toContain('Enter code…');

    await (await world.popUp()).getByLabel('Token code').fill(world.code());
    roleDocument(await program.finished);
    await eventually(() => shown(app)).toMatchObject({
      icon: 'active',
      tooltip: expect.stringMatching(/^admin – (1 h|59 min)/),
      headline: 'admin: session active',
    });
    expect(await app.trayLabels()).toContainEqual(expect.stringMatching(/^Until \d\d:\d\d, /));
    expect(await app.trayLabels()).not.toContain('Enter code…');

    await app.clickTray('Clear session');
    await eventually(() => shown(app)).toMatchObject({ icon: 'none', tooltip: 'admin – no session' });
    // The next program needs a code again.
    await world.ask();
    await world.popUp();
  });

  test('tells of a failure, in a line that leads to the dashboard', async () => {
    const world = await startDesktop({ name: 'desktop-tray-failed' });
    const app = world.app();
    await app.clickTray('nobody');
    failureDocument(await (await world.ask()).finished);
    await eventually(() => shown(app)).toMatchObject({
      icon: 'error',
      tooltip: 'nobody – no session because of a problem',
    });
    const problem = (await app.trayLabels()).find((label) => label.startsWith('AWS does not accept'));
    await app.clickTray(problem ?? 'a line that begins with what AWS said');
    await (await world.dashboard()).getByText('AWS does not accept the long-term access key').waitFor();
  });

  test('switches the profile that programs get', async () => {
    const world = await startDesktop({ name: 'desktop-tray-profile' });
    const app = world.app();
    expect(await checkedLabels(app)).toEqual(['admin']);
    await app.clickTray('bob');
    await eventually(() => checkedLabels(app)).toEqual(['bob']);
    roleDocument(await (await world.ask()).finished);
    await eventually(() => shown(app)).toMatchObject({ icon: 'active', headline: 'bob: session active' });
    expect(world.simulator.calls().map(({ hadTokenCode }) => hadTokenCode)).not.toContain(true);
  });

  test('copies the line that points a terminal at the app', async () => {
    const world = await startDesktop({ name: 'desktop-tray-copy' });
    const { url } = await world.service();
    await world.app().clickTray('Copy environment line for a terminal');
    expect(await world.app().clipboardText()).toBe(`export AWS_EC2_METADATA_SERVICE_ENDPOINT=${url}/`);
  });

  test('turns launch at login on and off', async () => {
    const world = await startDesktop({ name: 'desktop-tray-login' });
    const app = world.app();
    const entry = join(world.home, 'config', 'autostart', 'org.metafob.Metafob.desktop');
    await app.clickTray('Launch at login');
    await eventually(() => checkedLabels(app)).toContain('Launch at login');
    expect(await readFile(entry, 'utf8')).toMatch(/^Exec=.* "?--hidden"?$/m);
    await app.clickTray('Launch at login');
    await eventually(() => checkedLabels(app)).not.toContain('Launch at login');
    expect(existsSync(entry)).toBe(false);
  });

  test('pauses: who waits is told, and the command line finds no service', async () => {
    const world = await startDesktop({ name: 'desktop-tray-pause' });
    const app = world.app();
    const waiting = await world.ask();
    await world.popUp();
    await app.clickTray('Pause');
    expect(failureDocument(await waiting.finished).Message).toContain('was stopped or paused');
    await app.waitUntilHidden('prompt');
    await eventually(() => shown(app)).toMatchObject({ icon: 'none', tooltip: 'Metafob – paused' });
    await eventually(world.serviceFileExists).toBe(false);
  });

  test('asks again after pausing and resuming with an open question', async () => {
    const world = await startDesktop({ name: 'desktop-tray-pause-resume' });
    const app = world.app();
    const waiting = await world.ask();
    await world.popUp();
    await app.clickTray('Pause');
    await waiting.finished;
    await eventually(world.serviceFileExists).toBe(false);
    await app.clickTray('Resume');
    const program = await world.ask();
    const first = await Promise.race([program.finished, world.popUp().then(() => 'the pop-up')]);
    expect(first).toBe('the pop-up');
  });

  test('resumes with the sessions it had', async () => {
    const world = await startDesktop({ name: 'desktop-tray-resume' });
    const app = world.app();
    const { AccessKeyId } = roleDocument(await world.startSession());
    const { url } = await world.service();
    await app.clickTray('Pause');
    await eventually(world.serviceFileExists).toBe(false);
    await expect(fetch(url)).rejects.toThrow();

    await app.clickTray('Resume');
    expect(roleDocument(await (await world.ask()).finished).AccessKeyId).toBe(AccessKeyId);
    await eventually(() => shown(app)).toMatchObject({ icon: 'active' });
  });

  test('quits: who waits is told, and the command line finds no app any more', async () => {
    const world = await startDesktop({ name: 'desktop-tray-quit' });
    const waiting = await world.ask();
    await world.popUp();
    const exitCode = exitOf(world.app());
    await world.app().clickTray('Quit Metafob');
    expect(failureDocument(await waiting.finished).Message).toContain('was stopped or paused');
    expect(await exitCode).toBe(0);
    expect(world.serviceFileExists()).toBe(false);
  });
});
