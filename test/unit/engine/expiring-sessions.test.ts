import { describe, expect, test } from 'vitest';
import { credentialsOf, HOUR, kindOf, MINUTE, profile, startEngine } from '../../support/engine-harness.ts';

const admin = profile('admin', { role: 'admin' });

describe('a session that only a new code can renew', () => {
  test('is not renewed in the background but announced, once, 30 minutes before its end', async () => {
    const { signIn, askNow, aws, clock, nudges, prompts, session } = startEngine();
    const { expiresAt } = credentialsOf(await signIn());
    await clock.advanceTo(expiresAt - 30 * MINUTE - 1);
    expect(nudges).toEqual([]);
    expect(session()).toEqual({ state: 'active', expiresAt });
    await clock.advanceTo(expiresAt - 30 * MINUTE);
    await askNow();
    await clock.advanceTo(expiresAt - 1);
    expect(nudges).toEqual([{ profile: 'dev', expiresAt }]);
    expect(session()).toEqual({ state: 'expiring', expiresAt });
    expect(aws.sentCodes()).toHaveLength(1);
    expect(prompts()).toEqual([]);
  });

  test('is served to the end without asking anybody', async () => {
    const { signIn, askNow, clock, engine } = startEngine();
    const made = credentialsOf(await signIn());
    await clock.advanceTo(made.expiresAt - MINUTE);
    expect(engine.currentCredentials('dev')).toEqual(made);
    expect(credentialsOf(await askNow())).toEqual(made);
  });

  test('a new code ends the reminder; the next session has its own', async () => {
    const { signIn, start, aws, clock, nudges, session } = startEngine();
    const { expiresAt } = credentialsOf(await signIn());
    await clock.advanceTo(expiresAt - 10 * MINUTE);
    start('dev', aws.codeOf());
    await clock.settle();
    expect(session()?.state).toBe('active');
    await clock.advance(12 * HOUR - MINUTE);
    expect(nudges).toHaveLength(2);
  });

  test('after its end the next request opens a prompt', async () => {
    const { signIn, ask, clock, prompt, session } = startEngine();
    const { expiresAt } = credentialsOf(await signIn());
    await clock.advanceTo(expiresAt);
    expect(session()).toEqual({ state: 'none' });
    ask();
    await clock.settle();
    expect(prompt().waiting).toBe(1);
  });

  test('a role outlives the MFA session it came from and is served to its end', async () => {
    const { signIn, askNow, aws, clock } = startEngine({ profiles: [admin, profile('dev')] });
    await signIn('admin');
    for (let step = 0; step < 12 * 4 + 1; step += 1) {
      await clock.advance(15 * MINUTE);
      expect(kindOf(await askNow('admin'))).toBe('success');
    }
    expect(aws.sentCodes()).toHaveLength(1);
  });

  test('a session is announced before its end to one who uses only roles', async () => {
    const { signIn, askNow, clock, nudges, session } = startEngine({ profiles: [admin] });
    await signIn('admin');
    for (let step = 0; step < 12 * 4 - 1; step += 1) {
      await clock.advance(15 * MINUTE);
      await askNow('admin');
    }
    expect(nudges.map((nudge) => nudge.profile)).toEqual(['admin']);
    expect(session('admin')?.state).toBe('expiring');
  });

  test('a role whose MFA session has ended stays marked as one that only a code can renew', async () => {
    const { signIn, askNow, clock, session } = startEngine({ profiles: [admin] });
    await signIn('admin');
    for (let step = 0; step < 12 * 4; step += 1) {
      await clock.advance(15 * MINUTE);
      await askNow('admin');
    }
    expect(session('admin')?.state).toBe('expiring');
  });
});
