import { describe, expect, test } from 'vitest';
import { credentialsOf, HOUR, kindOf, MINUTE, profile, startEngine } from '../../support/engine-harness.ts';

const admin = profile('admin', { role: 'admin' });

describe('starting a session that is there already', () => {
  test('needs a code when a code made it', async () => {
    const { clock, signIn, start } = startEngine();
    await signIn('dev');
    const started = start('dev');
    await clock.settle();
    expect(kindOf(started.outcome)).toBe('mfa-required');
  });

  test('makes a new one silently when a stored secret can', async () => {
    const { askNow, clock, secrets, start } = startEngine();
    secrets.store();
    const first = credentialsOf(await askNow('dev'));
    await clock.advance(MINUTE);
    const started = start('dev');
    await clock.settle();
    expect(credentialsOf(started.outcome)).not.toEqual(first);
  });

  test('renews a role from its MFA session, until that ends soon', async () => {
    const { askNow, clock, signIn, start } = startEngine({ profiles: [admin] });
    await signIn('admin');
    const early = start('admin');
    await clock.settle();
    expect(kindOf(early.outcome)).toBe('success');
    await clock.advance(11 * HOUR + 40 * MINUTE);
    await askNow('admin');
    const late = start('admin');
    await clock.settle();
    expect(kindOf(late.outcome)).toBe('mfa-required');
  });
});

describe('the wish to type a code', () => {
  test('opens the question although no program waits', async () => {
    const { clock, engine, prompt } = startEngine();
    engine.askForCode('dev');
    await clock.settle();
    expect(prompt()).toMatchObject({ profile: 'dev', waiting: 0 });
  });

  test('renews the MFA session behind a role while it still holds', async () => {
    const { answerWith, aws, clock, engine, prompts, signIn } = startEngine({ profiles: [admin] });
    await signIn('admin');
    await clock.advance(11 * HOUR + 45 * MINUTE);
    engine.askForCode('admin');
    await clock.settle();
    answerWith(aws.codeOf(prompts()[0]?.serialNumber));
    await clock.settle();
    expect(prompts()).toEqual([]);
    expect(aws.callsOf('getSessionToken')).toHaveLength(2);
  });

  test('joins a question that is open, and hides nobody who waits for it', async () => {
    const { ask, clock, engine, prompt, prompts } = startEngine({
      profiles: [profile('dev'), profile('other')],
    });
    ask('other');
    await clock.settle();
    engine.askForCode('dev');
    await clock.settle();
    expect(prompts()).toHaveLength(1);
    expect(prompt().profiles).toEqual(['other', 'dev']);
    expect(prompt().waiting).toBe(1);
  });

  test('is not held back by a question that was cancelled just now', async () => {
    const { ask, clock, engine, prompt } = startEngine();
    ask();
    await clock.settle();
    engine.cancelPrompt(prompt().id);
    engine.askForCode('dev');
    await clock.settle();
    expect(prompt().profile).toBe('dev');
  });
});
