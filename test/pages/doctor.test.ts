import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { DoctorReport } from '../../src/shared/doctor.ts';
import { accessibilityProblems } from './support/accessibility.ts';
import { useDesktopWindow } from './support/desktop/desktop-window-fixture.ts';
import { refused } from './support/desktop/fake-main.ts';
import { states } from './support/states.ts';

const openDashboard = useDesktopWindow('dashboard');

const line = 'unset AWS_EC2_METADATA_DISABLED';
const report: DoctorReport = {
  place: 'service',
  awsProfile: 'default',
  findings: [
    {
      id: 'metadata-disabled',
      severity: 'problem',
      title: 'AWS_EC2_METADATA_DISABLED is true',
      why: 'With it no AWS client asks for instance metadata.',
      fix: { line },
    },
    {
      id: 'keyring-locked',
      severity: 'warning',
      title: 'The keyring is locked',
      why: 'Metafob cannot read MFA secrets.',
      fix: { sentence: 'Unlock it.' },
    },
    { id: 'no-session', severity: 'note', title: 'No session yet', why: 'One is made when it is needed.' },
    { id: 'version-one-disabled', severity: 'fine', title: 'IMDSv2 only', why: 'This works.' },
  ],
};
const healthy: DoctorReport = { place: 'service', awsProfile: 'default', findings: report.findings.slice(3) };

const openDoctor = (options = {}) =>
  openDashboard(states.active, {
    hash: '#doctor',
    prepare: (main) => {
      main.report = report;
    },
    ...options,
  });

const shown = (page: Page) => page.getByRole('heading', { level: 2, name: /METADATA_DISABLED/ }).waitFor();
const runAgain = (page: Page) => page.getByRole('button', { name: 'Run again' });

describe('the view “Doctor”', () => {
  it.each(['light', 'dark'] as const)('is accessible in %s colours', async (colorScheme) => {
    const { page } = await openDoctor({ colorScheme });
    await shown(page);
    expect(await accessibilityProblems(page)).toEqual([]);
  });

  it('tells each finding with how bad it is, the worst first', async () => {
    const { page } = await openDoctor();
    await shown(page);
    expect(await page.getByRole('heading', { level: 2 }).allInnerTexts()).toEqual([
      'Problem AWS_EC2_METADATA_DISABLED is true',
      'Warning The keyring is locked',
      'Note No session yet',
      'Fine IMDSv2 only',
    ]);
    await page.getByText('1 problem was found.').waitFor();
    await page.getByText('Unlock it.').waitFor();
  });

  it('says that a shell may differ, and what to run there', async () => {
    const { page } = await openDoctor();
    await page.getByText(/A shell may have other variables: .* run metafob doctor/).waitFor();
  });

  it('copies the line that mends', async () => {
    const { page } = await openDoctor();
    await page.getByRole('button', { name: 'Copy the line for “AWS_EC2_METADATA_DISABLED is true”' }).click();
    await page.getByRole('button', { name: 'Copied the line for' }).waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(line);
  });

  it('looks again with the keyboard, and keeps the focus there', async () => {
    const { page, main } = await openDoctor();
    await shown(page);
    main.report = healthy;
    await runAgain(page).focus();
    await page.keyboard.press('Enter');
    await page.getByText('No problem was found.').waitFor();
    expect(main.called('examine')).toHaveLength(2);
    expect(await runAgain(page).evaluate((button) => button === document.activeElement)).toBe(true);
  });

  it('keeps the last report when a new one cannot be made, and says why', async () => {
    const { page, main } = await openDoctor();
    await shown(page);
    main.answer(({ name }) => (name === 'examine' ? refused('Metafob failed unexpectedly.') : undefined));
    await runAgain(page).click();
    await page.getByRole('alert').getByText('Metafob failed unexpectedly.').waitFor();
    await shown(page);
  });

  it('needs no horizontal scrolling at 200 % zoom', async () => {
    const { page } = await openDoctor({ viewport: { width: 480, height: 340 }, deviceScaleFactor: 2 });
    await shown(page);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(
      0,
    );
  });
});
