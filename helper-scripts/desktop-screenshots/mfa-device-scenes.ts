import type { Page } from 'playwright-core';
import type { EnabledMfaDevice, MfaEnrolment } from '../../src/shared/manage-api.ts';
import { type FakeMain, refused } from '../../test/pages/support/desktop/fake-main.ts';
import { profile, testNow, viewState } from '../../test/pages/support/states.ts';
import { type DesktopScene, dashboardScene } from './dashboard-scene.ts';

/** Nothing that opens anything. */
const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
const enrolmentOf = (userName: string): MfaEnrolment => ({
  ...{ enrolmentId: 'one', userName, secret, expiresAt: testNow + 600_000 },
  serialNumber: `arn:aws:iam::123456789012:mfa/${userName}`,
  otpauthUri: `otpauth://totp/Amazon%20Web%20Services:${userName}%40123456789012?secret=${secret}&issuer=Amazon%20Web%20Services`,
});

const enabled: EnabledMfaDevice = {
  ...{ serialNumber: enrolmentOf('jane').serialNumber, secretKept: false, nextCodeAt: testNow + 12_000 },
  configuration: {
    written: false,
    message:
      'The profile is not from a file of Metafob’s own format. Add this line to it in ~/.aws/config: mfa_serial = arn:aws:iam::123456789012:mfa/jane',
  },
};

const noDevice = profile({ mfa: { mode: 'unknown' } });
const state = viewState({ profiles: [noDevice] });
const longName = 'production-eu-central-1-administrator-of-everything-in-the-whole-organisation-unit';

const answering =
  (enrolment: unknown, finished: unknown = { ok: true, value: enabled }) =>
  (main: FakeMain): void =>
    main.answer(({ name }) => {
      if (name === 'addMfaDevice') return enrolment;
      return name === 'enableMfaDevice' ? finished : undefined;
    });
const jane = { ok: true, value: enrolmentOf('jane') };

const open = (page: Page): Promise<void> =>
  page.getByRole('button', { name: 'Add an MFA device' }).first().click();

const giveCodes = async (page: Page): Promise<void> => {
  await open(page);
  await page.getByLabel('First code').fill('012345');
  await page.getByLabel('The code after it').fill('543210');
  await page.keyboard.press('Enter');
};

export const mfaDeviceScenes: readonly DesktopScene[] = [
  dashboardScene('mfa-device', '#profiles', {
    state,
    prepare: answering(jane),
    async play(page) {
      await open(page);
      await page.getByLabel('First code').focus();
    },
  }),
  dashboardScene('mfa-device-text', '#profiles', {
    state,
    prepare: answering(jane),
    async play(page) {
      await open(page);
      await page.getByRole('button', { name: 'Show the secret key as text' }).click();
    },
  }),
  dashboardScene('mfa-device-keep-secret', '#profiles', {
    state,
    prepare: answering(jane),
    async play(page) {
      await open(page);
      await page.getByRole('checkbox', { name: /^Keep the secret/ }).check();
    },
  }),
  dashboardScene('mfa-device-refused', '#profiles', {
    state,
    prepare: answering(
      jane,
      refused(
        'AWS did not accept these two codes. Type two codes in a row, the second as soon as the device shows it.',
      ),
    ),
    async play(page) {
      await giveCodes(page);
      await page.getByRole('alert').getByText('AWS did not accept').waitFor();
    },
  }),
  dashboardScene('mfa-device-enabled', '#profiles', {
    state,
    prepare: answering(jane),
    async play(page) {
      await giveCodes(page);
      await page.getByText('The device is enabled.').waitFor();
    },
  }),
  dashboardScene('mfa-device-not-allowed', '#profiles', {
    state,
    prepare: answering(
      refused(
        'AWS does not allow iam:CreateVirtualMFADevice with these keys. Ask whoever manages the user to allow it.',
      ),
    ),
    play: open,
  }),
  dashboardScene('mfa-device-smallest', '#profiles', {
    state: viewState({
      activeProfile: longName,
      profiles: [profile({ ...noDevice, name: longName, userName: 'jane.maria.doe@subsidiary.example.com' })],
    }),
    smallest: true,
    prepare: answering({ ok: true, value: enrolmentOf('jane.maria.doe-fitzgerald@subsidiary.example.com') }),
    play: open,
  }),
];
