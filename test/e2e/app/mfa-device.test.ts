/** A virtual MFA device is added from the dashboard of the built app: dialog, main process and AWS together. */
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { describe, expect, onTestFinished, test } from 'vitest';
import { stepAt } from '../../../src/core/mfa/time-step.ts';
import { tokenCode } from '../../../src/core/mfa/totp.ts';
import { roleDocument } from '../../integration/service/support/service-world.ts';
import { accessibilityProblems } from '../../pages/support/accessibility.ts';
import { registerSecret } from '../../support/log-recorder.ts';
import { startSecretService } from '../../support/secret-service.ts';
import { bob } from '../../support/sts-simulator/example-world.ts';
import { type DesktopWorld, eventually, startDesktop } from '../support/desktop-world.ts';
import { exitOf } from '../support/sample-app.ts';

const bobsDevice = 'arn:aws:iam::111122223333:mfa/bob';
const configuration = `
[metadata]
profile = bob
port = 0

[profile:bob]
access_key = ${bob.accessKeyId}
secret_key = ${bob.secretAccessKey}
`;

/** Opens the dialog, and reads its secret as a person who types it into an app. */
const openDialog = async (page: Page) => {
  await page.getByRole('button', { name: 'Add an MFA device to bob' }).click();
  const dialog = page.getByRole('dialog', { name: 'New MFA device for bob' });
  await dialog.getByRole('button', { name: 'Show the secret key as text' }).click();
  const secret = (await dialog.locator('.new-device-secret code').innerText()).trim();
  registerSecret(secret);
  return { dialog, secret };
};

/** The code before this one and this one, so that nobody has to wait for the next. */
const twoCodes = (secret: string): readonly [string, string] => {
  const step = stepAt(Date.now());
  const codes = [tokenCode(secret, step - 1), tokenCode(secret, step)] as const;
  codes.forEach(registerSecret);
  return codes;
};

const outcomes = ({ simulator }: DesktopWorld, action: string): readonly string[] =>
  simulator.calls(action).map(({ outcome }) => outcome);

describe('a new MFA device', () => {
  test('is enabled with two codes, and stands in the configuration', async () => {
    const world = await startDesktop({ name: 'desktop-mfa-device', wish: '--show', configuration });
    const page = await world.dashboard();
    const { dialog, secret } = await openDialog(page);
    expect(await accessibilityProblems(page)).toEqual([]);
    const [first, second] = twoCodes(secret);
    await dialog.getByLabel('First code').fill(second);
    await dialog.getByLabel('The code after it').fill(first);
    await page.keyboard.press('Enter');
    await dialog.getByRole('alert').filter({ hasText: /\S/ }).waitFor();

    await dialog.getByLabel('First code').fill(first);
    await dialog.getByLabel('The code after it').fill(second);
    await page.keyboard.press('Enter');
    await dialog.getByText('The device is enabled.').waitFor();
    expect(outcomes(world, 'EnableMFADevice').at(-1)).toBe('ok');
    expect(await readFile(world.configurationFile, 'utf8')).toContain(`mfa_serial = ${bobsDevice}`);
    // The app has read its file again, and the dialog is still there to be read.
    await page.getByRole('article', { name: 'bob' }).getByTitle(bobsDevice).waitFor();
    await dialog.getByRole('button', { name: 'Done' }).click();
    await dialog.waitFor({ state: 'detached' });
    expect((await page.content()).includes(secret)).toBe(false);
  });

  test('is deleted again when the person cancels', async () => {
    const world = await startDesktop({ name: 'desktop-mfa-cancel', wish: '--show', configuration });
    const { dialog } = await openDialog(await world.dashboard());
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await dialog.waitFor({ state: 'detached' });
    expect(outcomes(world, 'DeleteVirtualMFADevice')).toEqual(['ok']);
  });

  test('is deleted again by quitting', async () => {
    const world = await startDesktop({ name: 'desktop-mfa-quit', wish: '--show', configuration });
    await openDialog(await world.dashboard());
    const exitCode = exitOf(world.app());
    await world.app().clickTray('Quit Metafob');
    expect(await exitCode).toBe(0);
    expect(outcomes(world, 'DeleteVirtualMFADevice')).toEqual(['ok']);
    expect(outcomes(world, 'EnableMFADevice')).toEqual([]);
  });

  // The page has no chance to say so: the main process does it.
  test('is deleted again by closing the window', async () => {
    const world = await startDesktop({ name: 'desktop-mfa-close', wish: '--show', configuration });
    const page = await world.dashboard();
    await openDialog(page);
    await world.app().answerMessageBoxes('Keep Running');
    const window = await world.app().electron.browserWindow(page);
    await window.evaluate((each) => each.close());
    await eventually(() => world.app().windowState('dashboard')).toBeUndefined();
    await eventually(() => outcomes(world, 'DeleteVirtualMFADevice')).toEqual(['ok']);
  });
});

test('a device whose secret is kept makes the codes itself from then on', async () => {
  const session = await startSecretService({ keyring: 'unlocked' });
  onTestFinished(() => session.stop());
  const world = await startDesktop({
    ...{ name: 'desktop-mfa-kept', wish: '--show', configuration, secrets: 'keychain' },
    environment: { DBUS_SESSION_BUS_ADDRESS: session.environment.DBUS_SESSION_BUS_ADDRESS ?? '' },
  });
  const page = await world.dashboard();
  const { dialog } = await openDialog(page);
  await dialog.getByRole('checkbox', { name: /^Keep the secret/ }).check();
  await dialog.getByRole('button', { name: 'Enable device' }).click();
  await dialog.getByText('Its secret is kept').waitFor();
  await dialog.getByRole('button', { name: 'Done' }).click();
  await page.getByRole('link', { name: 'MFA secrets' }).click();
  await page.getByText('Stored: Metafob makes the codes.').waitFor();

  // The codes up to now are used up; half a minute passes for AWS and for the app.
  world.simulator.clockOffsetMs = 30_000;
  roleDocument(await (await world.ask()).finished);
  expect(world.simulator.calls('GetSessionToken')).toMatchObject([{ hadTokenCode: true, outcome: 'ok' }]);
  expect(await world.app().windowState('prompt')).toMatchObject({ visible: false });
});
