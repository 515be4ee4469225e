import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { accessibilityProblems } from './support/accessibility.ts';
import { useDesktopWindow } from './support/desktop/desktop-window-fixture.ts';
import { refused } from './support/desktop/fake-main.ts';
import { closedGate } from './support/gate.ts';
import { states } from './support/states.ts';

const openDashboard = useDesktopWindow('dashboard');

const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
const uri = `otpauth://totp/Amazon%20Web%20Services:jane@123456789012?secret=${secret}&issuer=Amazon%20Web%20Services`;
const qrPicture = join(import.meta.dirname, 'fixtures', 'mfa-device-qr.png');
const otherPicture = join(import.meta.dirname, '..', '..', 'docs', 'images', 'manage-none-light.png');

const openForm = async (options = {}) => {
  const opened = await openDashboard(states.none, { hash: '#secrets', ...options });
  await opened.page.getByRole('button', { name: 'Add the secret of dev' }).click();
  return { ...opened, field: opened.page.getByLabel('MFA secret of dev') };
};
const row = (page: Page, name: string) =>
  page.getByRole('main').getByRole('listitem').filter({ hasText: name });

describe('the list', () => {
  it('tells which profiles have a secret, and where secrets are kept', async () => {
    const { page } = await openDashboard(states.none, { hash: '#secrets' });
    await page.getByText('the keyring of the desktop').waitFor();
    expect(await row(page, 'staging-readonly').innerText()).toContain(
      'Not stored: Metafob asks you for each code.',
    );
    expect(await row(page, 'ci-jane').innerText()).toContain('Stored: Metafob makes the codes.');
  });

  it('warns of a secret in a configuration file', async () => {
    const { page } = await openDashboard(states.none, { hash: '#secrets', desktop: { storedSecrets: [] } });
    expect(await row(page, 'ci-jane').innerText()).toContain('In the configuration file, in plain text');
  });
});

describe('adding a secret', () => {
  it('needs nothing but the keyboard, hides the secret, and empties the field before it is sent', async () => {
    const gate = closedGate();
    const { page, main, field } = await openForm();
    main.answer(async ({ name }) => {
      if (name === 'storeSecret') await gate.passed;
      return undefined;
    });
    expect(await field.getAttribute('type')).toBe('password');
    await expect.poll(() => field.evaluate((element) => element === document.activeElement)).toBe(true);
    await page.keyboard.type(secret);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Storing…' }).waitFor();
    await expect.poll(() => field.inputValue()).toBe('');
    expect(main.calls).toEqual([{ name: 'storeSecret', request: { profile: 'dev', secret } }]);
    gate.open();
    await row(page, 'dev').getByText('Stored: Metafob makes the codes.').waitFor();
    expect(await page.content()).not.toContain(secret);
    const button = page.getByRole('button', { name: 'Replace the secret of dev' });
    await expect.poll(() => button.evaluate((element) => element === document.activeElement)).toBe(true);
  });

  it('leaves the field empty when the secret is refused, and says why', async () => {
    const { page, main, field } = await openForm();
    main.answer(({ name }) => (name === 'storeSecret' ? refused('The MFA secret is too short.') : undefined));
    await field.fill('ABC');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').getByText('The MFA secret is too short.').waitFor();
    await expect.poll(() => field.inputValue()).toBe('');
  });

  it('does not send an empty field', async () => {
    const { page, main } = await openForm();
    await page.getByRole('button', { name: 'Store secret' }).click();
    await page.getByRole('alert').getByText('Paste the secret').waitFor();
    expect(main.calls).toEqual([]);
  });

  it('forgets what was typed when the window is hidden', async () => {
    const { page, field } = await openForm();
    await field.fill(secret);
    await page.evaluate(() => {
      Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    });
    await expect.poll(() => field.inputValue()).toBe('');
  });

  it.each(['light', 'dark'] as const)('is accessible in %s colours', async (colorScheme) => {
    const { page } = await openForm({ colorScheme });
    await page.getByRole('button', { name: 'Store secret' }).click();
    expect(await accessibilityProblems(page)).toEqual([]);
  });
});

