/** The dashboard of the built app, and the desktop that shows a tray or does not. */
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { Page } from 'playwright-core';
import { describe, expect, onTestFinished, test } from 'vitest';
import { roleDocument } from '../../integration/service/support/service-world.ts';
import { startFakeWatcher } from '../../integration/tray-host/fake-watcher.ts';
import { accessibilityProblems } from '../../pages/support/accessibility.ts';
import { startSecretService } from '../../support/secret-service.ts';
import { alice } from '../../support/sts-simulator/example-world.ts';
import { configurationOn, type DesktopWorld, eventually, startDesktop } from '../support/desktop-world.ts';
import { exitOf } from '../support/sample-app.ts';

const closeWindow = async (world: DesktopWorld, page: Page): Promise<void> => {
  const window = await world.app().electron.browserWindow(page);
  await window.evaluate((each) => each.close());
};

describe('the dashboard', () => {
  test('is used by keyboard alone, and is accessible in each view', async () => {
    const world = await startDesktop({ name: 'desktop-keyboard', wish: '--show' });
    const page = await world.dashboard();
    await page.getByRole('heading', { name: 'deploy' }).waitFor();
    for (const view of [
      'Profiles',
      'MFA secrets',
      'Connection',
      'Instance',
      'Doctor',
      'Settings',
      'Log',
      'About',
    ]) {
      await page.getByRole('link', { name: view, exact: true }).press('Enter');
      await page
        .getByRole('heading', { name: view === 'About' ? /About|Metafob/ : view, level: 1 })
        .first()
        .waitFor();
      expect(await accessibilityProblems(page), view).toEqual([]);
    }
    await page.getByRole('link', { name: 'Profiles', exact: true }).press('Enter');
    await page.getByRole('button', { name: 'Start session for admin' }).press('Enter');
    await page.locator('#token-code:focus').waitFor();
    await page.keyboard.type(world.code());
    await page.getByRole('article', { name: 'admin' }).getByText('Active').waitFor();
    roleDocument(await (await world.ask()).finished);
  });
});

describe('diagnostics', () => {
  test('hold what happened, and no secret', async () => {
    const world = await startDesktop({ name: 'desktop-diagnostics', wish: '--show' });
    const { SecretAccessKey, Token } = roleDocument(await world.startSession());
    const page = await world.dashboard();
    await page.getByRole('link', { name: 'Log', exact: true }).click();
    await page.getByText('a code is needed').first().waitFor();
    await page.getByRole('button', { name: 'Copy diagnostics' }).click();
    await eventually(() => world.app().clipboardText()).toContain('a code is needed');
    const copied = await world.app().clipboardText();
    for (const secret of [SecretAccessKey, Token, alice.secretAccessKey, (await world.service()).token]) {
      expect(copied.includes(secret)).toBe(false);
    }
  });
});

describe('a desktop without a tray', () => {
  test('sees the dashboard at the start, and is asked what closing it means', async () => {
    const world = await startDesktop({ name: 'desktop-no-tray', wish: null });
    const app = world.app();
    const page = await world.dashboard();
    await app.answerMessageBoxes('Cancel');
    await closeWindow(world, page);
    await eventually(async () => (await app.messageBoxes()).map(({ message }) => message)).toEqual([
      'Quit Metafob?',
    ]);
    expect(await app.windowState('dashboard')).toMatchObject({ visible: true });

    await app.answerMessageBoxes('Keep Running');
    await closeWindow(world, page);
    await eventually(() => app.windowState('dashboard')).toBeUndefined();
    roleDocument(await world.startSession());

    await app.startAgain();
    const again = await world.dashboard();
    await app.answerMessageBoxes('Quit');
    const exitCode = exitOf(app);
    await closeWindow(world, again);
    expect(await exitCode).toBe(0);
  });
});

describe('a desktop with a tray', () => {
  test('sees no window at the start, and closes the dashboard without a question', async () => {
    const session = await startSecretService({ keyring: 'none' });
    onTestFinished(() => session.stop());
    const watcher = startFakeWatcher(session.environment);
    onTestFinished(() => watcher.stop());
    await watcher.tell('own');
    await watcher.tell('host on');
    const world = await startDesktop({
      name: 'desktop-with-tray',
      wish: null,
      environment: { DBUS_SESSION_BUS_ADDRESS: session.environment.DBUS_SESSION_BUS_ADDRESS ?? '' },
    });
    const app = world.app();
    await eventually(() => app.trayIcon()).toBe('none');
    expect(await app.windowState('dashboard')).toBeUndefined();

    await app.clickTray('Open dashboard');
    await closeWindow(world, await world.dashboard());
    await eventually(() => app.windowState('dashboard')).toBeUndefined();
    expect(await app.messageBoxes()).toEqual([]);
    roleDocument(await world.startSession());
  });
});

describe('a port that another program uses', () => {
  test('is told in tray and dashboard, and tried again', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    onTestFinished(() => void other.close());
    const address = other.address();
    const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
    const world = await startDesktop({ name: 'desktop-port', configuration: configurationOn(port) });
    const app = world.app();
    await eventually(() => app.trayTooltip()).toBe('Metafob – programs cannot reach it');
    expect(await app.trayIcon()).toBe('error');
    const problem = (await app.trayLabels()).find((label) => label.startsWith(`Cannot listen on`));
    await app.clickTray(problem ?? 'the problem');
    const page = await world.dashboard();
    await page
      .getByText(`Cannot listen on http://127.0.0.1:${port}: another program uses this port.`)
      .waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);

    const closed = once(other, 'close');
    other.close();
    await closed;
    await page.getByRole('button', { name: 'Try again' }).click();
    expect((await world.service()).url).toBe(`http://127.0.0.1:${port}`);
    await eventually(() => app.trayIcon()).toBe('none');
    roleDocument(await world.startSession());
  });
});
