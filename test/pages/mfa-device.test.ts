/** Adding an MFA device on the manage page: with a stand-in for the service, and with the real one. */
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { stepAt } from '../../src/core/mfa/time-step.ts';
import { tokenCode } from '../../src/core/mfa/totp.ts';
import { aliceAndBob, worldOfTest } from '../integration/service/support/service-world.ts';
import { registerSecret } from '../support/log-recorder.ts';
import { accessibilityProblems } from './support/accessibility.ts';
import { useDesktopWindow } from './support/desktop/desktop-window-fixture.ts';
import type { Answer } from './support/fake-manage-server.ts';
import { useManagePage } from './support/manage-page-fixture.ts';
import { useRealPages } from './support/real-service.ts';
import { profile, states, testNow, viewState } from './support/states.ts';

const openManagePage = useManagePage();
const openDashboard = useDesktopWindow('dashboard');
const pages = useRealPages();

const serialNumber = 'arn:aws:iam::111122223333:mfa/alice-2';
const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
const enrolment = {
  ...{ enrolmentId: 'one', serialNumber, userName: 'alice', secret, expiresAt: testNow + 600_000 },
  otpauthUri: `otpauth://totp/Amazon%20Web%20Services:alice-2%40111122223333?secret=${secret}&issuer=Amazon%20Web%20Services`,
};
const enabled = {
  ...{ serialNumber, secretKept: false, nextCodeAt: testNow + 12_000 },
  configuration: { written: true, message: '~/.config/metafob/config has it as mfa_serial now.' },
};
const started = '/manage/profiles/dev/mfa-device';
const ofEnrolment = `${started}/one`;

const withoutDevice = profile({ mfa: { mode: 'unknown' } });

const refusal = (status: number, kind: string, message: string): Answer => ({
  status,
  body: { error: { kind, message } },
});

const openDialog = async (answers: Readonly<Record<string, Answer>> = {}, options = {}) => {
  const opened = await openManagePage(viewState({ profiles: [withoutDevice] }), options);
  const usual: Record<string, Answer> = {
    [`POST ${started}`]: { status: 200, body: enrolment },
    [`POST ${ofEnrolment}`]: { status: 200, body: enabled },
    [`DELETE ${ofEnrolment}`]: { status: 200, body: { message: 'It was deleted again.' } },
  };
  opened.server.answer(({ method, path }) => ({ ...usual, ...answers })[`${method} ${path}`]);
  await opened.driver.button('dev', 'Add an MFA device').click();
  const dialog = opened.page.getByRole('dialog', { name: 'New MFA device for dev' });
  await dialog.waitFor();
  return { ...opened, dialog };
};

