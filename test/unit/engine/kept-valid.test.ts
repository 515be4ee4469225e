import { describe, expect, test } from 'vitest';
import { type Profile, type Renewal, upstreamIdentity } from '../../../src/core/profiles/profile.ts';
import { failure } from '../../../src/core/sessions/failure.ts';
import {
  credentialsOf,
  flushPromises,
  HOUR,
  kindOf,
  MINUTE,
  type ProfileWishes,
  profile,
  SECOND,
  startEngine,
} from '../../support/engine-harness.ts';

/** A role that needs no code, on credentials that somebody else hands out. */
const kept = (renewal: Renewal, wishes: ProfileWishes = {}): Profile => ({
  ...profile('kept', { role: 'kept', mfa: false, ...wishes }),
  identity: upstreamIdentity('http://afp.example:8080', 'kept'),
  renewal,
});

describe.each(['always', 'prefetch'] as const)('a profile with renewal: %s', (renewal) => {
  test('has its credentials before anybody asks', async () => {
    const { clock, engine, session, aws } = startEngine({ profiles: [kept(renewal)] });
    await clock.settle();
    expect(session('kept')?.state).toBe('active');
    expect(engine.currentCredentials('kept')).toBeDefined();
    expect(aws.calls.map(({ operation }) => operation)).toEqual(['assumeRole']);
  });

  test('is renewed though nobody uses it: there are valid credentials at every moment', async () => {
    const { clock, engine, aws } = startEngine({ profiles: [kept(renewal)] });
    await clock.settle();
    for (let minute = 0; minute < 24 * 60; minute += 5) {
      await clock.advance(5 * MINUTE);
      expect(engine.heldCredentials('kept')?.expiresAt).toBeGreaterThan(clock.now() + 5 * MINUTE);
    }
    expect(aws.callsOf('assumeRole').length).toBeLessThan(24 * 2 + 2);
  });

  test('is tried again after 1.5, 2.25, 3.375… and at last every 10 s when it fails', async () => {
    const { clock, engine, aws } = startEngine({ profiles: [kept(renewal)] });
    aws.failNext('assumeRole', failure('network'), 1000);
    await clock.settle();
    const pauses: number[] = [];
    for (let failures = 1; failures <= 8; failures += 1) {
      expect(aws.callsOf('assumeRole')).toHaveLength(failures);
      const next = clock.pending()[0] ?? Number.NaN;
      pauses.push(Math.round(next - clock.now()));
      await clock.advanceTo(next);
    }
    expect(pauses).toEqual([1500, 2250, 3375, 5063, 7594, 10_000, 10_000, 10_000]);
    expect(engine.heldCredentials('kept')).toBeUndefined();
  });

  test('begins anew with the short pauses after a success', async () => {
    const { clock, aws, engine } = startEngine({ profiles: [kept(renewal)] });
    aws.failNext('assumeRole', failure('network'), 4);
    await clock.advance(MINUTE);
    expect(engine.heldCredentials('kept')).toBeDefined();
    aws.failNext('assumeRole', failure('network'));
    await clock.advanceTo(clock.pending()[0] ?? Number.NaN);
    expect((clock.pending()[0] ?? Number.NaN) - clock.now()).toBe(1500);
  });

  test('answers at once with the failure while it waits for the next try', async () => {
    const { clock, askNow, aws } = startEngine({ profiles: [kept(renewal)] });
    aws.failNext('assumeRole', failure('source-failed', 'nobody answers there'), 1000);
    await clock.settle();
    expect(await askNow('kept')).toEqual({
      ok: false,
      failure: failure('source-failed', 'nobody answers there'),
    });
    expect(aws.callsOf('assumeRole')).toHaveLength(1);
  });

  test('serves what is valid while renewals fail, and has new credentials soon after they work', async () => {
    const { clock, askNow, aws } = startEngine({ profiles: [kept(renewal)] });
    await clock.settle();
    const before = credentialsOf(await askNow('kept'));
    aws.failNext('assumeRole', failure('network'), 20);
    await clock.advance(31 * MINUTE);
    expect(credentialsOf(await askNow('kept'))).toEqual(before);
    await clock.advance(30 * MINUTE);
    expect(credentialsOf(await askNow('kept'))).not.toEqual(before);
  });

  test('is made as soon as the profile is there, and no more when it is gone', async () => {
    const { clock, engine, aws } = startEngine({ profiles: [profile('dev')] });
    engine.loadProfiles([profile('dev'), kept(renewal)], []);
    await clock.settle();
    expect(aws.callsOf('assumeRole')).toHaveLength(1);
    engine.loadProfiles([profile('dev')], []);
    await clock.advance(5 * HOUR);
    expect(aws.callsOf('assumeRole')).toHaveLength(1);
    expect(clock.pending()).toEqual([]);
  });

  test('is no more tried when it is gone before it ever worked', async () => {
    const { clock, engine, aws } = startEngine({ profiles: [kept(renewal)] });
    aws.failNext('assumeRole', failure('network'), 1000);
    await clock.settle();
    engine.loadProfiles([profile('dev')], []);
    await clock.advance(HOUR);
    expect(aws.callsOf('assumeRole')).toHaveLength(1);
  });

  test('is made at once after the machine slept longer than the credentials lived', async () => {
    const { clock, engine, aws } = startEngine({ profiles: [kept(renewal)] });
    await clock.settle();
    clock.jump(9 * HOUR);
    engine.wake();
    await clock.settle();
    expect(aws.callsOf('assumeRole')).toHaveLength(2);
    expect(engine.heldCredentials('kept')).toBeDefined();
  });

  test.each([0, 1, 5])(
    'that gets credentials for %i s does not fetch them in a tight loop',
    async (seconds) => {
      const { clock, aws } = startEngine({ profiles: [kept(renewal)] });
      aws.settings.lifetimeSeconds = seconds;
      // One answer at a time: a tight loop is then a number to compare, not a test without end.
      aws.hold();
      for (let step = 0; step < 60; step += 1) {
        aws.release();
        aws.hold();
        await clock.advance(SECOND / 2);
      }
      expect(aws.callsOf('assumeRole').length).toBeLessThanOrEqual(21);
    },
  );

  test('stops with the engine', async () => {
    const { clock, engine, aws } = startEngine({ profiles: [kept(renewal)] });
    await clock.settle();
    engine.stop();
    await clock.advance(5 * HOUR);
    expect(aws.callsOf('assumeRole')).toHaveLength(1);
  });
});

