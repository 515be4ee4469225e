import { describe, expect, test } from 'vitest';
import { bootstrapIdentity, type Profile } from '../../../src/core/profiles/profile.ts';
import { failure } from '../../../src/core/sessions/failure.ts';
import {
  credentialsOf,
  HOUR,
  kindOf,
  MINUTE,
  profile,
  SECOND,
  START,
  startEngine,
} from '../../support/engine-harness.ts';

/** As the admin listener brings it: mmds' continuous re-assume. */
const worker: Profile = {
  ...profile('worker', { role: 'worker', mfa: false }),
  identity: bootstrapIdentity,
  renewal: 'always',
  renewsItself: true,
};

const startWorker = () => {
  const harness = startEngine({ profiles: [worker] });
  const { aws } = harness;
  return {
    ...harness,
    /** With whose credentials each call was made: `base`, or the key id of a session. */
    callers: () => aws.callsOf('assumeRole').map(({ call }) => call.source?.accessKeyId ?? 'base'),
    held: () => harness.engine.heldCredentials('worker'),
  };
};

describe('a role that renews itself', () => {
  test('is assumed with the base credentials first, then with its own', async () => {
    const { clock, callers } = startWorker();
    await clock.settle();
    expect(callers()).toEqual(['base']);
    await clock.advance(31 * MINUTE);
    expect(callers()).toEqual(['base', 'ASIA1']);
    await clock.advance(31 * MINUTE);
    expect(callers()).toEqual(['base', 'ASIA1', 'ASIA2']);
  });

  test('goes on for days without its base credentials', async () => {
    const { clock, callers, held } = startWorker();
    for (let hour = 0; hour < 72; hour += 1) {
      await clock.advance(HOUR);
      expect(held()?.expiresAt).toBeGreaterThan(clock.now());
    }
    expect(callers().filter((caller) => caller === 'base')).toHaveLength(1);
  });

  test('asks for one hour at most from itself', async () => {
    const { clock, aws } = startEngine({ profiles: [{ ...worker, tokenDurationSeconds: 43_200 }] });
    await clock.advance(11.75 * HOUR);
    expect(aws.callsOf('assumeRole').map(({ call }) => call.durationSeconds)).toEqual([43_200, 3_600]);
  });

  test.each(['access-denied', 'base-keys-gone'] as const)(
    'falls back to the base credentials at once when AWS says %s',
    async (kind) => {
      const { clock, callers, held, aws } = startWorker();
      await clock.settle();
      const before = held();
      aws.failNext('assumeRole', failure(kind));
      await clock.advance(30 * MINUTE);
      expect(callers()).toEqual(['base', 'ASIA1', 'base']);
      expect(held()).not.toEqual(before);
    },
  );

  test('tries itself again at the next renewal after a fallback', async () => {
    const { clock, callers, aws } = startWorker();
    await clock.settle();
    aws.failNext('assumeRole', failure('access-denied'));
    await clock.advance(61 * MINUTE);
    expect(callers()).toEqual(['base', 'ASIA1', 'base', 'ASIA2']);
  });

  test('serves what is valid until its end when neither way works', async () => {
    const { clock, askNow, held, aws } = startWorker();
    await clock.settle();
    const before = held();
    aws.failNext('assumeRole', failure('access-denied'), 10_000);
    await clock.advance(59 * MINUTE);
    expect(credentialsOf(await askNow('worker'))).toEqual(before);
    await clock.advance(2 * MINUTE);
    expect(kindOf(await askNow('worker'))).toBe('access-denied');
  });

  test('starts from the base credentials when its own are over', async () => {
    const { clock, callers, engine } = startWorker();
    await clock.settle();
    clock.jump(5 * HOUR);
    engine.wake();
    await clock.settle();
    expect(callers()).toEqual(['base', 'base']);
  });

  test.each(['network', 'throttled'] as const)('keeps what is valid through %s', async (kind) => {
    const { clock, callers, askNow, held, aws } = startWorker();
    await clock.settle();
    const before = held();
    aws.failNext('assumeRole', failure(kind), 3);
    await clock.advance(30 * MINUTE + SECOND);
    expect(credentialsOf(await askNow('worker'))).toEqual(before);
    expect(callers()).toEqual(['base', 'ASIA1']);
    await clock.advance(30 * SECOND);
    expect(callers()).toEqual(['base', 'ASIA1', 'ASIA1', 'ASIA1', 'ASIA1']);
    expect(held()).not.toEqual(before);
  });

  test('is not thrown off by a wrong clock', async () => {
    const { clock, callers, held, aws } = startWorker();
    await clock.settle();
    aws.settings.clockAheadMs = 20 * MINUTE;
    await clock.advance(31 * MINUTE);
    expect(held()?.expiresAt).toBeGreaterThan(aws.now() + 30 * MINUTE);
    expect(callers().slice(1)).toEqual(
      callers()
        .slice(1)
        .map(() => 'ASIA1'),
    );
  });
});