describe('a picture of the QR code', () => {
  it('that is chosen is decoded in the page, and stored after a look at whose it is', async () => {
    const { page, main, field } = await openForm();
    await page.locator('input[type=file]').setInputFiles(qrPicture);
    await page
      .getByText('The picture holds the MFA secret of Amazon Web Services:jane@123456789012.')
      .waitFor();
    expect(main.calls).toEqual([]);
    expect(await page.getByRole('main').innerText()).not.toContain(secret);
    await page.keyboard.press('Enter');
    await expect
      .poll(() => main.calls)
      .toEqual([{ name: 'storeSecret', request: { profile: 'dev', secret: uri } }]);
    await field.waitFor({ state: 'detached' });
  });

  it('is taken where it is dropped', async () => {
    const { page } = await openForm();
    const bytes = await readFile(qrPicture, 'base64');
    await page.locator('.secret-form').evaluate((form, base64) => {
      const transfer = new DataTransfer();
      const content = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      transfer.items.add(new File([content], 'qr.png', { type: 'image/png' }));
      form.dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }));
    }, bytes);
    await page.getByText('The picture holds the MFA secret of').waitFor();
  });

  it('without a code is told apart, and leaves the field empty', async () => {
    const { page, field } = await openForm();
    await field.fill('half a secret');
    await page.locator('input[type=file]').setInputFiles(otherPicture);
    await page.getByRole('alert').getByText('No QR code was found in this picture.').waitFor();
    await expect.poll(() => field.inputValue()).toBe('');
  });

  it('that is no picture is told apart', async () => {
    const { page } = await openForm();
    const text = { name: 'secret.png', mimeType: 'image/png', buffer: Buffer.from('no picture') };
    await page.locator('input[type=file]').setInputFiles(text);
    await page.getByRole('alert').getByText('No QR code was found in this picture.').waitFor();
  });

  it('dropped beside the form does not take the window elsewhere', async () => {
    const { page } = await openForm();
    const prevented = await page.locator('body').evaluate((body) => {
      const drop = new DragEvent('drop', { bubbles: true, cancelable: true });
      body.dispatchEvent(drop);
      return drop.defaultPrevented;
    });
    expect(prevented).toBe(true);
  });
});

describe('a stored secret', () => {
  it('is tested by making a code, which stays in main', async () => {
    const { page } = await openDashboard(states.none, { hash: '#secrets' });
    await page.getByRole('button', { name: 'Test the secret of build' }).click();
    await page.getByText('It works: a code was made, which is good for 17 s more.').waitFor();
  });

  it('that cannot be read is told', async () => {
    const { page, main } = await openDashboard(states.none, { hash: '#secrets' });
    main.answer(({ name }) =>
      name === 'testSecret' ? refused('The keychain is locked.', 'keychain-locked') : undefined,
    );
    await page.getByRole('button', { name: 'Test the secret of build' }).click();
    await page.getByRole('alert').getByText('The keychain is locked.').waitFor();
  });

  it('is removed only after a second question', async () => {
    const { page, main } = await openDashboard(states.none, { hash: '#secrets' });
    await page.getByRole('button', { name: 'Remove the secret of build' }).click();
    const keep = page.getByRole('button', { name: 'Keep it' });
    await expect.poll(() => keep.evaluate((element) => element === document.activeElement)).toBe(true);
    await page.keyboard.press('Enter');
    await keep.waitFor({ state: 'detached' });
    expect(main.calls).toEqual([]);
    await page.getByRole('button', { name: 'Remove the secret of build' }).click();
    await page.getByRole('button', { name: 'Remove it' }).click();
    await expect.poll(() => main.calls).toEqual([{ name: 'removeSecret', request: { profile: 'build' } }]);
    await page.getByRole('button', { name: 'Add the secret of build' }).waitFor();
  });
});
