import { describe, expect, test } from 'vitest';
import { credentialsOf, HOUR, kindOf, MINUTE, profile, startEngine } from '../../support/engine-harness.ts';

const silent = [profile('dev', { mfa: false, seconds: 12 * 3600 })];
const admin = profile('admin', { role: 'admin' });

describe('waking up and clock changes', () => {
  test('after a long sleep an ended session is gone at once', async () => {
    const { signIn, clock, engine, session } = startEngine();
    await signIn();
    clock.jump(20 * HOUR);
    expect(engine.currentCredentials('dev')).toBeUndefined();
    engine.wake();
    await clock.settle();
    expect(session()).toEqual({ state: 'none' });
  });

  test('after a long sleep nobody is reminded of a session that has ended already', async () => {
    const { signIn, clock, engine, nudges } = startEngine();
    await signIn();
    clock.jump(20 * HOUR);
    engine.wake();
    await clock.advance(MINUTE);
    expect(nudges).toEqual([]);
  });

  test('after a sleep into the renewal window the session is renewed at once, with one call', async () => {
    const { askNow, aws, clock, engine } = startEngine({ profiles: silent });
    const { expiresAt } = credentialsOf(await askNow());
    clock.jump(expiresAt - clock.now() - 10 * MINUTE);
    engine.wake();
    engine.wake();
    await clock.settle();
    expect(aws.callsOf('getSessionToken')).toHaveLength(2);
  });

  test('after a sleep a request is answered with new credentials even if nobody said that we woke', async () => {
    const { askNow, aws, clock } = startEngine({ profiles: silent });
    await askNow();
    clock.jump(20 * HOUR);
    const { expiresAt } = credentialsOf(await askNow());
    expect(expiresAt - aws.now()).toBeGreaterThan(11 * HOUR);
  });

  test('a clock that is set right does not make an ended session look valid', async () => {
    const { signIn, ask, clock, engine, aws } = startEngine({
      profiles: [profile('dev', { mfa: 'arn:aws:iam::111111111111:mfa/alice' })],
    });
    aws.settings.clockAheadMs = -3 * HOUR;
    const { expiresAt } = credentialsOf(await signIn());
    // Somebody sets the clock back by the three hours that it was ahead.
    aws.settings.clockAheadMs = 0;
    clock.jump(-3 * HOUR);
    engine.wake();
    await clock.advance(12 * HOUR);
    expect(aws.now()).toBeGreaterThanOrEqual(expiresAt);
    expect(engine.currentCredentials('dev')).toBeUndefined();
    const asked = ask();
    await clock.settle();
    expect(kindOf(asked.outcome)).toBe('waiting');
  });

  test('a clock that is set back does not make a cancelled prompt last for hours', async () => {
    const { ask, clock, engine, prompt, prompts, aws } = startEngine();
    ask();
    await clock.settle();
    engine.cancelPrompt(prompt().id);
    aws.settings.clockAheadMs = 3 * HOUR;
    clock.jump(-3 * HOUR);
    engine.wake();
    await clock.advance(MINUTE);
    ask();
    await clock.settle();
    expect(prompts()).toHaveLength(1);
  });

  test('a clock that is set back does not make the generator wait for hours', async () => {
    const { ask, askNow, clock, engine, secrets, aws } = startEngine();
    secrets.store();
    await askNow();
    aws.settings.clockAheadMs = 3 * HOUR;
    clock.jump(-3 * HOUR);
    engine.wake();
    engine.clearSession('dev');
    const asked = ask();
    await clock.advance(2 * MINUTE);
    expect(kindOf(asked.outcome)).toBe('success');
  });
});

describe('timers', () => {
  test('there is none while nothing is due', async () => {
    const { clock, signIn, engine } = startEngine();
    expect(clock.pending()).toEqual([]);
    await signIn();
    engine.clearSession('dev');
    await clock.settle();
    expect(clock.pending()).toEqual([]);
  });

  test('there is never more than one, however many profiles wait and renew', async () => {
    const { ask, answerWith, aws, clock } = startEngine({
      profiles: [...silent, admin, profile('reader', { role: 'reader' })],
    });
    for (const name of ['dev', 'admin', 'reader', 'dev']) ask(name);
    await clock.settle();
    expect(clock.pending()).toHaveLength(1);
    answerWith(aws.codeOf());
    for (let quarter = 0; quarter < 96; quarter += 1) {
      await clock.advance(15 * MINUTE);
      expect(clock.pending().length).toBeLessThanOrEqual(1);
      expect(clock.pending().every((time) => time > clock.now())).toBe(true);
    }
  });

  test('none is left after the engine stopped', async () => {
    const { signIn, clock, engine } = startEngine();
    await signIn();
    expect(clock.pending()).toHaveLength(1);
    engine.stop();
    await clock.settle();
    expect(clock.pending()).toEqual([]);
  });
});
