import { describe, expect, test } from 'vitest';
import { describeFailure, failure } from '../../../src/core/sessions/failure.ts';
import { HOUR, kindOf, MINUTE, profile, START, startEngine } from '../../support/engine-harness.ts';

const admin = profile('admin', { role: 'admin' });
const reader = profile('reader', { role: 'reader' });

describe('a cancelled prompt', () => {
  async function cancelled(profiles = [profile('dev')], name = 'dev') {
    const harness = startEngine({ profiles });
    const asked = harness.ask(name);
    await harness.clock.settle();
    harness.engine.cancelPrompt(harness.prompt().id);
    await harness.clock.settle();
    return { ...harness, asked };
  }

  test('fails those who wait, and shows the sentence', async () => {
    const { asked, prompts, session } = await cancelled();
    expect(kindOf(asked.outcome)).toBe('cancelled');
    expect(prompts()).toEqual([]);
    expect(session()).toEqual({
      state: 'failed',
      problem: { kind: 'cancelled', message: describeFailure(failure('cancelled')) },
    });
  });

  test('makes requests fail fast for one minute, and then asks again', async () => {
    const { ask, askNow, clock, prompt, prompts } = await cancelled();
    await clock.advance(MINUTE - 1);
    expect(kindOf(await askNow())).toBe('cancelled');
    expect(prompts()).toEqual([]);
    await clock.advance(1);
    const asked = ask();
    await clock.settle();
    expect(kindOf(asked.outcome)).toBe('waiting');
    expect(prompt().waiting).toBe(1);
  });

  test('holds for every role of the identity', async () => {
    const { askNow, prompts } = await cancelled([admin, reader], 'admin');
    expect(kindOf(await askNow('reader'))).toBe('cancelled');
    expect(prompts()).toEqual([]);
  });

  test('is lifted when the user picks the profile', async () => {
    const { ask, clock, engine, prompt } = await cancelled();
    engine.useProfile('dev');
    ask();
    await clock.settle();
    expect(prompt().waiting).toBe(1);
  });

  test('is lifted when the user signs in', async () => {
    const { askNow, aws, clock, start } = await cancelled();
    const started = start('dev', aws.codeOf());
    await clock.settle();
    expect(kindOf(started.outcome)).toBe('success');
    expect(kindOf(await askNow())).toBe('success');
  });

  test('is lifted by a sign-in for every role that failed with it', async () => {
    const { askNow, aws, clock, start } = await cancelled([admin, reader], 'admin');
    expect(kindOf(await askNow('reader'))).toBe('cancelled');
    start('admin', aws.codeOf());
    await clock.settle();
    expect(kindOf(await askNow('reader'))).toBe('success');
  });

  test('while AWS checks a code: everybody is answered and the prompt is gone', async () => {
    const { ask, answerWith, aws, clock, engine, prompt, prompts } = startEngine({ profiles: [admin] });
    const asked = ask('admin');
    await clock.settle();
    aws.hold();
    const answer = answerWith(aws.codeOf());
    await clock.settle();
    engine.cancelPrompt(prompt().id);
    await clock.settle();
    expect([kindOf(asked.outcome), kindOf(answer.outcome)]).toEqual(['cancelled', 'cancelled']);
    aws.release();
    await clock.settle();
    expect(prompts()).toEqual([]);
  });
});

describe('a prompt that nobody answers', () => {
  test('ends after five minutes and tells the programs why', async () => {
    const { ask, clock, prompts } = startEngine({ profiles: [admin, profile('dev')] });
    const asked = [ask('admin'), ask('dev')];
    await clock.advance(5 * MINUTE - 1);
    expect(prompts()).toHaveLength(1);
    await clock.advance(1);
    expect(prompts()).toEqual([]);
    expect(asked.map(({ outcome }) => kindOf(outcome))).toEqual(['prompt-timed-out', 'prompt-timed-out']);
  });

  test('does not hold back the next request: it asks anew', async () => {
    const { ask, clock, prompt } = startEngine({ profiles: [admin] });
    ask('admin');
    await clock.advance(5 * MINUTE);
    const asked = ask('admin');
    await clock.settle();
    expect(kindOf(asked.outcome)).toBe('waiting');
    expect(prompt()).toMatchObject({ waiting: 1, openedAt: START + 5 * MINUTE });
  });

  test('ends at once when the machine wakes up later than that', async () => {
    const { ask, clock, engine, prompts } = startEngine();
    const asked = ask();
    await clock.settle();
    clock.jump(HOUR);
    engine.wake();
    await clock.settle();
    expect(kindOf(asked.outcome)).toBe('prompt-timed-out');
    expect(prompts()).toEqual([]);
  });
});