describe('the moment of the renewal', () => {
  test.each([
    [0, 30],
    [0.5, 42],
    [0.999, 54],
  ])('with prefetch and the random number %f is after %i of 60 minutes', async (random, minutes) => {
    const { clock, aws } = startEngine({ profiles: [kept('prefetch')], random });
    await clock.advance((minutes - 1) * MINUTE);
    expect(aws.callsOf('assumeRole')).toHaveLength(1);
    await clock.advance(2 * MINUTE);
    expect(aws.callsOf('assumeRole')).toHaveLength(2);
  });

  test('with always is 30 minutes ahead of the end, so that what is served has that much left', async () => {
    const { clock, engine } = startEngine({ profiles: [kept('always', { seconds: 43_200 })] });
    await clock.settle();
    for (let hour = 0; hour < 36; hour += 1) {
      await clock.advance(HOUR);
      expect(engine.heldCredentials('kept')?.expiresAt).toBeGreaterThanOrEqual(clock.now() + 30 * MINUTE);
    }
  });
});

describe('a profile that is kept valid but needs codes', () => {
  const withCode: Profile = { ...profile('kept', { role: 'kept' }), renewal: 'always' };

  test('asks nobody unasked', async () => {
    const { clock, prompts, aws } = startEngine({ profiles: [withCode] });
    await clock.advance(HOUR);
    expect(prompts()).toEqual([]);
    expect(aws.sentCodes()).toEqual([]);
    expect(aws.calls.length).toBeLessThan(5);
  });

  test('asks when a program wants it, and is kept valid from then on', async () => {
    const { signIn, clock, engine } = startEngine({ profiles: [withCode] });
    await clock.settle();
    expect(kindOf(await signIn('kept'))).toBe('success');
    await clock.advance(5 * HOUR);
    expect(engine.currentCredentials('kept')).toBeDefined();
  });

  test('is wholly silent with a stored secret', async () => {
    const { clock, secrets, engine, prompts } = startEngine({ profiles: [withCode] });
    secrets.store();
    engine.secretsChanged();
    await clock.advance(MINUTE);
    expect(engine.currentCredentials('kept')).toBeDefined();
    await clock.advance(24 * HOUR);
    expect(engine.currentCredentials('kept')).toBeDefined();
    expect(prompts()).toEqual([]);
  });
});

test('a profile whose source is another role keeps the whole chain valid', async () => {
  const source = profile('jump', { role: 'jump', mfa: false });
  const end: Profile = {
    ...profile('kept', { role: 'kept', mfa: false }),
    sourceProfile: 'jump',
    renewal: 'always',
  };
  const { clock, engine } = startEngine({ profiles: [source, end] });
  for (let hour = 0; hour < 6; hour += 1) {
    await clock.advance(HOUR);
    expect(engine.currentCredentials('kept')).toBeDefined();
  }
  await flushPromises();
});

test('a profile with the ordinary renewal is not made unasked', async () => {
  const { clock, aws } = startEngine({ profiles: [kept('when-used')] });
  await clock.advance(HOUR);
  expect(aws.calls).toEqual([]);
});
