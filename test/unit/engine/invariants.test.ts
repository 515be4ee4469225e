import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stepAt } from '../../../src/core/mfa/time-step.ts';
import { tokenCode } from '../../../src/core/mfa/totp.ts';
import type { Profile } from '../../../src/core/profiles/profile.ts';
import type { FailureKind } from '../../../src/shared/view-state.ts';
import { createReducerWorld, type ReducerWorld } from '../../support/engine/reducer-world.ts';
import { alice, bob, carol, HOUR, MINUTE, profile, START } from '../../support/engine-harness.ts';

const profiles: readonly Profile[] = [
  profile('dev'),
  profile('admin', { role: 'admin' }),
  profile('long', { role: 'long', longRoleSession: true, seconds: 7_200 }),
  profile('plain', { mfa: false }),
  profile('bob', { of: bob, mfa: bob.serialNumber, role: 'guest' }),
  profile('carol', { of: carol }),
  { ...profile('chained', { role: 'chained' }), sourceProfile: 'admin' },
  { ...profile('chained-twice', { role: 'chained-twice' }), sourceProfile: 'chained' },
  { ...profile('kept', { role: 'kept', mfa: false }), renewal: 'always', renewsItself: true },
  { ...profile('prefetched', { of: bob, role: 'prefetched' }), renewal: 'prefetch' },
];
const names = profiles.map(({ name }) => name);
const edited = [
  profiles,
  profiles.slice(1),
  profiles.filter(({ name }) => name !== 'admin' && name !== 'kept'),
  profiles.map((one) => (one.name === 'admin' ? profile('admin', { role: 'other' }) : one)),
  profiles.map((one) => (one.name === 'dev' ? profile('dev', { secretAccessKey: 'changed' }) : one)),
  [profile('dev', { mfa: alice.serialNumber }), ...profiles.slice(1)],
];

const awsFailures: readonly (FailureKind | undefined)[] = [
  undefined,
  undefined,
  undefined,
  undefined,
  'bad-code',
  'wrong-serial',
  'network',
  'throttled',
  'access-denied',
  'clock-skew',
  'duration-too-long',
  'base-keys-gone',
  'keychain-locked',
  'unknown',
];

const name = fc.constantFrom(...names);
/** A code as a person gives it: of the right device and this moment, of a moment nearby, or any six digits. */
const code = fc.oneof(
  fc.record({ step: fc.integer({ min: -1, max: 1 }), person: fc.constantFrom(alice, bob, carol) }),
  fc.constantFrom('000000', '012345'),
);
type Code = typeof code extends fc.Arbitrary<infer Value> ? Value : never;

const duration = fc.oneof(
  fc.integer({ min: 0, max: 40_000 }),
  fc.integer({ min: 0, max: 10 * MINUTE }),
  fc.integer({ min: 0, max: 14 * HOUR }),
);

const happening = fc.oneof(
  { weight: 6, arbitrary: fc.record({ what: fc.constant('request' as const), name }) },
  { weight: 3, arbitrary: fc.record({ what: fc.constant('sign-in' as const), name, code: fc.option(code) }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('abandon' as const), index: fc.nat(20) }) },
  {
    weight: 6,
    arbitrary: fc.record({ what: fc.constant('answer-prompt' as const), index: fc.nat(3), code }),
  },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('cancel' as const), index: fc.nat(3) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      what: fc.constant('choose-device' as const),
      index: fc.nat(3),
      serial: fc.constantFrom(alice.serialNumber, bob.serialNumber, 'GAHT12345678'),
    }),
  },
  {
    weight: 14,
    arbitrary: fc.record({
      what: fc.constant('outside-answers' as const),
      index: fc.nat(10),
      failure: fc.constantFrom(...awsFailures),
    }),
  },
  { weight: 5, arbitrary: fc.record({ what: fc.constant('time' as const), duration }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('sleep' as const), duration, wake: fc.boolean() }) },
  {
    weight: 1,
    arbitrary: fc.record({
      what: fc.constant('set-clock' as const),
      by: fc.integer({ min: -5 * HOUR, max: 5 * HOUR }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('use' as const), name }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('clear' as const), name }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('renew' as const), name }) },
  {
    weight: 1,
    arbitrary: fc.record({ what: fc.constant('edit' as const), index: fc.nat(edited.length - 1) }),
  },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('secret' as const), stored: fc.boolean() }) },
);
type Happening = typeof happening extends fc.Arbitrary<infer Value> ? Value : never;

