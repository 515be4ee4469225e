import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createTokenStore, parseTokenLifetime } from '../../../src/core/instance-metadata/token-store.ts';

function store() {
  const time = { now: 0 };
  let count = 0;
  const tokens = createTokenStore(
    () => time.now,
    () => {
      count += 1;
      return `token-${count}`;
    },
  );
  return { time, tokens };
}

describe('the lifetime header', () => {
  test('is a whole number of seconds from 1 to 21600', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 21_600 }), (seconds) => {
        expect(parseTokenLifetime(String(seconds))).toBe(seconds);
      }),
    );
  });

  test('is nothing else', () => {
    const outside = fc.oneof(fc.integer({ max: 0 }), fc.integer({ min: 21_601 }), fc.double(), fc.string());
    fc.assert(
      fc.property(outside, (value) => {
        const header = String(value);
        fc.pre(!/^0*([1-9]\d{0,3}|1\d{4}|2[01]\d{3})$/.test(header));
        expect(parseTokenLifetime(header)).toBeUndefined();
      }),
    );
    expect(parseTokenLifetime(undefined)).toBeUndefined();
  });
});

describe('a token store', () => {
  test('knows only its own tokens', () => {
    const { tokens } = store();
    expect(tokens.remainingSeconds(tokens.issue(60))).toBe(60);
    expect(tokens.remainingSeconds('token-9')).toBeUndefined();
    expect(tokens.remainingSeconds('')).toBeUndefined();
  });

  test('forgets all of them when they are revoked', () => {
    const { tokens } = store();
    const token = tokens.issue(60);
    tokens.revokeAll();
    expect(tokens.remainingSeconds(token)).toBeUndefined();
  });

  test('lets go of expired tokens first when a client asks for thousands', () => {
    const { time, tokens } = store();
    const lasting = tokens.issue(21_600);
    const brief = Array.from({ length: 9_999 }, () => tokens.issue(1));
    time.now = 1_000;
    const newest = tokens.issue(60);
    expect(tokens.remainingSeconds(lasting)).toBe(21_599);
    expect(tokens.remainingSeconds(newest)).toBe(60);
    expect(brief.every((token) => tokens.remainingSeconds(token) === undefined)).toBe(true);
  });

  test('lets go of the oldest when all of them are valid', () => {
    const { tokens } = store();
    const [first = '', second = ''] = Array.from({ length: 10_000 }, () => tokens.issue(60));
    tokens.issue(60);
    expect(tokens.remainingSeconds(first)).toBeUndefined();
    expect(tokens.remainingSeconds(second)).toBe(60);
  });
});
