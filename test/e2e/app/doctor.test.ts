/** The view “Doctor” of the built app. */
import { expect, test } from 'vitest';
import { accessibilityProblems } from '../../pages/support/accessibility.ts';
import { startDesktop } from '../support/desktop-world.ts';

test('shows what is wrong in the environment of the app, and copies the line that mends it', async () => {
  const world = await startDesktop({
    name: 'desktop-doctor',
    wish: '--show',
    environment: { AWS_EC2_METADATA_DISABLED: 'true' },
  });
  const page = await world.dashboard();
  await page.getByRole('link', { name: 'Doctor', exact: true }).click();
  const finding = page.getByRole('listitem').filter({ hasText: 'Problem' });
  await finding.getByRole('heading', { name: /AWS_EC2_METADATA_DISABLED/ }).waitFor();
  await finding.getByText('unset AWS_EC2_METADATA_DISABLED', { exact: true }).waitFor();
  await page.getByText('1 problem was found.').waitFor();
  expect(await accessibilityProblems(page)).toEqual([]);

  await finding.getByRole('button', { name: /^Copy the line/ }).click();
  await finding.getByRole('button', { name: /^Copied the line/ }).waitFor();
  // The page itself puts it onto the clipboard, of which the stand-in has one of its own.
  await page.getByRole('link', { name: 'Instance', exact: true }).click();
  const field = page.getByRole('textbox', { name: 'Document that sets values' });
  await field.press('ControlOrMeta+V');
  expect(await field.inputValue()).toBe('unset AWS_EC2_METADATA_DISABLED');
});

test('tells of the session: none before the first code, none missing after it', async () => {
  const world = await startDesktop({ name: 'desktop-doctor-session', wish: '--show' });
  const page = await world.dashboard();
  await page.getByRole('link', { name: 'Doctor', exact: true }).click();
  const noSession = page.getByRole('heading', { level: 2, name: /session/i });
  await noSession.first().waitFor();
  await world.startSession();
  await page.getByRole('button', { name: 'Run again' }).click();
  await noSession.first().waitFor({ state: 'detached' });
});
