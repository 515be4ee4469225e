import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { views } from '../../src/renderer/dashboard/view-name.ts';
import { defaultSettings } from '../../src/shared/settings.ts';
import { logLines, portTaken } from './support/desktop/desktop-states.ts';
import { useDesktopWindow } from './support/desktop/desktop-window-fixture.ts';
import { refused } from './support/desktop/fake-main.ts';
import { profile, states, viewState } from './support/states.ts';

const openDashboard = useDesktopWindow('dashboard');

/** Not the title that stands there until the state came. */
const isShown = (page: Page) => page.getByRole('navigation').waitFor();
const heading = (page: Page) => page.getByRole('heading', { level: 1 });

describe('the navigation', () => {
  it('comes first for the keyboard, in the order of the views', async () => {
    const { page } = await openDashboard(states.active);
    await isShown(page);
    for (const { title } of views) {
      await page.keyboard.press('Tab');
      expect(await page.locator(':focus').innerText()).toBe(title);
    }
  });

  it('goes to each view with Enter, and the keyboard goes on in what is new', async () => {
    const { page } = await openDashboard(states.active, { hash: '#about' });
    for (const { title } of views) {
      const link = page.getByRole('link', { name: title });
      await link.focus();
      await page.keyboard.press('Enter');
      await expect.poll(() => heading(page).innerText()).toBe(title);
      expect(await link.getAttribute('aria-current')).toBe('page');
      const main = page.getByRole('main');
      await expect.poll(() => main.evaluate((element) => element === document.activeElement)).toBe(true);
    }
  });

  it('follows the address, by which the tray opens a view', async () => {
    const { page } = await openDashboard(states.active, { hash: '#settings' });
    await expect.poll(() => heading(page).innerText()).toBe('Settings');
    await page.evaluate(() => {
      location.hash = '#log';
    });
    await expect.poll(() => heading(page).innerText()).toBe('Log');
  });

  it('says whether programs are served', async () => {
    const { page, main } = await openDashboard(states.active);
    await page.getByRole('banner').getByText('Listening on 127.0.0.1:45000').waitFor();
    await main.publishDesktop({ listeners: [], paused: true });
    await page.getByRole('banner').getByText('Paused').waitFor();
  });
});

describe('profiles', () => {
  it('are switched, started, shown and cleared over IPC', async () => {
    const { page, main } = await openDashboard(states.active);
    const session = {
      accessKey: 'ASIAEXAMPLE',
      secretKey: 'example/secret',
      sessionToken: 'example-token',
      expiration: '2026-11-22T14:32:00Z',
    };
    main.answer(({ name }) => (name === 'revealCredentials' ? { ok: true, value: session } : undefined));
    await page.getByRole('button', { name: 'Use build' }).click();
    await page.getByRole('button', { name: 'Start session for staging-readonly' }).click();
    await page.getByRole('button', { name: 'Show credentials of dev' }).click();
    await page.getByText('example-token').waitFor();
    await page.getByRole('button', { name: 'Clear the session of dev' }).click();
    await expect
      .poll(() => main.calls)
      .toEqual([
        { name: 'switchProfile', request: { profile: 'build' } },
        { name: 'startSession', request: { profile: 'staging-readonly' } },
        { name: 'revealCredentials', request: { profile: 'dev' } },
        { name: 'clearSession', request: { profile: 'dev' } },
      ]);
  });

  it('copies credentials although the app gives its pages no right to the clipboard', async () => {
    const { page, main } = await openDashboard(states.active);
    main.answer(({ name }) =>
      name === 'revealCredentials'
        ? { ok: true, value: { accessKey: 'ASIAEXAMPLE', secretKey: 's', sessionToken: 't', expiration: '' } }
        : undefined,
    );
    await page.evaluate(() => {
      navigator.clipboard.writeText = () => Promise.reject(new DOMException('denied', 'NotAllowedError'));
    });
    await page.getByRole('button', { name: 'Show credentials of dev' }).click();
    await page.getByRole('button', { name: 'Copy the access key id' }).click();
    await page.getByRole('button', { name: 'Copied the access key id' }).waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('ASIAEXAMPLE');
  });

  it('asks for the code of a session that the user starts, and takes the setting for Enter', async () => {
    const { page, main } = await openDashboard(states.none, {
      desktop: { settings: { ...defaultSettings, firstRunDone: true, submitOnSixthDigit: false } },
    });
    main.answer(({ request }) =>
      JSON.stringify(request) === '{"profile":"dev"}'
        ? refused('A code is needed.', 'code-needed')
        : undefined,
    );
    await page.getByRole('button', { name: 'Start session for dev' }).click();
    await page.getByLabel('Token code').waitFor();
    await page.keyboard.type('012345');
    expect(main.calls.length).toBe(1);
    await page.keyboard.press('Enter');
    await expect
      .poll(() => main.calls.at(-1))
      .toEqual({ name: 'startSession', request: { profile: 'dev', code: '012345' } });
  });

  it('answers the question of a program, too', async () => {
    const { page, main } = await openDashboard(states.waiting);
    await page.getByRole('dialog', { name: 'Code for dev' }).waitFor();
    await page.keyboard.type('123456');
    await expect
      .poll(() => main.calls)
      .toEqual([{ name: 'answerPrompt', request: { promptId: 'prompt-1', code: '123456' } }]);
  });

  it('says that no program is served, and tries again', async () => {
    const { page, main } = await openDashboard(states.none, {
      desktop: { listeners: [], listenerProblem: portTaken },
    });
    await page.getByText(portTaken).waitFor();
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect.poll(() => main.calls).toEqual([{ name: 'setPaused', request: { paused: false } }]);
  });

  it('says so when the app does not answer at all', async () => {
    const { page } = await openDashboard(states.none, {
      prepare: (main) => main.answer(() => Promise.reject(new Error('no handler'))),
    });
    await page.getByText('Metafob did not answer this window.').waitFor();
  });
});

