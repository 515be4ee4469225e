import type { TrayInput } from '../../../../src/main/tray/tray-view.ts';
import type { ProfileView, PromptView, SessionView, ViewState } from '../../../../src/shared/view-state.ts';

const minute = 60_000;

export const now = new Date(2026, 10, 22, 13, 50).getTime();
export const inMinutes = (minutes: number): number => now + minutes * minute;

export const profile = (
  name: string,
  session: SessionView = { state: 'none' },
  changes: Partial<ProfileView> = {},
): ProfileView => ({
  name,
  active: false,
  region: 'eu-west-1',
  mfa: { mode: 'prompt' },
  session,
  origin: 'config, line 1',
  ...changes,
});

export const prompt = (name: string, changes: Partial<PromptView> = {}): PromptView => ({
  id: 'prompt-1',
  profile: name,
  profiles: [name],
  serialNumber: 'GAHT12345678',
  serialNumberIsGuess: false,
  devices: ['GAHT12345678'],
  waiting: 1,
  openedAt: now,
  checking: false,
  ...changes,
});

/** A state in which `dev` is in use, with this session, and `prod` is there too. */
export const viewOf = (session: SessionView, changes: Partial<ViewState> = {}): ViewState => ({
  now,
  activeProfile: 'dev',
  profiles: [profile('dev', session, { active: true }), profile('prod')],
  prompts: [],
  warnings: [],
  clockSkewMs: 0,
  ...changes,
});

/** Profiles `profile-1` to `profile-n`, of which the one with this number is in use. */
export const manyProfiles = (count: number, active: number): ViewState =>
  viewOf(
    { state: 'none' },
    {
      activeProfile: `profile-${active}`,
      profiles: Array.from({ length: count }, (_, index) =>
        profile(`profile-${index + 1}`, { state: 'none' }, { active: index + 1 === active }),
      ),
    },
  );

export const inputOf = (view: ViewState, desktop: Partial<TrayInput['desktop']> = {}): TrayInput => ({
  view,
  desktop: { paused: false, launchAtLogin: false, platform: 'linux', ...desktop },
});
