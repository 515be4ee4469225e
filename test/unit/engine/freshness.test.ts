import { describe, expect, test } from 'vitest';
import { failure } from '../../../src/core/sessions/failure.ts';
import {
  credentialsOf,
  HOUR,
  kindOf,
  MINUTE,
  profile,
  SECOND,
  startEngine,
} from '../../support/engine-harness.ts';

const silent = [profile('dev', { mfa: false, seconds: 12 * 3600 })];
const admin = profile('admin', { role: 'admin' });

describe('background renewal', () => {
  test.each([0, 0.99])('comes while at least 30 minutes are left (jitter %d)', async (random) => {
    const { askNow, aws, clock } = startEngine({ profiles: silent, random });
    const { expiresAt } = credentialsOf(await askNow());
    await clock.advanceTo(expiresAt - 36 * MINUTE);
    expect(aws.callsOf('getSessionToken')).toHaveLength(1);
    await clock.advanceTo(expiresAt - 30 * MINUTE);
    expect(aws.callsOf('getSessionToken')).toHaveLength(2);
  });

  test('is spread by the jitter, so that many machines do not call at the same moment', async () => {
    const renewedAt = async (random: number) => {
      const { askNow, clock } = startEngine({ profiles: silent, random });
      await askNow();
      return clock.pending()[0] ?? 0;
    };
    expect((await renewedAt(0)) - (await renewedAt(0.99))).toBeGreaterThan(4 * MINUTE);
  });

  test('keeps what is served at 30 minutes or more, day after day', async () => {
    const { askNow, aws, clock } = startEngine({
      profiles: [...silent, profile('role', { role: 'role', mfa: false })],
    });
    for (let minute = 0; minute < 48 * 60; minute += 10) {
      for (const name of ['dev', 'role']) {
        const { expiresAt } = credentialsOf(await askNow(name));
        expect(expiresAt - aws.now()).toBeGreaterThanOrEqual(30 * MINUTE);
      }
      await clock.advance(10 * MINUTE);
    }
  });

  test('needs no person when the secret is stored, for a role and its MFA session alike', async () => {
    const { askNow, aws, clock, published, secrets } = startEngine({ profiles: [admin] });
    secrets.store();
    for (let hour = 0; hour < 48; hour += 1) {
      const { expiresAt } = credentialsOf(await askNow('admin'));
      expect(expiresAt - aws.now()).toBeGreaterThan(0);
      await clock.advance(HOUR / 2);
    }
    expect(published.every(({ prompts }) => prompts.length === 0)).toBe(true);
    expect(new Set(aws.sentCodes()).size).toBe(aws.sentCodes().length);
  });

  test('does not happen for a session that nobody used since it was made', async () => {
    const { askNow, aws, clock, session } = startEngine({ profiles: silent });
    await askNow();
    await clock.advance(48 * HOUR);
    // Renewed once, because it was used; the renewed one was not.
    expect(aws.callsOf('getSessionToken')).toHaveLength(2);
    expect(session()).toEqual({ state: 'none' });
  });

  test('credentials taken without waiting count as use', async () => {
    const { askNow, aws, clock, engine } = startEngine({ profiles: silent });
    await askNow();
    await clock.advance(12 * HOUR);
    expect(engine.currentCredentials('dev')).toBeDefined();
    await clock.advance(12 * HOUR);
    expect(aws.callsOf('getSessionToken')).toHaveLength(3);
  });

  test('for short lifetimes comes half-way', async () => {
    const { askNow, aws, clock } = startEngine({ profiles: silent });
    aws.settings.lifetimeSeconds = 900;
    const { obtainedAt } = credentialsOf(await askNow());
    await clock.advanceTo(obtainedAt + 450 * SECOND - 1);
    expect(aws.callsOf('getSessionToken')).toHaveLength(1);
    await clock.advanceTo(obtainedAt + 450 * SECOND);
    expect(aws.callsOf('getSessionToken')).toHaveLength(2);
  });

  test('a request in the renewal window joins the renewal and gets the new credentials', async () => {
    const { ask, askNow, aws, clock } = startEngine({ profiles: silent });
    const before = credentialsOf(await askNow());
    aws.hold();
    await clock.advanceTo(before.expiresAt - 30 * MINUTE);
    const asked = ask();
    await clock.settle();
    expect(kindOf(asked.outcome)).toBe('waiting');
    aws.release();
    await clock.settle();
    expect(credentialsOf(asked.outcome).expiresAt).toBeGreaterThan(before.expiresAt);
    expect(aws.callsOf('getSessionToken')).toHaveLength(2);
  });

  test('a session that was not used is renewed for the request that comes in its renewal window', async () => {
    const { askNow, aws, clock } = startEngine({ profiles: silent });
    await askNow();
    await clock.advance(12 * HOUR);
    await clock.advance(11 * HOUR + 40 * MINUTE - 30 * MINUTE);
    const { expiresAt } = credentialsOf(await askNow());
    expect(expiresAt - aws.now()).toBeGreaterThan(11 * HOUR);
  });
});