function happens(world: ReducerWorld, event: Happening): void {
  const typed = (wanted: Code): string =>
    typeof wanted === 'string'
      ? wanted
      : tokenCode(wanted.person.secret, stepAt(world.awsNow()) + wanted.step);
  const promptId = (index: number) => world.state().prompts[index]?.id ?? 'prompt-0';
  switch (event.what) {
    case 'request':
      world.ask((requestId) => ({ type: 'credentials-requested', profile: event.name, requestId }));
      return;
    case 'sign-in': {
      const given = event.code === null ? {} : { code: typed(event.code) };
      world.ask((requestId) => ({ type: 'session-started', profile: event.name, requestId, ...given }));
      return;
    }
    case 'abandon': {
      const requestId = world.abandonable()[event.index];
      if (requestId !== undefined) world.abandon(requestId);
      return;
    }
    case 'answer-prompt':
      world.ask((requestId) => ({
        type: 'prompt-answered',
        promptId: promptId(event.index),
        code: typed(event.code),
        requestId,
      }));
      return;
    case 'cancel':
      world.dispatch({ type: 'prompt-cancelled', promptId: promptId(event.index) });
      return;
    case 'choose-device':
      world.dispatch({
        type: 'device-chosen',
        promptId: promptId(event.index),
        serialNumber: event.serial,
      });
      return;
    case 'outside-answers':
      world.answerPending(event.index, event.failure);
      return;
    case 'time':
      world.passTime(event.duration);
      return;
    case 'sleep':
      world.sleep(event.duration);
      if (event.wake) world.dispatch({ type: 'time-passed' });
      return;
    case 'set-clock':
      world.setClock(event.by);
      world.dispatch({ type: 'time-passed' });
      return;
    case 'use':
      world.dispatch({ type: 'profile-used', profile: event.name });
      return;
    case 'clear':
      world.dispatch({ type: 'session-cleared', profile: event.name });
      return;
    case 'renew':
      world.dispatch({ type: 'renewal-wanted', profile: event.name });
      return;
    case 'edit':
      world.dispatch({
        type: 'profiles-loaded',
        profiles: edited[event.index] ?? profiles,
        warnings: [],
      });
      return;
    case 'secret':
      world.setSecretStored(event.stored);
      return;
  }
}

/** AWS answers everything and time passes, until nobody waits any more or nothing is left to happen. */
function letEverythingEnd(world: ReducerWorld): void {
  for (let round = 0; round < 500 && world.waiting().length > 0; round += 1) {
    if (world.pendingCount() > 0) world.answerPending(0);
    else {
      const due = world.nextDeadline();
      if (due === undefined) return;
      world.passTime(Math.max(due - world.engineNow(), 1));
    }
  }
}

describe('whatever happens, in whatever order', () => {
  test('every promise of the engine holds after each step, and in the end everyone has an answer', () => {
    fc.assert(
      fc.property(fc.array(happening, { maxLength: 60, size: 'max' }), (events) => {
        const world = createReducerWorld(profiles, START);
        for (const event of events) happens(world, event);
        letEverythingEnd(world);
        expect(world.waiting()).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  test('stopping answers everyone at once', () => {
    fc.assert(
      fc.property(fc.array(happening, { maxLength: 40, size: 'max' }), (events) => {
        const world = createReducerWorld(profiles, START);
        for (const event of events) happens(world, event);
        world.dispatch({ type: 'stopped' });
        expect(world.waiting()).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  test('renewing for a month of use keeps its promises, too', () => {
    const used = profiles.filter(({ name }) => name === 'admin' || name === 'plain');
    const world = createReducerWorld(used, START);
    world.setSecretStored(true);
    for (let minute = 0; minute < 30 * 24 * 60; minute += 20) {
      world.ask((requestId) => ({ type: 'credentials-requested', profile: 'admin', requestId }));
      world.ask((requestId) => ({ type: 'credentials-requested', profile: 'plain', requestId }));
      world.passTime(20 * MINUTE);
      letEverythingEnd(world);
    }
    expect(world.waiting()).toEqual([]);
  });
});
