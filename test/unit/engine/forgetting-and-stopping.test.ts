import { describe, expect, test } from 'vitest';
import {
  alice,
  carol,
  credentialsOf,
  kindOf,
  MINUTE,
  profile,
  startEngine,
} from '../../support/engine-harness.ts';

const dev = profile('dev');
const admin = profile('admin', { role: 'admin' });

describe('forgetting a session', () => {
  test('takes the MFA session with it, so that the next use needs a new code', async () => {
    const { signIn, ask, engine, clock, prompt, session } = startEngine({ profiles: [admin] });
    await signIn('admin');
    engine.clearSession('admin');
    expect(session('admin')).toEqual({ state: 'none' });
    ask('admin');
    await clock.settle();
    expect(prompt().waiting).toBe(1);
  });

  test('leaves the sessions of other identities', async () => {
    const { signIn, engine } = startEngine({ profiles: [dev, profile('hers', { of: carol })] });
    await signIn('hers');
    await signIn('dev');
    engine.clearSession('dev');
    expect(engine.currentCredentials('dev')).toBeUndefined();
    expect(engine.currentCredentials('hers')).toBeDefined();
  });

  test('all at once', async () => {
    const { signIn, engine, askNow } = startEngine({
      profiles: [dev, admin, profile('hers', { of: carol })],
    });
    await signIn('hers');
    await signIn('dev');
    await askNow('admin');
    engine.clearAllSessions();
    for (const name of ['dev', 'admin', 'hers']) expect(engine.currentCredentials(name)).toBeUndefined();
  });

  test.each(['dev', 'admin'])(
    'while AWS checks the code: those who wait still get an answer (%s)',
    async (name) => {
      const { ask, answerWith, aws, engine, clock, prompts } = startEngine({ profiles: [dev, admin] });
      const asked = ask(name);
      await clock.settle();
      aws.hold();
      const answer = answerWith(aws.codeOf());
      await clock.settle();
      engine.clearSession(name);
      aws.release();
      await clock.settle();
      expect(kindOf(answer.outcome)).not.toBe('waiting');
      expect(kindOf(asked.outcome)).not.toBe('waiting');
      expect(prompts()).toEqual([]);
    },
  );

  test('while AWS checks a code of a prompt that nobody waits for any more', async () => {
    const { ask, answerWith, aws, engine, clock, prompts } = startEngine();
    const caller = new AbortController();
    ask('dev', caller.signal);
    await clock.settle();
    caller.abort();
    aws.hold();
    const answer = answerWith(aws.codeOf());
    await clock.settle();
    engine.clearSession('dev');
    aws.release();
    await clock.settle();
    expect(kindOf(answer.outcome)).not.toBe('waiting');
    expect(prompts()).toEqual([]);
  });

  test('stops a renewal in the background, which would bring it back', async () => {
    const { askNow, aws, engine, clock } = startEngine({ profiles: [profile('dev', { mfa: false })] });
    const { expiresAt } = credentialsOf(await askNow());
    aws.hold();
    await clock.advanceTo(expiresAt - 30 * MINUTE);
    engine.clearSession('dev');
    aws.release();
    await clock.settle();
    expect(engine.currentCredentials('dev')).toBeUndefined();
  });

  test('stops a renewal in the background that is still looking for its code', async () => {
    const { askNow, secrets, engine, clock } = startEngine();
    secrets.store();
    const { expiresAt } = credentialsOf(await askNow());
    secrets.hold();
    await clock.advanceTo(expiresAt - 30 * MINUTE);
    engine.clearSession('dev');
    secrets.release();
    await clock.advance(MINUTE);
    expect(engine.currentCredentials('dev')).toBeUndefined();
  });

  test('of a profile that does not exist is refused', () => {
    const { engine } = startEngine();
    expect(kindOf(engine.clearSession('nobody'))).toBe('unknown-profile');
  });
});

describe('stopping', () => {
  test('answers everyone, whatever they wait for', async () => {
    const { ask, start, answerWith, aws, engine, clock } = startEngine({
      profiles: [
        dev,
        admin,
        profile('hers', { of: carol, mfa: alice.serialNumber }),
        profile('plain', { mfa: false }),
      ],
    });
    const waiting = [ask('dev'), ask('admin')];
    await clock.settle();
    aws.hold();
    const others = [answerWith(aws.codeOf()), start('hers', '123456'), ask('plain')];
    await clock.settle();
    engine.stop();
    await clock.settle();
    expect([...waiting, ...others].map(({ outcome }) => kindOf(outcome))).toEqual(Array(5).fill('stopped'));
  });

  test('answers later requests at once and starts no work', async () => {
    const { askNow, aws, engine } = startEngine();
    engine.stop();
    expect(kindOf(await askNow())).toBe('stopped');
    expect(aws.calls).toEqual([]);
  });

  test('publishes nothing afterwards', async () => {
    const { ask, aws, engine, clock, published } = startEngine({
      profiles: [profile('dev', { mfa: false })],
    });
    aws.hold();
    ask();
    await clock.settle();
    engine.stop();
    const before = published.length;
    aws.release();
    await clock.settle();
    expect(published).toHaveLength(before);
  });

  test('is not what a pause does: the next request asks again at once', async () => {
    const { ask, clock, engine, prompt, prompts } = startEngine();
    const asked = ask();
    await clock.settle();
    engine.dismissEveryone();
    await clock.settle();
    expect(kindOf(asked.outcome)).toBe('stopped');
    expect(prompts()).toEqual([]);
    ask();
    await clock.settle();
    expect(prompt().waiting).toBe(1);
  });
});
