import { describe, expect, test } from 'vitest';
import { type Profile, upstreamIdentity } from '../../../src/core/profiles/profile.ts';
import { failure } from '../../../src/core/sessions/failure.ts';
import { prefetchDelay } from '../../../src/core/sessions/freshness.ts';
import { credentialsOf, kindOf, MINUTE, SECOND, START, startEngine } from '../../support/engine-harness.ts';

const upstream: Profile = {
  name: 'test_role',
  identity: upstreamIdentity('http://upstream.example:8080', 'test_role'),
  region: 'eu-central-1',
  mfa: { enabled: false },
  longRoleSession: false,
  renewal: 'prefetch',
  metadataRoleName: 'test_role',
  origin: { file: 'config.yaml', line: 1 },
};

/** An upstream whose credentials live ten minutes. */
function startPrefetching(random = 0) {
  const world = startEngine({ profiles: [], activeProfile: '', random });
  world.aws.settings.lifetimeSeconds = 600;
  return {
    ...world,
    appear: () => world.engine.loadProfiles([upstream], []),
    fetches: () => world.aws.callsOf('getSessionToken').length,
  };
}

describe('the credentials of an upstream role', () => {
  test('are fetched as soon as the role is known, before anybody asks', async () => {
    const world = startPrefetching();
    world.appear();
    await world.clock.settle();
    expect(world.engine.activeProfile()).toBe('test_role');
    expect(world.fetches()).toBe(1);
    expect(world.engine.currentCredentials('test_role')?.accessKeyId).toBe('ASIA1');
  });

  test.each([
    { random: 0, minutes: 5 },
    { random: 0.5, minutes: 7 },
    { random: 0.999999, minutes: 9 },
  ])('are fetched again between 50 and 90 % of their lifetime ($minutes of 10 minutes)', async (expected) => {
    const world = startPrefetching(expected.random);
    world.appear();
    await world.clock.advanceTo(START + expected.minutes * MINUTE - SECOND);
    expect(world.fetches()).toBe(1);
    await world.clock.advance(2 * SECOND);
    expect(world.fetches()).toBe(2);
  });

  test('go on being fetched though nobody uses them', async () => {
    const world = startPrefetching();
    world.appear();
    await world.clock.advance(60 * MINUTE);
    expect(world.fetches()).toBe(13);
  });

  test('are answered at once from what is held while the upstream is slow to give new ones', async () => {
    const world = startPrefetching();
    world.appear();
    await world.clock.advance(4 * MINUTE);
    world.aws.hold();
    await world.clock.advance(2 * MINUTE);
    expect(credentialsOf(await world.askNow('test_role')).accessKeyId).toBe('ASIA1');
    expect(world.engine.currentCredentials('test_role')?.accessKeyId).toBe('ASIA1');
  });

  test('are answered while the upstream fails, and not served once they expired', async () => {
    const world = startPrefetching();
    world.appear();
    await world.clock.advance(4 * MINUTE);
    world.aws.failNext('getSessionToken', failure('source-failed', 'it is down'), 100);
    await world.clock.advance(5 * MINUTE);
    expect(kindOf(await world.askNow('test_role'))).toBe('success');
    await world.clock.advance(2 * MINUTE);
    expect(kindOf(await world.askNow('test_role'))).toBe('source-failed');
    expect(world.engine.currentCredentials('test_role')).toBeUndefined();
  });

  test('a role that vanishes is an unknown profile', async () => {
    const world = startPrefetching();
    world.appear();
    await world.clock.settle();
    world.engine.loadProfiles([], []);
    expect(kindOf(await world.askNow('test_role'))).toBe('unknown-profile');
    await world.clock.advance(60 * MINUTE);
    expect(world.fetches()).toBe(1);
  });
});

test('after failures the waits are those of alppaca: 1.5 seconds growing by half up to 10', async () => {
  expect([1, 2, 3, 4, 5, 6, 7, 100].map(prefetchDelay)).toEqual([
    1_500, 2_250, 3_375, 5_062.5, 7_593.75, 10_000, 10_000, 10_000,
  ]);
});
