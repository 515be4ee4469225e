import type { ProfileView, PromptView, ViewState } from '../../../src/shared/view-state.ts';

/** 22 November 2026, 13:51 in UTC: the fixed time of every page test. */
export const testNow = Date.UTC(2026, 10, 22, 13, 51);
export const minutes = (amount: number): number => amount * 60_000;

export const device = 'arn:aws:iam::123456789012:mfa/jane';

export const profile = (changes: Partial<ProfileView> = {}): ProfileView => ({
  name: 'dev',
  active: true,
  region: 'eu-west-1',
  accountId: '123456789012',
  userName: 'jane',
  roleArn: 'arn:aws:iam::123456789012:role/team/Developer',
  mfa: { mode: 'prompt', serialNumber: device },
  session: { state: 'none' },
  origin: '~/.aws/config, line 12',
  ...changes,
});

export const prompt = (changes: Partial<PromptView> = {}): PromptView => ({
  id: 'prompt-1',
  profile: 'dev',
  profiles: ['dev'],
  accountId: '123456789012',
  userName: 'jane',
  serialNumber: device,
  serialNumberIsGuess: false,
  devices: [device],
  waiting: 2,
  openedAt: testNow,
  checking: false,
  ...changes,
});

export const viewState = (changes: Partial<ViewState> = {}): ViewState => ({
  now: testNow,
  activeProfile: 'dev',
  profiles: [profile()],
  prompts: [],
  warnings: [],
  clockSkewMs: 0,
  ...changes,
});

const active: ProfileView['session'] = { state: 'active', expiresAt: testNow + minutes(41) };
const waiting: ProfileView['session'] = { state: 'waiting-for-code', promptId: 'prompt-1' };

const withSession = (session: ProfileView['session'], changes: Partial<ViewState> = {}): ViewState =>
  viewState({ profiles: [profile({ session }), ...otherProfiles], ...changes });

const badCode = {
  kind: 'bad-code',
  message: 'AWS refused the code: it was mistyped or is too old. Enter the code that the device shows now.',
} as const;

const otherProfiles: readonly ProfileView[] = [
  profile({
    name: 'staging-readonly',
    active: false,
    roleArn: 'arn:aws:iam::210987654321:role/ReadOnly',
    accountId: '210987654321',
    origin: '~/.aws/config, line 19',
  }),
  profile({
    name: 'build',
    active: false,
    region: 'us-east-1',
    accountId: '345678901234',
    userName: 'ci-jane',
    roleArn: 'arn:aws:iam::345678901234:role/Build',
    mfa: { mode: 'stored-secret', serialNumber: 'arn:aws:iam::345678901234:mfa/ci-jane' },
    session: { state: 'active', expiresAt: testNow + minutes(11 * 60 + 20) },
    origin: '~/.aws-mock-metadata/config, line 4',
  }),
];

/** Every state a person can meet, by name. */
export const states = {
  none: withSession({ state: 'none' }),
  working: withSession({ state: 'working' }),
  waiting: withSession(waiting, { prompts: [prompt()] }),
  'wrong-code': withSession(waiting, { prompts: [prompt({ problem: badCode })] }),
  'used-code': withSession(waiting, {
    prompts: [
      prompt({
        problem: {
          kind: 'code-already-used',
          message: 'This code was used already, and AWS takes each code once. Wait for the next one.',
        },
        nextCodeAt: testNow + 14_000,
      }),
    ],
  }),
  checking: withSession(waiting, { prompts: [prompt({ checking: true })] }),
  'wrong-serial': withSession(waiting, {
    prompts: [
      prompt({
        serialNumberIsGuess: true,
        problem: {
          kind: 'wrong-serial',
          message: 'AWS knows no such MFA device for this user. Correct the serial number below.',
        },
      }),
    ],
  }),
  devices: withSession(waiting, {
    prompts: [
      prompt({
        profiles: ['dev', 'staging-readonly'],
        devices: [device, 'arn:aws:iam::123456789012:mfa/jane-phone', 'GAHT12345678'],
      }),
    ],
  }),
  active: withSession(active),
  expiring: withSession({ state: 'expiring', expiresAt: testNow + minutes(4) + 12_000 }),
  failed: withSession({
    state: 'failed',
    problem: {
      kind: 'access-denied',
      message:
        'AWS does not let jane assume the role Developer. Ask whoever manages the role to trust this user, then try again.',
    },
  }),
  warnings: viewState({
    profiles: [
      profile({
        session: active,
        notice: 'AWS allows this role one hour at most, so the session was shortened.',
      }),
      ...otherProfiles,
    ],
    warnings: [
      'The profile "old" in ~/.aws/config line 31 names the source profile "gone", which does not exist. It is left out.',
    ],
    clockSkewMs: minutes(3),
  }),
  empty: viewState({ activeProfile: '', profiles: [] }),
} as const satisfies Record<string, ViewState>;

export type StateName = keyof typeof states;
export const stateNames = Object.keys(states).filter((name): name is StateName => name in states);
