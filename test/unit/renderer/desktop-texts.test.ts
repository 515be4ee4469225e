import { describe, expect, it } from 'vitest';
import { viewOf } from '../../../src/renderer/dashboard/view-name.ts';
import { firstSessionText } from '../../../src/renderer/view/first-session-text.ts';
import { listeningLabel, listeningState } from '../../../src/renderer/view/listening.ts';
import { shortPromptFacts } from '../../../src/renderer/view/prompt-facts.ts';
import { promptNote, shortPromptNote } from '../../../src/renderer/view/prompt-text.ts';
import { profilesWithMfa, secretSource } from '../../../src/renderer/view/secret-source.ts';
import { device, minutes, profile, prompt, testNow } from '../../pages/support/states.ts';

const listeners = [{ url: 'http://127.0.0.1:45000' }, { url: 'http://[::1]:45000' }];

describe('listening', () => {
  it.each([
    ['listening', { listeners, paused: false }, 'Listening on 127.0.0.1:45000, [::1]:45000'],
    ['paused', { listeners: [], paused: true }, 'Paused'],
    ['failed', { listeners: [], listenerProblem: 'The port is taken.', paused: false }, 'Not listening'],
    ['failed', { listeners: [], paused: false }, 'Not listening'],
  ])('is %s', (state, desktop, label) => {
    expect(listeningState(desktop)).toBe(state);
    expect(listeningLabel(desktop)).toBe(label);
  });
});

describe('the source of codes', () => {
  it('is the store, the configuration or a person', () => {
    const automatic = profile({ mfa: { mode: 'stored-secret' } });
    expect(secretSource(automatic, ['dev'])).toBe('store');
    expect(secretSource(automatic, [])).toBe('configuration');
    expect(secretSource(profile(), ['other'])).toBe('person');
  });

  it('is of interest for profiles that may need codes', () => {
    const modes = ['none', 'stored-secret', 'prompt', 'unknown'] as const;
    const profiles = modes.map((mode) => profile({ name: mode, mfa: { mode } }));
    expect(profilesWithMfa(profiles).map(({ name }) => name)).toEqual(['stored-secret', 'prompt', 'unknown']);
  });
});

describe('the short form of a question', () => {
  it('has account and user in one line, and the device', () => {
    expect(shortPromptFacts(prompt())).toEqual([
      { term: 'Account', value: '123456789012 · jane', title: '123456789012 · jane' },
      { term: 'MFA device', value: 'jane', title: device },
    ]);
  });

  it('leaves out what is not known, and the device when a picker shows it', () => {
    const {
      accountId: _account,
      userName: _user,
      ...unknown
    } = prompt({ devices: [device, 'GAHT12345678'] });
    expect(shortPromptFacts(unknown)).toEqual([]);
  });

  it.each([
    [1, 1, '1 program is waiting'],
    [2, 3, '2 programs are waiting · 2 more after this'],
    [0, 2, '1 more after this'],
    [0, 1, undefined],
  ])('with %i waiting of %i questions says %j', (waiting, total, note) => {
    expect(shortPromptNote(prompt({ waiting }), total)).toBe(note);
  });

  it('is longer where there is room', () => {
    expect(promptNote(prompt(), 2)).toBe('2 programs are waiting · 2 codes are wanted, one after another');
  });
});

describe('the first session', () => {
  it.each([
    [{ state: 'none' }, 'Waiting for the first program to ask…'],
    [{ state: 'working' }, 'A program asked. Getting a session for dev…'],
    [{ state: 'waiting-for-code', promptId: 'p' }, 'A program asked. Enter the code for dev.'],
    [
      { state: 'failed', problem: { kind: 'network', message: 'AWS cannot be reached.' } },
      'AWS cannot be reached.',
    ],
  ] as const)('in the state %j', (session, text) => {
    expect(firstSessionText(profile({ session }), testNow)).toBe(text);
  });

  it('works until a time on the clock', () => {
    const session = { state: 'active', expiresAt: testNow + minutes(41) } as const;
    expect(firstSessionText(profile({ session }), testNow)).toMatch(
      /^It works: dev has a session until \d\d:32\.$/,
    );
  });
});

describe('the view of an address', () => {
  it.each([
    ['#settings', 'settings'],
    ['#log', 'log'],
    ['', 'profiles'],
    ['#nowhere', 'profiles'],
  ])('%j is %s', (hash, view) => {
    expect(viewOf(hash)).toBe(view);
  });
});
