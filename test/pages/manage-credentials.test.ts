import { describe, expect, it } from 'vitest';
import type { FakeManageServer } from './support/fake-manage-server.ts';
import { closedGate } from './support/gate.ts';
import { useManagePage } from './support/manage-page-fixture.ts';
import { states, viewState } from './support/states.ts';

const openManagePage = useManagePage();

const session = {
  accessKey: 'ASIAEXAMPLEKEYID',
  secretKey: 'example/secret+key',
  sessionToken: 'example//token==',
  expiration: '2026-11-22T14:32:00Z',
};

const serveCredentials = (server: FakeManageServer): void =>
  server.answer(({ method, path }) =>
    method === 'GET' && path === '/manage/profiles/dev'
      ? { status: 200, body: { profile: { name: 'dev', accessKey: '', region: 'eu-west-1', session } } }
      : undefined,
  );

const openWithCredentialsShown = async (options = {}) => {
  const opened = await openManagePage(states.active, options);
  serveCredentials(opened.server);
  await opened.driver.button('dev', 'Show credentials').click();
  await opened.page.getByText(session.secretKey).waitFor();
  return opened;
};

describe('credentials', () => {
  it('are neither asked for nor in the page before the user wants to see them', async () => {
    const { server, driver, page } = await openManagePage(states.active);
    serveCredentials(server);
    expect(server.requests).toEqual([]);
    const before = await page.content();
    for (const secret of Object.values(session)) expect(before).not.toContain(secret);
    await driver.button('dev', 'Show credentials').click();
    await page.getByText(session.secretKey).waitFor();
    expect(await page.content()).toContain(session.sessionToken);
  });

  it('are hidden again on the second click', async () => {
    const { driver, page } = await openWithCredentialsShown();
    await driver.button('dev', 'Hide credentials').click();
    await page.getByText(session.secretKey).waitFor({ state: 'detached' });
    expect(await page.content()).not.toContain(session.sessionToken);
  });

  it('are hidden when the page is', async () => {
    const { driver, page } = await openWithCredentialsShown();
    await driver.setVisibility('hidden');
    await page.getByText(session.secretKey).waitFor({ state: 'detached' });
  });

  it('are hidden after a minute', async () => {
    const { page } = await openWithCredentialsShown({ controlTimers: true });
    await page.clock.runFor(59_000);
    expect(await page.getByText(session.secretKey).count()).toBe(1);
    await page.clock.runFor(2000);
    await page.getByText(session.secretKey).waitFor({ state: 'detached' });
  });

  it('are hidden when another profile is used', async () => {
    const { server, page } = await openWithCredentialsShown();
    server.publish(viewState({ ...states.active, activeProfile: 'build' }));
    await page.getByText(session.secretKey).waitFor({ state: 'detached' });
  });

  it('are hidden when the session ends', async () => {
    const { server, page } = await openWithCredentialsShown();
    server.publish(states.none);
    await page.getByText(session.secretKey).waitFor({ state: 'detached' });
  });

  it('do not appear when the answer comes after the page was hidden', async () => {
    const { server, driver, page } = await openManagePage(states.active);
    serveCredentials(server);
    const gate = closedGate();
    server.answer(async () => {
      await gate.passed;
      return { status: 200, body: { profile: { name: 'dev', accessKey: '', region: '', session } } };
    });
    await driver.button('dev', 'Show credentials').click();
    await expect.poll(() => server.requests.length).toBe(1);
    await driver.setVisibility('hidden');
    const answered = page.waitForResponse('**/manage/profiles/dev');
    gate.open();
    await (await answered).finished();
    await driver.setVisibility('visible');
    await driver.profile('dev').locator('[aria-expanded]:not([aria-disabled])').waitFor();
    expect(await page.getByText(session.secretKey).count()).toBe(0);
  });

  it('are copied one by one or as lines for a shell', async () => {
    const { page } = await openWithCredentialsShown();
    const panel = page.getByRole('region', { name: 'Credentials of dev' });
    const clipboard = (): Promise<string> => page.evaluate(() => navigator.clipboard.readText());
    await panel.getByRole('button', { name: 'Copy the session token' }).click();
    await expect.poll(clipboard).toBe(session.sessionToken);
    await panel.getByRole('button', { name: 'Copy as shell exports' }).click();
    await expect.poll(clipboard).toContain(`export AWS_SECRET_ACCESS_KEY='${session.secretKey}'\n`);
  });
});
