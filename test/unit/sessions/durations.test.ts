import { describe, expect, test } from 'vitest';
import { roleSeconds, sessionSeconds } from '../../../src/core/sessions/durations.ts';
import { profile, startEngine } from '../../support/engine-harness.ts';

describe('durations are clamped, never refused', () => {
  test.each([
    [undefined, 43_200],
    [0, 900],
    [-5, 900],
    [899, 900],
    [900, 900],
    [3_600, 3_600],
    [129_600, 129_600],
    [129_601, 129_600],
    [1e9, 129_600],
  ])('GetSessionToken: %s becomes %d', (wanted, seconds) => {
    expect(sessionSeconds(wanted)).toBe(seconds);
  });

  test.each([
    [undefined, 3_600],
    [1, 900],
    [7_200, 7_200],
    [43_200, 43_200],
    [129_600, 43_200],
  ])('AssumeRole with long-term keys: %s becomes %d', (wanted, seconds) => {
    expect(roleSeconds(wanted, false)).toBe(seconds);
  });

  test.each([
    [undefined, 3_600],
    [1, 900],
    [1_800, 1_800],
    [7_200, 3_600],
  ])('AssumeRole with session credentials: %s becomes %d', (wanted, seconds) => {
    expect(roleSeconds(wanted, true)).toBe(seconds);
  });

  test('a limit that AWS taught us lowers the rest', () => {
    expect(roleSeconds(43_200, false, 3_600)).toBe(3_600);
    expect(roleSeconds(1_800, false, 3_600)).toBe(1_800);
  });

  test.each([
    [profile('dev', { mfa: false, seconds: 10 }), 900],
    [profile('dev', { mfa: false, seconds: 500_000 }), 129_600],
    [profile('dev', { mfa: false }), 43_200],
  ])('and so they arrive at GetSessionToken', async (wanted, seconds) => {
    const { askNow, aws } = startEngine({ profiles: [wanted] });
    await askNow();
    expect(aws.callsOf('getSessionToken')[0]?.call.durationSeconds).toBe(seconds);
  });

  test.each([
    [profile('dev', { role: 'r', mfa: false }), 3_600],
    [profile('dev', { role: 'r', mfa: false, seconds: 500_000 }), 43_200],
  ])('and at AssumeRole', async (wanted, seconds) => {
    const { askNow, aws } = startEngine({ profiles: [wanted] });
    await askNow();
    expect(aws.callsOf('assumeRole')[0]?.call.durationSeconds).toBe(seconds);
  });

  test("a role's duration says nothing about the MFA session it comes from", async () => {
    const { signIn, aws } = startEngine({ profiles: [profile('dev', { role: 'r', seconds: 900 })] });
    await signIn();
    expect(aws.callsOf('getSessionToken')[0]?.call.durationSeconds).toBe(43_200);
    expect(aws.callsOf('assumeRole')[0]?.call.durationSeconds).toBe(900);
  });
});
