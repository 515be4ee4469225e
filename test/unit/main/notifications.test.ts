import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { newlyExpiring, noteText } from '../../../src/main/notifications/notification-policy.ts';
import { createNotifier } from '../../../src/main/notifications/notifier.ts';
import type { ProfileView, SessionView, ViewState } from '../../../src/shared/view-state.ts';

const profile = (name: string, session: SessionView, active = false): ProfileView => ({
  name,
  active,
  region: 'eu-west-1',
  accountId: '111122223333',
  mfa: { mode: 'prompt', serialNumber: 'arn:aws:iam::111122223333:mfa/alice' },
  session,
  origin: 'server.conf, line 1',
});
const state = (...profiles: ProfileView[]): ViewState => ({
  now: 0,
  activeProfile: profiles[0]?.name ?? '',
  profiles,
  prompts: [],
  warnings: [],
  clockSkewMs: 0,
});
const active = { state: 'active', expiresAt: 1_000 } as const;
const expiring = { state: 'expiring', expiresAt: 1_000 } as const;

describe('a session that ends soon', () => {
  it('is told when it begins to', () => {
    expect(newlyExpiring(state(profile('dev', active)), state(profile('dev', expiring)))).toEqual({
      kind: 'expiring',
      profile: 'dev',
    });
  });

  it('is told once', () => {
    const expiringState = state(profile('dev', expiring));
    expect(newlyExpiring(expiringState, expiringState)).toBeUndefined();
  });

  it('is told of the profile in use, when several end', () => {
    const before = state(profile('other', active), profile('dev', active, true));
    const now = state(profile('other', expiring), profile('dev', expiring, true));
    expect(newlyExpiring(before, now)?.profile).toBe('dev');
  });
});

describe('the text of a notification', () => {
  it.each(['code-needed', 'expiring'] as const)('about %s names the profile', (kind) => {
    expect(noteText({ kind, profile: 'dev' }).body).toContain('“dev”');
  });
});

function createWorld(facts = { enabled: true, windowVisible: false }) {
  const log: string[] = [];
  const clicks: string[] = [];
  let newest = new EventEmitter();
  const notifier = createNotifier({
    isSupported: () => true,
    create({ body }) {
      newest = new EventEmitter();
      return Object.assign(newest, {
        show: () => log.push(`show ${body.match(/“(.*)”/)?.[1]}`),
        close: () => log.push('close'),
      });
    },
    facts: () => facts,
    onClicked: ({ kind }) => clicks.push(kind),
    onFailed: () => {},
  });
  return { notifier, log, clicks, click: () => newest.emit('click') };
}

describe('the notifier', () => {
  it('puts a new notification in the place of the one before', () => {
    const { notifier, log } = createWorld();
    notifier.tell({ kind: 'expiring', profile: 'dev' });
    notifier.tell({ kind: 'code-needed', profile: 'prod' });
    expect(log).toEqual(['show dev', 'close', 'show prod']);
  });

  it.each([
    ['the user switched them off', { enabled: false, windowVisible: false }],
    ['a window that says the same is before the user', { enabled: true, windowVisible: true }],
  ])('shows nothing when %s', (_case, facts) => {
    const { notifier, log } = createWorld(facts);
    notifier.tell({ kind: 'code-needed', profile: 'dev' });
    expect(log).toEqual([]);
  });

  it('takes a notification away when its reason is gone', () => {
    const { notifier, log } = createWorld();
    notifier.tell({ kind: 'expiring', profile: 'dev' });
    notifier.update(state(profile('dev', expiring)));
    expect(log).toEqual(['show dev']);
    notifier.update(state(profile('dev', active)));
    expect(log).toEqual(['show dev', 'close']);
  });

  it('leads to the question for the code', () => {
    const { notifier, log, clicks, click } = createWorld();
    notifier.tell({ kind: 'code-needed', profile: 'dev' });
    click();
    expect(clicks).toEqual(['code-needed']);
    expect(log).toEqual(['show dev', 'close']);
  });
});