describe('before there are bootstrap credentials', () => {
  const nothingPosted = failure('source-failed', 'no bootstrap credentials were received yet');

  test('requests fail at once, with the reason', async () => {
    const { clock, askNow, aws } = startWorker();
    aws.failNext('assumeRole', nothingPosted, 10_000);
    await clock.settle();
    expect(await askNow('worker')).toEqual({ ok: false, failure: nothingPosted });
    await clock.advance(HOUR);
    expect(await askNow('worker')).toEqual({ ok: false, failure: nothingPosted });
  });

  test('renewNow makes the credentials without waiting for the next try', async () => {
    const { clock, engine, held, aws } = startWorker();
    aws.failNext('assumeRole', nothingPosted, 4);
    await clock.advance(11 * SECOND);
    expect(held()).toBeUndefined();
    engine.renewNow('worker');
    await clock.settle();
    expect(clock.now()).toBe(START + 11 * SECOND);
    expect(held()).toBeDefined();
  });
});

describe('new bootstrap credentials (renewNow)', () => {
  test('are used at once, although its own would do', async () => {
    const { clock, callers, engine, held } = startWorker();
    await clock.settle();
    const before = held();
    engine.renewNow('worker');
    await clock.settle();
    expect(callers()).toEqual(['base', 'base']);
    expect(held()).not.toEqual(before);
  });

  test('that AWS refuses do not take away what is valid', async () => {
    const { clock, callers, engine, held, askNow, aws } = startWorker();
    await clock.settle();
    const before = held();
    aws.failNext('assumeRole', failure('base-keys-gone'));
    engine.renewNow('worker');
    await clock.settle();
    expect(held()).toEqual(before);
    expect(credentialsOf(await askNow('worker'))).toEqual(before);
    await clock.advance(2 * SECOND);
    expect(callers()).toEqual(['base', 'base', 'ASIA1']);
  });

  test('are used by the renewal after the next one as well, when it cannot renew itself', async () => {
    const { clock, callers, engine, aws } = startWorker();
    await clock.settle();
    engine.renewNow('worker');
    await clock.settle();
    aws.failNext('assumeRole', failure('access-denied'));
    await clock.advance(31 * MINUTE);
    expect(callers()).toEqual(['base', 'base', 'ASIA2', 'base']);
  });

  test('that come while AWS is being asked with the old ones are used, too', async () => {
    const { clock, engine, aws } = startEngine({ profiles: [profile('dev')] });
    aws.hold();
    engine.loadProfiles([worker], []);
    await clock.settle();
    aws.failNext('assumeRole', failure('base-keys-gone'));
    engine.renewNow('worker');
    aws.release();
    await clock.advance(2 * SECOND);
    expect(aws.callsOf('assumeRole').map(({ call }) => call.source)).toEqual([undefined, undefined]);
    expect(engine.heldCredentials('worker')).toBeDefined();
  });
});