describe('the dialog for a new MFA device', () => {
  it('shows its QR code, and its secret as text only on request', async () => {
    const { dialog, page } = await openDialog();
    await dialog.getByRole('img', { name: 'QR code with the secret of the new device' }).waitFor();
    expect(await dialog.innerText()).toContain(serialNumber);
    expect(await page.content()).not.toContain(secret);
    expect(await accessibilityProblems(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Show the secret key as text' }).click();
    await dialog.getByText(secret).waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Hide the secret key' }).click();
    await dialog.getByText(secret).waitFor({ state: 'detached' });
  });

  it('is accessible in the dark, too', async () => {
    const { dialog, page } = await openDialog({}, { colorScheme: 'dark' });
    await dialog.getByRole('img').waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
  });

  it('fits into the first size of the window with the secret shown, and into a narrow one by scrolling down', async () => {
    const { dialog, page } = await openDialog({}, { viewport: { width: 960, height: 680 } });
    await dialog.getByRole('button', { name: 'Show the secret key as text' }).click();
    const overflow = () =>
      dialog.evaluate((each) => [each.scrollWidth - each.clientWidth, each.scrollHeight - each.clientHeight]);
    expect(await overflow()).toEqual([0, 0]);
    await page.setViewportSize({ width: 375, height: 600 });
    expect((await overflow())[0]).toBe(0);
    await dialog.getByRole('button', { name: 'Enable device' }).click();
    await expect
      .poll(() => dialog.getByRole('alert').evaluate((each) => each.getBoundingClientRect().bottom))
      .toBeLessThanOrEqual(600);
  });

  it('takes two codes by the keyboard alone and tells what was done', async () => {
    const { dialog, page, server, driver } = await openDialog();
    await dialog.getByLabel('First code').focus();
    await page.keyboard.type('012 345');
    await page.keyboard.press('Tab');
    await page.keyboard.type('543210');
    await page.keyboard.press('Enter');
    await dialog.getByText('The device is enabled.').waitFor();
    await dialog.getByText(enabled.configuration.message).waitFor();
    expect(server.requests.at(-1)).toEqual({
      ...{ method: 'POST', path: ofEnrolment },
      body: { codes: ['012345', '543210'] },
    });
    expect(await accessibilityProblems(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Done' }).click();
    await dialog.waitFor({ state: 'detached' });
    expect(server.requests.filter(({ method }) => method === 'DELETE')).toEqual([]);
    expect(await driver.hasFocus(driver.button('dev', 'Add an MFA device'))).toBe(true);
  });

  it.each([
    ['12345', '123456', 'A code has six digits; this has 5.'],
    ['123456', '', 'Enter the six digits that your MFA device shows.'],
    ['123456', '123456', 'These are the same code twice.'],
  ])('sends nothing for “%s” and “%s”', async (first, second, hint) => {
    const { dialog, server } = await openDialog();
    await dialog.getByLabel('First code').fill(first);
    await dialog.getByLabel('The code after it').fill(second);
    await dialog.getByRole('button', { name: 'Enable device' }).click();
    await dialog.getByRole('alert').getByText(hint).waitFor();
    expect(server.requests).toHaveLength(1);
  });

  it('stays open when AWS does not accept the codes', async () => {
    const message = 'AWS did not accept these two codes.';
    const { dialog, page } = await openDialog({ [`POST ${ofEnrolment}`]: refusal(403, 'bad-code', message) });
    await dialog.getByLabel('First code').fill('123456');
    await dialog.getByLabel('The code after it').fill('654321');
    await page.keyboard.press('Enter');
    await dialog.getByRole('alert').getByText(message).waitFor();
    await dialog.getByRole('img').waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
  });

  it('asks for no codes when the secret is to be kept', async () => {
    const { dialog, server } = await openDialog({
      [`POST ${ofEnrolment}`]: { status: 200, body: { ...enabled, secretKept: true } },
    });
    await dialog.getByRole('checkbox', { name: /^Keep the secret in the keychain/ }).check();
    expect(await dialog.getByLabel('First code').count()).toBe(0);
    await dialog.getByRole('button', { name: 'Enable device' }).click();
    await dialog.getByText('Its secret is kept').waitFor();
    expect(server.requests.at(-1)?.body).toEqual({ keepSecret: true });
  });

  it.each(['Cancel', 'Escape'])('takes the device back on %s', async (way) => {
    const { dialog, page, server } = await openDialog();
    await dialog.getByRole('img').waitFor();
    if (way === 'Cancel') await dialog.getByRole('button', { name: 'Cancel' }).click();
    else await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect(server.requests.filter(({ method }) => method === 'DELETE')).toEqual([
      { method: 'DELETE', path: ofEnrolment, body: undefined },
    ]);
  });

  it('takes the device back when the page is left', async () => {
    const { dialog, page, server } = await openDialog();
    await dialog.getByRole('img').waitFor();
    await page.goto('about:blank');
    await expect.poll(() => server.requests.at(-1)?.method).toBe('DELETE');
  });

  it('shows what is left at AWS before it goes', async () => {
    const message = `The MFA device ${serialNumber} is left at AWS.`;
    const { dialog } = await openDialog({
      [`DELETE ${ofEnrolment}`]: refusal(403, 'access-denied', message),
    });
    await dialog.getByRole('img').waitFor();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await dialog.getByRole('alert').getByText(message).waitFor();
    await dialog.getByRole('button', { name: 'Close' }).click();
    await dialog.waitFor({ state: 'detached' });
  });

  it('says why there is no device', async () => {
    const message = 'AWS does not allow iam:CreateVirtualMFADevice with these keys.';
    const { dialog, page } = await openDialog({
      [`POST ${started}`]: refusal(403, 'access-denied', message),
    });
    await dialog.getByRole('alert').getByText(message).waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
  });
});

describe('a new MFA device', () => {
  const offers = (page: Page) =>
    page.getByRole('button', { name: /^Add an MFA device to/ }).allTextContents();

  it('is offered only to profiles of whose user no device is known', async () => {
    const profiles = [
      withoutDevice,
      profile({ name: 'no-mfa-yet', active: false, mfa: { mode: 'none' } }),
      profile({ name: 'with-device', active: false }),
      profile({ name: 'with-secret', active: false, mfa: { mode: 'stored-secret' } }),
    ];
    const { page } = await openManagePage(viewState({ profiles }));
    await page.getByRole('article', { name: 'with-secret' }).waitFor();
    expect(await offers(page)).toEqual(['Add an MFA device to dev', 'Add an MFA device to no-mfa-yet']);
  });

  it('is offered in the list of MFA secrets where no secret is stored', async () => {
    const { page } = await openDashboard(states.none, { hash: '#secrets' });
    await page.getByRole('heading', { name: 'build' }).waitFor();
    expect(await offers(page)).toEqual(['Add an MFA device to dev', 'Add an MFA device to staging-readonly']);
  });

  it('stays in the dialog, with what was done, when the profile has it by then', async () => {
    const { dialog, page, server, driver } = await openDialog();
    await dialog.getByLabel('First code').fill('012345');
    await dialog.getByLabel('The code after it').fill('543210');
    await page.keyboard.press('Enter');
    await dialog.getByText('The device is enabled.').waitFor();
    server.publish(viewState({ profiles: [profile()] }));
    await page.getByTitle('arn:aws:iam::123456789012:mfa/jane').waitFor();
    await dialog.getByRole('button', { name: 'Done' }).click();
    await dialog.waitFor({ state: 'detached' });
    expect(await driver.hasFocus(driver.button('dev', 'Add an MFA device'))).toBe(true);
  });
});

describe('in the dashboard', () => {
  it('goes through the main process, from the list of MFA secrets', async () => {
    const { page, main } = await openDashboard(states.none, { hash: '#secrets' });
    main.answer(({ name }) => {
      if (name === 'addMfaDevice') return { ok: true, value: enrolment };
      if (name === 'enableMfaDevice') return { ok: true, value: enabled };
      return undefined;
    });
    await page.getByRole('button', { name: 'Add an MFA device to dev' }).click();
    await page.getByLabel('First code').fill('012345');
    await page.getByLabel('The code after it').fill('543210');
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.keyboard.press('Enter');
    await page.getByText('The device is enabled.').waitFor();
    await page.getByRole('button', { name: 'Done' }).click();
    const proof = { codes: ['012345', '543210'] };
    expect(main.calls).toEqual([
      { name: 'addMfaDevice', request: { profile: 'dev' } },
      { name: 'enableMfaDevice', request: { profile: 'dev', enrolmentId: 'one', proof } },
    ]);
  });
});

describe('with the real service', () => {
  it('enables a device that AWS knows from then on', async () => {
    const configuration = aliceAndBob.replace('\nmfa_enabled = no', '');
    const world = await worldOfTest({ name: 'mfa-device-page', configuration });
    const { page, button } = await pages.open(world.service.url).then((driver) => ({
      page: driver.page,
      button: driver.button('bob', 'Add an MFA device'),
    }));
    await button.click();
    await page.getByRole('button', { name: 'Show the secret key as text' }).click();
    const shown = (await page.locator('.new-device-secret code').innerText()).trim();
    registerSecret(shown);
    const step = stepAt(Date.now());
    const codes = [tokenCode(shown, step - 1), tokenCode(shown, step)] as const;
    for (const code of codes) registerSecret(code);
    await page.getByLabel('First code').fill(codes[0]);
    await page.getByLabel('The code after it').fill(codes[1]);
    await page.keyboard.press('Enter');
    await page.getByText('The device is enabled.').waitFor();
    expect(world.simulator.calls('EnableMFADevice')).toMatchObject([{ outcome: 'ok' }]);
    await page.getByRole('button', { name: 'Done' }).click();
    // The service has read its file again.
    await page
      .getByRole('article', { name: 'bob' })
      .getByTitle('arn:aws:iam::111122223333:mfa/bob')
      .waitFor();
    expect(await page.content()).not.toContain(shown);
  });
});
