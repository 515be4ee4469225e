import { describe, expect, it } from 'vitest';
import { type TrayInput, type TrayMenuItem, trayView } from '../../../src/main/tray/tray-view.ts';
import { inMinutes, inputOf, manyProfiles, now, profile, prompt, viewOf } from './support/views.ts';

const menuOf = (input: TrayInput) => trayView(input, now).menu;
const labelsOf = (items: readonly TrayMenuItem[]): string[] =>
  items.map((item) => (item.type === 'separator' ? '—' : item.label));
const itemNamed = (input: TrayInput, label: string): TrayMenuItem | undefined =>
  menuOf(input).find((item) => item.type !== 'separator' && item.label === label);

const active = viewOf({ state: 'active', expiresAt: inMinutes(42) });
const failedWith = (message: string) => viewOf({ state: 'failed', problem: { kind: 'network', message } });

describe('the icon', () => {
  it.each([
    ['none', viewOf({ state: 'none' })],
    ['none', viewOf({ state: 'working' })],
    ['active', active],
    ['expiring', viewOf({ state: 'expiring', expiresAt: inMinutes(5) })],
    ['waiting', viewOf({ state: 'none' }, { prompts: [prompt('prod')] })],
    ['error', failedWith('AWS could not be reached.')],
  ] as const)('is “%s” for its state', (icon, view) => {
    expect(trayView(inputOf(view), now).icon).toBe(icon);
  });

  it('shows that somebody waits, even while the active profile has a session', () => {
    expect(trayView(inputOf({ ...active, prompts: [prompt('prod')] }), now).icon).toBe('waiting');
  });

  it('shows an error when programs cannot reach the app, whatever the sessions are', () => {
    const input = inputOf(active, { listenerProblem: 'Port 45000 is in use.' });
    expect(trayView(input, now).icon).toBe('error');
  });

  it.each(['cancelled', 'prompt-timed-out', 'mfa-required'] as const)(
    'shows no error when a person just gave no code (%s)',
    (kind) => {
      const view = viewOf({ state: 'failed', problem: { kind, message: 'No code.' } });
      expect(trayView(inputOf(view), now).icon).toBe('none');
    },
  );

  it('shows no session once the time is over, also before the engine noticed', () => {
    const view = viewOf({ state: 'active', expiresAt: inMinutes(-1) });
    expect(trayView(inputOf(view), now)).toMatchObject({ icon: 'none', tooltip: 'dev – session ended' });
  });
});

describe('the tooltip', () => {
  it('names the profile in use and the time left', () => {
    expect(trayView(inputOf(active), now).tooltip).toBe('dev – 42 min left');
  });

  it('counts by the clock of AWS', () => {
    const view = { ...active, clockSkewMs: 2 * 60_000 };
    expect(trayView(inputOf(view), now).tooltip).toBe('dev – 40 min left');
  });

  it('names the profile that waits for a code', () => {
    const view = { ...active, prompts: [prompt('prod')] };
    expect(trayView(inputOf(view), now).tooltip).toBe('prod – waiting for a code');
  });

  it('says that a code is being checked', () => {
    const view = { ...active, prompts: [prompt('prod', { checking: true })] };
    expect(trayView(inputOf(view), now).tooltip).toBe('prod – checking the code');
  });

  it('is never longer than Windows shows', () => {
    const view = viewOf(
      { state: 'none' },
      { profiles: [profile('x'.repeat(300), undefined, { active: true })] },
    );
    expect(trayView(inputOf(view), now).tooltip.length).toBeLessThanOrEqual(127);
  });
});

