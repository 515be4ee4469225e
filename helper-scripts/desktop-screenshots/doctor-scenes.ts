import type { DoctorReport, Finding } from '../../src/shared/doctor.ts';
import type { FakeMain } from '../../test/pages/support/desktop/fake-main.ts';
import { type DesktopScene, dashboardScene } from './dashboard-scene.ts';

const report: DoctorReport = {
  place: 'service',
  awsProfile: 'default',
  findings: [
    {
      id: 'metadata-disabled',
      severity: 'problem',
      title: 'AWS_EC2_METADATA_DISABLED is “true”',
      why: 'With it, AWS clients do not ask for instance metadata at all, and so never meet Metafob.',
      fix: { line: 'unset AWS_EC2_METADATA_DISABLED' },
    },
    {
      id: 'profile-has-own-source',
      severity: 'problem',
      title: 'The AWS profile “default” has credentials of its own',
      why: '~/.aws/credentials, line 2, has aws_access_key_id. Clients take these keys before they ask for instance metadata.',
      fix: {
        line: 'metafob connect default --as default-with-a-rather-long-name-metafob && export AWS_PROFILE=default-with-a-rather-long-name-metafob',
      },
    },
    {
      id: 'keyring-locked',
      severity: 'warning',
      title: 'The keyring is locked',
      why: 'Metafob cannot read the MFA secrets in it, and so asks for each code.',
      fix: { sentence: 'Unlock it: log out of the desktop and in again, or open it in Passwords and Keys.' },
    },
    {
      id: 'endpoint-not-set',
      severity: 'note',
      title: 'Programs do not know where Metafob is, unless their shell says so',
      why: 'Without AWS_EC2_METADATA_SERVICE_ENDPOINT they ask 169.254.169.254, where nobody answers.',
      fix: { line: 'export AWS_EC2_METADATA_SERVICE_ENDPOINT=http://127.0.0.1:45000/' },
    },
  ],
};

const well: Finding = {
  id: 'no-problem',
  severity: 'fine',
  title: 'No problem was found',
  why: 'Programs get the credentials of the active profile.',
};

const withReport = (main: FakeMain): void => {
  main.report = report;
};

export const doctorScenes: readonly DesktopScene[] = [
  dashboardScene('doctor', '#doctor', {
    prepare: withReport,
    play: (page) => page.getByText('2 problems were found.').waitFor(),
  }),
  dashboardScene('doctor-fine', '#doctor', {
    prepare: (main) => {
      main.report = { ...report, findings: [well] };
    },
    play: (page) => page.getByText('No problem was found.').waitFor(),
  }),
  dashboardScene('doctor-smallest', '#doctor', {
    smallest: true,
    prepare: withReport,
    play: (page) => page.getByRole('button', { name: 'Copy' }).first().focus(),
  }),
];
