import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Credentials } from '../../../src/core/sessions/credentials.ts';
import { isServable, renewalTime, retryDelay } from '../../../src/core/sessions/freshness.ts';

const MINUTE = 60_000;
const credentials = (lifetimeMs: number): Credentials => ({
  accessKeyId: 'ASIA',
  secretAccessKey: 's',
  sessionToken: 't',
  obtainedAt: 0,
  expiresAt: lifetimeMs,
});
const jitter = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

describe('when to renew', () => {
  test('30 minutes before the end, without jitter', () => {
    expect(renewalTime(credentials(12 * 60 * MINUTE), 0)).toBe(12 * 60 * MINUTE - 30 * MINUTE);
    expect(renewalTime(credentials(60 * MINUTE), 0)).toBe(30 * MINUTE);
  });

  test('half-way, for sessions shorter than one hour', () => {
    expect(renewalTime(credentials(15 * MINUTE), 0)).toBe(7.5 * MINUTE);
  });

  test('for every lifetime that STS gives: not at once, and with half of it or 30 minutes left', () => {
    fc.assert(
      fc.property(fc.integer({ min: 900, max: 129_600 }), jitter, (seconds, random) => {
        const at = renewalTime(credentials(seconds * 1000), random);
        const left = seconds * 1000 - at;
        expect(at).toBeGreaterThanOrEqual(seconds * 1000 * 0.44);
        expect(left).toBeGreaterThanOrEqual(Math.min(30 * MINUTE, seconds * 500) - 1e-3);
        expect(left).toBeLessThanOrEqual(35 * MINUTE);
      }),
    );
  });
});

describe('what may be handed out', () => {
  test.each([
    [11_000, true],
    [10_000, false],
    [0, false],
    [-1, false],
  ])('with %d ms left: %s', (left, expected) => {
    expect(isServable(credentials(60 * MINUTE), 60 * MINUTE - left)).toBe(expected);
  });

  test('nothing is not', () => {
    expect(isServable(undefined, 0)).toBe(false);
  });
});

describe('pauses after failures in a row', () => {
  test('the first failure costs a program that asks again no wait', () => {
    expect(retryDelay(1, false, 0.5)).toBe(0);
  });

  test('a renewal in the background waits from the first failure on', () => {
    expect(retryDelay(1, true, 0)).toBeGreaterThanOrEqual(5_000);
  });

  test('they grow with each failure, up to half a minute while somebody waits and five minutes in the background', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), fc.boolean(), jitter, (count, background, random) => {
        const delay = retryDelay(count, background, random);
        expect(delay).toBeGreaterThanOrEqual(0);
        expect(delay).toBeLessThanOrEqual(5 * MINUTE);
        expect(retryDelay(count + 1, background, random)).toBeGreaterThanOrEqual(delay);
      }),
    );
    expect(retryDelay(50, true, 0.99)).toBeGreaterThan(4 * MINUTE);
    expect(retryDelay(50, false, 0.99)).toBeLessThanOrEqual(30_000);
  });
});
