import { describe, expect, test } from 'vitest';
import { failure } from '../../../src/core/sessions/failure.ts';
import { kindOf, profile, startEngine } from '../../support/engine-harness.ts';

const admin = profile('admin', { role: 'admin' });

describe('signing in without a code', () => {
  test.each([profile('dev'), profile('dev', { role: 'admin' })])(
    'never opens a prompt but says that a code is needed',
    async (wanted) => {
      const { start, clock, published, session } = startEngine({ profiles: [wanted] });
      const started = start('dev');
      await clock.settle();
      expect(kindOf(started.outcome)).toBe('mfa-required');
      expect(published.every(({ prompts }) => prompts.length === 0)).toBe(true);
      expect(session()).toEqual({ state: 'none' });
    },
  );

  test.each(['dev', 'admin'])('while a prompt is open says so at once: %s', async (name) => {
    const { ask, start, clock, prompt } = startEngine({ profiles: [profile('dev'), admin] });
    const asked = ask('dev');
    await clock.settle();
    const started = start(name);
    await clock.settle();
    expect(kindOf(started.outcome)).toBe('mfa-required');
    expect(kindOf(asked.outcome)).toBe('waiting');
    expect(prompt().waiting).toBe(1);
  });

  test.each(['dev', 'admin'])(
    'does not wait for a person when another request opens the prompt later: %s',
    async (name) => {
      const { ask, start, aws, clock, prompt } = startEngine({ profiles: [profile('dev'), admin] });
      aws.hold();
      const asked = ask(name);
      const started = start(name);
      await clock.settle();
      aws.release();
      await clock.settle();
      expect(kindOf(asked.outcome)).toBe('waiting');
      expect(prompt().waiting).toBe(1);
      expect(kindOf(started.outcome)).toBe('mfa-required');
    },
  );

  test('works silently with a stored secret', async () => {
    const { start, clock, secrets } = startEngine({ profiles: [admin] });
    secrets.store();
    const started = start('admin');
    await clock.settle();
    expect(kindOf(started.outcome)).toBe('success');
  });

  test('works where no MFA is needed', async () => {
    const { start, clock } = startEngine({ profiles: [profile('dev', { mfa: false })] });
    const started = start('dev');
    await clock.settle();
    expect(kindOf(started.outcome)).toBe('success');
  });

  test('finds a role whose MFA session is there already', async () => {
    const { signIn, start, clock } = startEngine({ profiles: [profile('dev'), admin] });
    await signIn('dev');
    const started = start('admin');
    await clock.settle();
    expect(kindOf(started.outcome)).toBe('success');
  });

  test('tries at once, whatever failed before', async () => {
    const { askNow, start, aws, clock } = startEngine({ profiles: [profile('dev', { mfa: false })] });
    aws.failNext('getSessionToken', failure('throttled'), 4);
    for (let time = 0; time < 8; time += 1) await askNow();
    await clock.advance(2_000);
    for (let time = 0; time < 8; time += 1) await askNow();
    const before = aws.calls.length;
    start('dev');
    await clock.settle();
    expect(aws.calls.length).toBe(before + 1);
  });
});
