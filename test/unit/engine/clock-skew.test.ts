import { describe, expect, test } from 'vitest';
import { HOUR, kindOf, MINUTE, profile, SECOND, startEngine } from '../../support/engine-harness.ts';

describe("a clock that is not AWS's", () => {
  test('is measured, shown, and corrected for in later calls', async () => {
    const { askNow, aws, clock, engine, profileView } = startEngine({
      profiles: [profile('dev', { mfa: false })],
    });
    aws.settings.clockAheadMs = 2 * MINUTE;
    await askNow();
    // The Date header has whole seconds.
    expect(Math.abs(engine.view().clockSkewMs - 2 * MINUTE)).toBeLessThanOrEqual(SECOND);
    expect(Math.abs(engine.view().now - aws.now())).toBeLessThanOrEqual(SECOND);
    expect(profileView()?.session.state).toBe('active');
    engine.clearSession('dev');
    await askNow();
    await clock.settle();
    expect(aws.callsOf('getSessionToken').at(-1)?.call.clockSkewMs).toBe(engine.view().clockSkewMs);
  });

  test.each([2_000, -2_000])('a difference of %d ms says nothing and is ignored', async (ahead) => {
    const { askNow, aws, engine } = startEngine({ profiles: [profile('dev', { mfa: false })] });
    aws.settings.clockAheadMs = ahead;
    await askNow();
    expect(engine.view().clockSkewMs).toBe(0);
  });

  test.each([
    ['behind', 2 * MINUTE],
    ['ahead', -2 * MINUTE],
  ])('two minutes %s: the look-up of the identity already corrects the first code', async (_, aheadMs) => {
    const { askNow, aws, secrets } = startEngine();
    secrets.store();
    aws.settings.clockAheadMs = aheadMs;
    expect(kindOf(await askNow())).toBe('success');
    expect(aws.sentCodes()).toHaveLength(1);
  });

  test.each([
    ['behind', 2 * MINUTE],
    ['ahead', -2 * MINUTE],
  ])('two minutes %s: a refused generated code is made anew with the corrected clock', async (_, aheadMs) => {
    const { ask, aws, clock, secrets } = startEngine({
      profiles: [profile('dev', { mfa: 'arn:aws:iam::111111111111:mfa/alice' })],
    });
    secrets.store();
    aws.settings.clockAheadMs = aheadMs;
    const asked = ask();
    await clock.advance(30 * SECOND);
    expect(kindOf(asked.outcome)).toBe('success');
    expect(aws.sentCodes()).toHaveLength(2);
  });

  test.each([
    ['behind', 3 * HOUR],
    ['ahead', -3 * HOUR],
  ])(
    'three hours %s: a refused signature is made anew, with a code of the right time',
    async (_, aheadMs) => {
      const { ask, aws, clock, secrets } = startEngine({
        profiles: [profile('dev', { mfa: 'arn:aws:iam::111111111111:mfa/alice' })],
      });
      secrets.store();
      aws.settings.clockAheadMs = aheadMs;
      const asked = ask();
      await clock.advance(MINUTE);
      expect(kindOf(asked.outcome)).toBe('success');
    },
  );

  test('three hours ahead: the typed code is right and only the signature is made anew', async () => {
    const { signIn, aws } = startEngine({
      profiles: [profile('dev', { mfa: 'arn:aws:iam::111111111111:mfa/alice' })],
    });
    aws.settings.clockAheadMs = -3 * HOUR;
    expect(kindOf(await signIn())).toBe('success');
    expect(aws.callsOf('getSessionToken')).toHaveLength(2);
    expect(new Set(aws.sentCodes()).size).toBe(1);
  });

  test('three hours ahead: the second generated code does not wait for hours', async () => {
    const { ask, aws, clock, engine, secrets } = startEngine({
      profiles: [profile('dev', { mfa: 'arn:aws:iam::111111111111:mfa/alice' })],
    });
    secrets.store();
    aws.settings.clockAheadMs = -3 * HOUR;
    ask();
    await clock.advance(MINUTE);
    engine.clearSession('dev');
    const again = ask();
    await clock.advance(MINUTE);
    expect(kindOf(again.outcome)).toBe('success');
  });

  test('a skew that goes away is forgotten', async () => {
    const { askNow, aws, engine } = startEngine({ profiles: [profile('dev', { mfa: false })] });
    aws.settings.clockAheadMs = 2 * MINUTE;
    await askNow();
    aws.settings.clockAheadMs = 0;
    engine.clearSession('dev');
    await askNow();
    expect(engine.view().clockSkewMs).toBe(0);
  });
});
