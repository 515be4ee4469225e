import { describe, expect, it } from 'vitest';
import { describeChanges } from '../../../src/renderer/view/announcements.ts';
import { profileFacts } from '../../../src/renderer/view/profile-facts.ts';
import {
  currentPrompt,
  pageTitle,
  serialNumberIsDoubtful,
  waitingText,
} from '../../../src/renderer/view/prompt-text.ts';
import { sessionAction } from '../../../src/renderer/view/session-action.ts';
import { sessionLabel } from '../../../src/renderer/view/session-text.ts';
import type { ProfileView, PromptView, SessionView, ViewState } from '../../../src/shared/view-state.ts';

const now = new Date(2026, 10, 22, 13, 51).getTime();
const until1432 = new Date(2026, 10, 22, 14, 32).getTime();

const profile = (session: SessionView, changes: Partial<ProfileView> = {}): ProfileView => ({
  name: 'dev',
  active: true,
  region: 'eu-west-1',
  mfa: { mode: 'prompt' },
  session,
  origin: 'config, line 1',
  ...changes,
});

const prompt = (changes: Partial<PromptView> = {}): PromptView => ({
  id: 'p1',
  profile: 'dev',
  profiles: ['dev'],
  serialNumber: 'GAHT12345678',
  serialNumberIsGuess: false,
  devices: ['GAHT12345678'],
  waiting: 1,
  openedAt: now,
  checking: false,
  ...changes,
});

const state = (session: SessionView, changes: Partial<ViewState> = {}): ViewState => ({
  now,
  activeProfile: 'dev',
  profiles: [profile(session)],
  prompts: [],
  warnings: [],
  clockSkewMs: 0,
  ...changes,
});

const sessions: readonly SessionView[] = [
  { state: 'none' },
  { state: 'working' },
  { state: 'waiting-for-code', promptId: 'p1' },
  { state: 'active', expiresAt: until1432 },
  { state: 'expiring', expiresAt: until1432 },
  { state: 'failed', problem: { kind: 'network', message: 'No network.' } },
];

describe('session states', () => {
  it('each has its own words', () => {
    expect(new Set(sessions.map(sessionLabel)).size).toBe(sessions.length);
  });

  it.each([
    ['none', 'Start session', true],
    ['working', 'Getting a session…', false],
    ['waiting-for-code', 'Waiting for a code…', false],
    ['active', 'Renew', true],
    ['expiring', 'Renew', true],
    ['failed', 'Try again', true],
  ])('%s offers "%s"', (name, label, available) => {
    const session = sessions.find((candidate) => candidate.state === name);
    expect(session && sessionAction(session)).toMatchObject({ label, available });
  });
});

describe('announcements', () => {
  it('say nothing about the first state', () => {
    expect(describeChanges(undefined, state({ state: 'none' }))).toBe('');
  });

  it('say nothing when only the time went on', () => {
    const session: SessionView = { state: 'active', expiresAt: until1432 };
    expect(describeChanges(state(session), state(session, { now: now + 1000 }))).toBe('');
  });

  it('tell a new session with the time it ends', () => {
    expect(
      describeChanges(state({ state: 'working' }), state({ state: 'active', expiresAt: until1432 })),
    ).toBe('dev: session active until 14:32.');
  });

  it('tell a renewed session', () => {
    const before = state({ state: 'active', expiresAt: until1432 - 60_000 });
    expect(describeChanges(before, state({ state: 'active', expiresAt: until1432 }))).toContain(
      'until 14:32',
    );
  });

  it('tell why a session failed', () => {
    const failed: SessionView = { state: 'failed', problem: { kind: 'network', message: 'No network.' } };
    expect(describeChanges(state({ state: 'working' }), state(failed))).toBe('dev: failed. No network.');
  });

  it('tell which profile programs use after a switch', () => {
    const session: SessionView = { state: 'none' };
    expect(describeChanges(state(session), state(session, { activeProfile: 'build' }))).toBe(
      'Programs now use the profile build.',
    );
  });

  it('leave a wanted code to the dialog', () => {
    const waiting: SessionView = { state: 'waiting-for-code', promptId: 'p1' };
    expect(describeChanges(state({ state: 'none' }), state(waiting))).toBe('');
  });
});

describe('prompts', () => {
  it('are asked the oldest first', () => {
    const older = prompt({ id: 'older', openedAt: now - 1 });
    expect(currentPrompt([prompt(), older])).toBe(older);
    expect(currentPrompt([])).toBeUndefined();
  });

  it('say how many programs wait', () => {
    expect(waitingText(0)).toBeUndefined();
    expect(waitingText(1)).toBe('1 program is waiting');
    expect(waitingText(3)).toBe('3 programs are waiting');
  });

  it('let the serial number be corrected when it is a guess or was refused', () => {
    expect(serialNumberIsDoubtful(prompt())).toBe(false);
    expect(serialNumberIsDoubtful(prompt({ serialNumberIsGuess: true }))).toBe(true);
    const refused = prompt({ problem: { kind: 'wrong-serial', message: 'No such device.' } });
    expect(serialNumberIsDoubtful(refused)).toBe(true);
  });

  it('show in the window title', () => {
    expect(pageTitle(undefined)).toBe('Metafob');
    expect(pageTitle(state({ state: 'none' }))).toBe('dev – Metafob');
    expect(pageTitle(state({ state: 'none' }, { prompts: [prompt()] }))).toBe('● Code wanted – Metafob');
  });
});

describe('the facts of a profile', () => {
  const factOf = (view: ProfileView, term: string): string | undefined =>
    profileFacts(view).find((fact) => fact.term === term)?.value;

  it('leave out what is not known', () => {
    expect(profileFacts(profile({ state: 'none' })).map(({ term }) => term)).toEqual([
      'Region',
      'MFA device',
    ]);
  });

  it.each([
    [{ mode: 'none' }, 'not used'],
    [{ mode: 'unknown' }, 'not looked up yet'],
    [{ mode: 'prompt', serialNumber: 'arn:aws:iam::123456789012:mfa/jane' }, 'jane'],
    [{ mode: 'stored-secret', serialNumber: 'arn:aws:iam::123456789012:mfa/jane' }, 'jane (automatic)'],
  ] as const)('describe MFA %j as "%s"', (mfa, text) => {
    expect(factOf(profile({ state: 'none' }, { mfa }), 'MFA device')).toBe(text);
  });
});
