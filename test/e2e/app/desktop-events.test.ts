/** What happens around the app: time, sleep, a locked screen, refused focus, a second launch. */
import { describe, expect, test } from 'vitest';
import { roleDocument } from '../../integration/service/support/service-world.ts';
import { eventually, startDesktop } from '../support/desktop-world.ts';
import type { LaunchedApp } from '../support/launch.ts';
import { exitOf } from '../support/sample-app.ts';

/** Sessions this short are handed out, and are at their half soon. */
const SHORT_SESSION_SECONDS = 40;

/** The machine sleeps for some seconds: its clock goes on, timers do not. */
async function sleepFor(app: LaunchedApp, seconds: number): Promise<void> {
  await app.emitPower('suspend');
  await app.electron.evaluate((_modules, milliseconds) => {
    const clock = Date.now;
    Date.now = () => clock() + milliseconds;
  }, seconds * 1000);
  await app.emitPower('resume');
}

describe('a session that ends soon', () => {
  test('is told once in a notification, which leads to the question', async () => {
    const world = await startDesktop({ name: 'desktop-nudge' });
    const app = world.app();
    world.simulator.setFaults([{ kind: 'lifetime', seconds: SHORT_SESSION_SECONDS }]);
    roleDocument(await world.startSession());
    await app.waitUntilHidden('prompt');
    expect(await app.notifications()).toEqual([]);

    await sleepFor(app, 25);
    await eventually(() => app.notifications()).toEqual([
      expect.objectContaining({
        title: 'A session ends soon',
        body: expect.stringContaining('“admin”'),
        open: true,
      }),
    ]);
    await eventually(() => app.trayIcon()).toBe('expiring');
    await app.emitPower('resume');
    expect(await app.notifications()).toHaveLength(1);
    expect(await app.trayLabels()).toContain('Enter code…');

    await app.clickNotification('A session ends soon');
    await world.popUp();
  });

  test('is renewed with a code before it ends', async () => {
    const world = await startDesktop({ name: 'desktop-renew', wish: '--show' });
    const app = world.app();
    world.simulator.setFaults([{ kind: 'lifetime', seconds: SHORT_SESSION_SECONDS }]);
    roleDocument(await world.startSession());
    await sleepFor(app, 25);
    await eventually(() => app.trayIcon()).toBe('expiring');
    const page = await world.dashboard();
    await page.getByRole('button', { name: 'Renew for admin' }).click();
    await page.getByLabel('Token code').waitFor({ timeout: 3_000 });
  });

  test('and ended while the machine slept, is gone when it wakes up', async () => {
    const world = await startDesktop({ name: 'desktop-sleep' });
    const app = world.app();
    world.simulator.setFaults([{ kind: 'lifetime', seconds: SHORT_SESSION_SECONDS }]);
    roleDocument(await world.startSession());
    await eventually(() => app.trayIcon()).toBe('active');
    await sleepFor(app, 60);
    await eventually(() => app.trayTooltip()).toBe('admin – no session');
    await world.ask();
    await world.popUp();
  });
});

describe('locking the screen', () => {
  test.each([
    { clearOnLock: true, icon: 'none' },
    { clearOnLock: false, icon: 'active' },
  ])('with “forget sessions” $clearOnLock leaves the icon “$icon”', async ({ clearOnLock, icon }) => {
    const world = await startDesktop({ name: 'desktop-lock', settings: { clearOnLock } });
    const app = world.app();
    roleDocument(await world.startSession());
    await eventually(() => app.trayIcon()).toBe('active');
    await app.emitPower('lock-screen');
    await app.emitPower('unlock-screen');
    await eventually(() => app.trayIcon()).toBe(icon);
  });
});

describe('a desktop that does not give the window the keyboard', () => {
  test('is told in a notification, which brings the window to the front', async () => {
    const world = await startDesktop({ name: 'desktop-focus' });
    const app = world.app();
    await app.refuseFocus(true);
    await world.ask();
    await eventually(() => app.notifications()).toEqual([
      expect.objectContaining({ title: 'A code is needed', body: expect.stringContaining('“admin”') }),
    ]);
    await app.refuseFocus(false);
    await app.clickNotification('A code is needed');
    await eventually(() => app.windowState('prompt')).toMatchObject({ visible: true, focused: true });
  });
});

describe('a second launch', () => {
  test('shows the dashboard of the app that runs', async () => {
    const world = await startDesktop({ name: 'desktop-second' });
    expect(await world.app().startAgain()).toMatchObject({ code: 0 });
    await (await world.dashboard()).getByRole('heading', { name: 'admin' }).waitFor();
  });

  test('asks for a code, or ends the app, when it is told to', async () => {
    const world = await startDesktop({ name: 'desktop-second-prompt' });
    await world.app().startAgain('--prompt');
    await (await world.popUp()).getByRole('heading', { name: 'Code for admin' }).waitFor();
    const exitCode = exitOf(world.app());
    await world.app().startAgain('--quit');
    expect(await exitCode).toBe(0);
  });
});