describe('connection', () => {
  it('shows the line, and main copies it', async () => {
    const { page, main } = await openDashboard(states.none, { hash: '#connection' });
    await page.getByText('export AWS_EC2_METADATA_SERVICE_ENDPOINT=http://127.0.0.1:45000/').waitFor();
    await page.getByRole('button', { name: 'Copy the line' }).click();
    await page.getByRole('button', { name: 'Copied the line' }).waitFor();
    expect(main.calls).toEqual([{ name: 'copyEnvironmentLine', request: undefined }]);
  });

  it('shows the line of PowerShell on Windows', async () => {
    const { page } = await openDashboard(states.none, {
      hash: '#connection',
      desktop: { platform: 'win32' },
    });
    await page.getByText('$env:AWS_EC2_METADATA_SERVICE_ENDPOINT = "http://127.0.0.1:45000/"').waitFor();
  });

  it.each([
    ['Pause', {}, true],
    ['Resume', { listeners: [], paused: true }, false],
    ['Try again', { listeners: [], listenerProblem: portTaken }, false],
  ])('has a button %s', async (label, desktop, paused) => {
    const { page, main } = await openDashboard(states.none, { hash: '#connection', desktop });
    await page.getByRole('button', { name: label }).click();
    await expect.poll(() => main.calls).toEqual([{ name: 'setPaused', request: { paused } }]);
  });
});

describe('the log', () => {
  it('shows the newest line first', async () => {
    const { page } = await openDashboard(states.none, {
      hash: '#log',
      prepare: (main) => {
        main.log = logLines;
      },
    });
    const first = page.getByRole('listitem').filter({ hasText: 'error' }).first();
    expect(await first.innerText()).toContain('unexpected error');
    expect(await page.locator('.log-line').count()).toBe(logLines.length);
  });

  it('is read again while the window is visible', async () => {
    const { page, main } = await openDashboard(states.none, { hash: '#log', controlTimers: true });
    await page.getByText('Nothing was logged yet.').waitFor();
    main.log = ['2026-11-22 14:00:00.000Z info  a new line'];
    await page.clock.runFor(2000);
    await page.getByText('a new line').waitFor();
  });

  it('says why diagnostics were not copied', async () => {
    const { page, main } = await openDashboard(states.none, { hash: '#log' });
    main.answer(({ name }) =>
      name === 'copyDiagnostics' ? refused('The clipboard is not there.') : undefined,
    );
    await page.getByRole('button', { name: 'Copy diagnostics' }).click();
    await page.getByRole('alert').getByText('The clipboard is not there.').waitFor();
  });
});

describe('about', () => {
  it.each([
    ['Documentation', 'documentation'],
    ['What is new', 'changelog'],
    ['Report a fault', 'issues'],
    ['Get the extension', 'tray-extension'],
  ])('opens “%s” in the browser by its name', async (label, link) => {
    const { page, main } = await openDashboard(states.none, {
      hash: '#about',
      desktop: { trayAvailable: false },
    });
    await page.getByRole('button', { name: label }).click();
    await expect.poll(() => main.calls).toEqual([{ name: 'openLink', request: { link } }]);
  });

  it('tells which configuration files were read', async () => {
    const { page } = await openDashboard(viewState({ profiles: [profile()] }), {
      hash: '#about',
      desktop: { configurationFiles: [{ path: '~/.config/metafob/config', found: false }] },
    });
    expect(await page.getByRole('listitem').filter({ hasText: 'metafob/config' }).innerText()).toContain(
      'not there',
    );
  });
});