describe('when the renewal fails', () => {
  test('the valid session is served meanwhile, with the problem shown', async () => {
    const { askNow, aws, clock, session } = startEngine({ profiles: silent });
    const before = credentialsOf(await askNow());
    aws.failNext('getSessionToken', failure('network'), 1000);
    await clock.advanceTo(before.expiresAt - 20 * MINUTE);
    expect(credentialsOf(await askNow())).toEqual(before);
    expect(session()).toMatchObject({
      state: 'active',
      expiresAt: before.expiresAt,
      problem: { kind: 'network' },
    });
  });

  test('a request that joined it gets the session that is still valid', async () => {
    const { ask, askNow, aws, clock } = startEngine({ profiles: silent });
    const before = credentialsOf(await askNow());
    aws.hold();
    aws.failNext('getSessionToken', failure('network'));
    await clock.advanceTo(before.expiresAt - 30 * MINUTE);
    const asked = ask();
    aws.release();
    await clock.settle();
    expect(credentialsOf(asked.outcome)).toEqual(before);
  });

  test('it is tried again with growing pauses, and the problem goes away with the first success', async () => {
    const { askNow, aws, clock, session } = startEngine({ profiles: silent });
    const before = credentialsOf(await askNow());
    aws.failNext('getSessionToken', failure('network'), 4);
    await clock.advanceTo(before.expiresAt - 30 * MINUTE);
    const pauses: number[] = [];
    let last = clock.now();
    while (aws.callsOf('getSessionToken').length < 6) {
      const calls = aws.callsOf('getSessionToken').length;
      await clock.advanceTo(clock.pending()[0] ?? Number.NaN);
      if (aws.callsOf('getSessionToken').length > calls) {
        pauses.push(clock.now() - last);
        last = clock.now();
      }
    }
    expect(pauses).toHaveLength(4);
    expect(pauses).toEqual([...pauses].sort((a, b) => a - b));
    expect(pauses[0]).toBeGreaterThanOrEqual(5 * SECOND);
    expect(session()).toEqual({ state: 'active', expiresAt: aws.now() + 12 * HOUR });
  });

  test('an ended session is dropped, never served', async () => {
    const { askNow, aws, clock, engine, session } = startEngine({ profiles: silent });
    const { expiresAt } = credentialsOf(await askNow());
    aws.failNext('getSessionToken', failure('network'), 1000);
    await clock.advanceTo(expiresAt);
    expect(engine.currentCredentials('dev')).toBeUndefined();
    expect(kindOf(await askNow())).toBe('network');
    expect(session()).toMatchObject({ state: 'failed', problem: { kind: 'network' } });
  });

  test('credentials in their last seconds are not handed out any more', async () => {
    const { signIn, ask, clock, prompt } = startEngine();
    const { expiresAt } = credentialsOf(await signIn());
    await clock.advanceTo(expiresAt - 5 * SECOND);
    const asked = ask();
    await clock.settle();
    expect(kindOf(asked.outcome)).toBe('waiting');
    expect(prompt().waiting).toBe(1);
  });
});
