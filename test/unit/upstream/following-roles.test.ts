import { describe, expect, test } from 'vitest';
import type { Profile } from '../../../src/core/profiles/profile.ts';
import { failed, type Result, success } from '../../../src/core/result.ts';
import { type Failure, failure } from '../../../src/core/sessions/failure.ts';
import { createProfileRegistry } from '../../../src/service/profile-registry.ts';
import {
  alppacaSessionName,
  followUpstream,
  rolesBackoff,
  upstreamProfile,
} from '../../../src/service/upstream-profiles.ts';
import { profile, SECOND, START, startEngine } from '../../support/engine-harness.ts';

const settings = { url: 'http://upstream.example:8080', region: 'eu-central-1' };
const unreachable = failed(failure('source-failed', 'it refuses the connection'));

/** The real engine and registry, following an upstream whose list a test writes. */
function startFollowing({
  configured = [],
  random = 0,
}: {
  configured?: readonly Profile[];
  random?: number;
} = {}) {
  const world = startEngine({ profiles: configured, activeProfile: configured[0]?.name ?? '', random });
  world.aws.settings.lifetimeSeconds = 60;
  const registry = createProfileRegistry(world.engine, configured, []);
  const askedAt: number[] = [];
  const warnings: string[] = [];
  let list: Result<readonly string[], Failure> = success([]);
  return {
    ...world,
    askedAt,
    warnings,
    answer(next: Result<readonly string[], Failure>): void {
      list = next;
    },
    names: () => world.engine.profiles().map(({ name }) => name),
    start: () =>
      followUpstream({
        settings,
        registry,
        engine: world.engine,
        clock: world.clock,
        random: () => random,
        logger: { info: () => {}, warn: (_fields, message) => warnings.push(message) },
        listRoles: async () => {
          askedAt.push((world.clock.now() - START) / SECOND);
          return list;
        },
      }),
  };
}

describe('the roles of an upstream metadata service', () => {
  test('become profiles, of which the first is active when there is no other', async () => {
    const world = startFollowing();
    world.answer(success(['first_role', 'second_role']));
    world.start();
    await world.clock.settle();
    expect(world.names()).toEqual(['first_role', 'second_role']);
    expect(world.engine.activeProfile()).toBe('first_role');
    expect(world.session('second_role')?.state).toBe('active');
  });

  test('leave a configured profile active', async () => {
    const world = startFollowing({ configured: [profile('dev')] });
    world.answer(success(['test_role']));
    world.start();
    await world.clock.settle();
    expect(world.names()).toEqual(['dev', 'test_role']);
    expect(world.engine.activeProfile()).toBe('dev');
  });

  test('are asked for again between 50 and 90 % of the shortest lifetime', async () => {
    for (const [random, seconds] of [
      [0, 30],
      [0.999999, 54],
    ] as const) {
      const world = startFollowing({ random });
      world.answer(success(['test_role']));
      world.start();
      await world.clock.advance(10 * SECOND);
      const [, second] = world.askedAt;
      await world.clock.advanceTo(START + 100 * SECOND);
      expect(second).toBeLessThan(10);
      expect(world.askedAt[2]).toBeGreaterThan((second ?? 0) + seconds - 15);
      expect(world.askedAt[2]).toBeLessThanOrEqual((second ?? 0) + seconds);
    }
  });

  test('come and go with the list', async () => {
    const world = startFollowing();
    world.answer(success(['old_role']));
    world.start();
    await world.clock.advance(20 * SECOND);
    world.answer(success(['new_role']));
    await world.clock.advance(60 * SECOND);
    expect(world.names()).toEqual(['new_role']);
    expect(world.engine.activeProfile()).toBe('new_role');
    world.answer(success([]));
    await world.clock.advance(60 * SECOND);
    expect(world.names()).toEqual([]);
  });

  test('stay while the list cannot be had', async () => {
    const world = startFollowing();
    world.answer(success(['test_role']));
    world.start();
    await world.clock.settle();
    world.answer(unreachable);
    await world.clock.advance(600 * SECOND);
    expect(world.names()).toEqual(['test_role']);
    expect(world.session('test_role')?.state).toBe('active');
    expect(world.warnings[0]).toContain('it refuses the connection');
  });

  test('are asked for after 3, 9, 27, 81, 243 and then 300 seconds while there are none', async () => {
    for (const nothing of [success([]), unreachable]) {
      const world = startFollowing();
      world.answer(nothing);
      world.start();
      await world.clock.advance(1_300 * SECOND);
      expect(world.askedAt).toEqual([0, 3, 12, 39, 120, 363, 663, 963, 1263]);
    }
    expect(rolesBackoff(10_000)).toBe(300 * SECOND);
  });

  test('are asked for soon again after a role was found, however long there was none', async () => {
    const world = startFollowing();
    world.start();
    await world.clock.advance(400 * SECOND);
    world.answer(success(['test_role']));
    await world.clock.advance(300 * SECOND);
    expect(world.names()).toEqual(['test_role']);
    world.answer(success([]));
    await world.clock.advance(60 * SECOND);
    world.answer(success(['test_role']));
    await world.clock.advance(30 * SECOND);
    expect(world.names()).toEqual(['test_role']);
  });

  test('are not asked for any more after the end, nor taken from an answer that comes late', async () => {
    const world = startFollowing();
    const stop = world.start();
    world.answer(success(['test_role']));
    stop();
    await world.clock.advance(1_000 * SECOND);
    expect(world.askedAt).toEqual([0]);
    expect(world.names()).toEqual([]);
  });
});

test('the credentials of an upstream role never need a code', () => {
  expect(upstreamProfile(settings, 'test_role')).toMatchObject({
    name: 'test_role',
    identity: { kind: 'upstream', url: settings.url, role: 'test_role' },
    region: 'eu-central-1',
    mfa: { enabled: false },
    renewal: 'prefetch',
    metadataRoleName: 'test_role',
  });
});

test('with a role to assume, the profile is listed under that role, as by alppaca', () => {
  const assumeRoleArn = 'arn:aws:iam::123456789012:role/path/demoRole';
  expect(upstreamProfile({ ...settings, assumeRoleArn }, 'test_role', 'alppaca-on-host')).toMatchObject({
    name: 'test_role',
    roleArn: assumeRoleArn,
    metadataRoleName: 'demoRole',
    roleSessionName: 'alppaca-on-host',
  });
});

test('a session is named after the machine, as by alppaca, in what STS allows', () => {
  expect(alppacaSessionName('web-01.example')).toBe('alppaca-on-web-01.example');
  expect(alppacaSessionName(`Jörg’s Mac ${'x'.repeat(80)}`)).toMatch(/^alppaca-on-[\w+=,.@-]{53}$/);
});