describe('the menu', () => {
  it('has everything in its order', () => {
    const view = viewOf({ state: 'expiring', expiresAt: inMinutes(42) });
    expect(labelsOf(menuOf(inputOf(view)))).toEqual([
      'dev: session ends soon',
      'Until 14:32, 42 min left',
      'Enter code…',
      '—',
      'dev',
      'prod',
      '—',
      'Clear session',
      'Copy environment line for a terminal',
      'Simulate event',
      'Open dashboard',
      '—',
      'Settings…',
      'Launch at login',
      '—',
      'Pause',
      'Quit Metafob',
    ]);
  });

  it('offers to enter a code only when one is wanted', () => {
    const enterCode = (view: Parameters<typeof inputOf>[0]) => itemNamed(inputOf(view), 'Enter code…');
    expect(enterCode(active)).toBeUndefined();
    expect(enterCode(viewOf({ state: 'none' }))).toMatchObject({ enabled: true });
    expect(enterCode({ ...active, prompts: [prompt('prod')] })).toMatchObject({ enabled: true });
    const withStoredSecret = profile(
      'dev',
      { state: 'none' },
      { active: true, mfa: { mode: 'stored-secret' } },
    );
    expect(enterCode(viewOf({ state: 'none' }, { profiles: [withStoredSecret] }))).toBeUndefined();
  });

  it('offers to enter a code when AWS refuses those of the stored secret', () => {
    const problem = { kind: 'stored-secret-refused', message: 'Refused.' } as const;
    const broken = profile(
      'dev',
      { state: 'failed', problem },
      { active: true, mfa: { mode: 'stored-secret' } },
    );
    const view = viewOf({ state: 'none' }, { profiles: [broken] });
    expect(itemNamed(inputOf(view), 'Enter code…')).toMatchObject({ enabled: true });
  });

  it('clears a session only when there is one', () => {
    expect(itemNamed(inputOf(active), 'Clear session')).toMatchObject({ enabled: true });
    expect(itemNamed(inputOf(viewOf({ state: 'none' })), 'Clear session')).toMatchObject({ enabled: false });
  });

  it('says what is wrong in one line, and leads to the dashboard for the rest', () => {
    const view = failedWith(
      'AWS could not be reached. Check the network and the proxy settings, then try again.',
    );
    expect(itemNamed(inputOf(view), 'AWS could not be reached.')).toMatchObject({
      enabled: true,
      command: { type: 'open-dashboard' },
    });
  });

  it('says why no program can reach the app', () => {
    const input = inputOf(active, { listenerProblem: 'Port 45000 is in use. Quit the other program.' });
    expect(labelsOf(menuOf(input))).toContain('Port 45000 is in use.');
  });

  it('counts several warnings about the configuration', () => {
    const view = { ...active, warnings: ['One.', 'Two.'] };
    expect(labelsOf(menuOf(inputOf(view)))).toContain('2 warnings about the configuration');
  });

  it('ticks launch at login, and turns it off by a click', () => {
    expect(itemNamed(inputOf(active, { launchAtLogin: true }), 'Launch at login')).toMatchObject({
      checked: true,
      command: { type: 'set-launch-at-login', on: false },
    });
  });

  it('disables launch at login where it is not possible', () => {
    const item = itemNamed(inputOf(active, { launchAtLogin: 'not-possible' }), 'Launch at login');
    expect(item).toMatchObject({ enabled: false, checked: false });
  });

  it('resumes a paused app, and says that it is paused', () => {
    const input = inputOf(active, { paused: true });
    expect(labelsOf(menuOf(input))[0]).toBe('Paused: programs get no credentials');
    expect(itemNamed(input, 'Resume')).toMatchObject({ command: { type: 'set-paused', paused: false } });
  });
});

describe('the profiles', () => {
  const radios = (items: readonly TrayMenuItem[]) => items.filter(({ type }) => type === 'radio');
  const more = (items: readonly TrayMenuItem[]) =>
    items.flatMap((item) => (item.type === 'submenu' && item.label === 'More profiles' ? item.items : []));

  it('switch with one click', () => {
    expect(itemNamed(inputOf(active), 'prod')).toMatchObject({
      type: 'radio',
      checked: false,
      command: { type: 'use-profile', profile: 'prod' },
    });
    expect(itemNamed(inputOf(active), 'dev')).toMatchObject({ checked: true });
  });

  it('stand in the menu up to ten', () => {
    const menu = menuOf(inputOf(manyProfiles(10, 10)));
    expect(radios(menu)).toHaveLength(10);
    expect(more(menu)).toEqual([]);
  });

  it('go into a submenu beyond ten, each once and in order', () => {
    const menu = menuOf(inputOf(manyProfiles(13, 2)));
    expect(labelsOf(radios(menu))).toEqual(Array.from({ length: 10 }, (_, index) => `profile-${index + 1}`));
    expect(labelsOf(more(menu))).toEqual(['profile-11', 'profile-12', 'profile-13']);
  });

  it('keep the one in use out of the submenu', () => {
    const menu = menuOf(inputOf(manyProfiles(13, 12)));
    expect(labelsOf(radios(menu)).at(-1)).toBe('profile-12');
    expect(labelsOf(more(menu))).toEqual(['profile-10', 'profile-11', 'profile-13']);
  });

  it('are no radio items where none is in use, since Electron would tick the first', () => {
    const menu = menuOf(inputOf(manyProfiles(12, 0)));
    expect(radios(menu)).toEqual([]);
    expect(more(menu)).toEqual([
      expect.objectContaining({ type: 'normal', label: 'profile-11', enabled: true }),
      expect.objectContaining({ type: 'normal', label: 'profile-12', enabled: true }),
    ]);
  });

  it('may be absent', () => {
    const view = viewOf({ state: 'none' }, { profiles: [], activeProfile: '' });
    expect(labelsOf(menuOf(inputOf(view)))).toContain('No profiles in the configuration');
  });
});

describe('“Simulate event”', () => {
  const eventsOf = (eventsScheduled: boolean) => {
    const item = itemNamed(inputOf(active, { eventsScheduled }), 'Simulate event');
    return item?.type === 'submenu' ? item.items : [];
  };

  it('offers the common events and a way back', () => {
    expect(labelsOf(eventsOf(true))).toEqual([
      'Spot interruption in 2 minutes',
      'Rebalance recommendation',
      'Maintenance',
      '—',
      'Clear',
    ]);
  });

  it('has nothing to clear while no event is scheduled', () => {
    expect(eventsOf(false).at(-1)).toMatchObject({ label: 'Clear', enabled: false });
    expect(eventsOf(true).at(-1)).toMatchObject({ label: 'Clear', enabled: true });
  });
});
