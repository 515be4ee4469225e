import { describe, expect, test } from 'vitest';
import { stepAt, stepStart } from '../../../src/core/mfa/time-step.ts';
import { failure } from '../../../src/core/sessions/failure.ts';
import { kindOf, MINUTE, profile, SECOND, START, startEngine } from '../../support/engine-harness.ts';

const nextStep = (time: number): number => stepStart(stepAt(time) + 1);

const long = profile('long', { role: 'long', longRoleSession: true });

describe('typed codes', () => {
  test('a leading zero reaches AWS', async () => {
    const { ask, answerWith, aws, clock } = startEngine();
    ask();
    await clock.settle();
    answerWith('001234');
    await clock.settle();
    expect(aws.sentCodes()).toEqual(['001234']);
  });

  test('a code that was used is not sent again; the answer says when the next one comes', async () => {
    const { signIn, start, aws, clock } = startEngine();
    await signIn();
    const again = start('dev', aws.codeOf());
    await clock.settle();
    expect(again.outcome).toEqual({
      ok: false,
      failure: { kind: 'code-already-used', nextCodeAt: nextStep(START) },
    });
    expect(aws.sentCodes()).toHaveLength(1);
  });

  test('a refused code typed again in the prompt is not sent, and the prompt counts down', async () => {
    const { ask, answerWith, aws, clock, prompt } = startEngine();
    const asked = ask();
    await clock.settle();
    answerWith('000000');
    await clock.settle();
    const again = answerWith('000000');
    await clock.settle();
    expect(kindOf(again.outcome)).toBe('code-already-used');
    expect(aws.sentCodes()).toEqual(['000000']);
    expect(prompt()).toMatchObject({
      checking: false,
      problem: { kind: 'code-already-used' },
      nextCodeAt: nextStep(START),
    });
    expect(kindOf(asked.outcome)).toBe('waiting');
  });

  test('a code used for one profile is refused for another of the same device', async () => {
    const { signIn, ask, answerWith, aws, clock } = startEngine({ profiles: [profile('dev'), long] });
    await signIn('dev');
    ask('long');
    await clock.settle();
    const answer = answerWith(aws.codeOf());
    await clock.settle();
    expect(kindOf(answer.outcome)).toBe('code-already-used');
    expect(aws.sentCodes()).toHaveLength(1);
  });

  test('the next code is accepted', async () => {
    const { signIn, start, aws, clock } = startEngine();
    await signIn();
    await clock.advance(30 * SECOND);
    const again = start('dev', aws.codeOf());
    await clock.settle();
    expect(kindOf(again.outcome)).toBe('success');
  });

  test('while AWS checks one code, a second answer does not send another', async () => {
    const { ask, answerWith, aws, clock, prompt } = startEngine();
    ask();
    await clock.settle();
    aws.hold();
    answerWith(aws.codeOf());
    await clock.settle();
    expect(prompt().checking).toBe(true);
    const second = answerWith(aws.codeOf(undefined, 1));
    await clock.settle();
    expect(second.outcome?.ok).toBe(false);
    expect(aws.sentCodes()).toHaveLength(1);
  });

  test('after a network failure the same code may be sent again', async () => {
    const { ask, answerWith, aws, clock, prompt } = startEngine();
    const asked = ask();
    await clock.settle();
    aws.failNext('getSessionToken', failure('network'));
    const code = aws.codeOf();
    const first = answerWith(code);
    await clock.settle();
    expect(kindOf(first.outcome)).toBe('network');
    expect(prompt()).toMatchObject({ checking: false, problem: { kind: 'network' } });
    expect(kindOf(asked.outcome)).toBe('waiting');
    answerWith(code);
    await clock.settle();
    expect(kindOf(asked.outcome)).toBe('success');
    expect(aws.sentCodes()).toEqual([code, code]);
  });

  test('after AWS was throttling, the same code may be sent again', async () => {
    const { ask, answerWith, aws, clock } = startEngine();
    const asked = ask();
    await clock.settle();
    aws.failNext('getSessionToken', failure('throttled'));
    const code = aws.codeOf();
    answerWith(code);
    await clock.settle();
    answerWith(code);
    await clock.settle();
    expect(kindOf(asked.outcome)).toBe('success');
  });
});

describe('generated codes', () => {
  test('the generator waits for the next step when it used this one', async () => {
    const { askNow, ask, aws, clock, engine, secrets } = startEngine();
    secrets.store();
    await askNow();
    engine.clearSession('dev');
    const second = ask();
    await clock.settle();
    expect(kindOf(second.outcome)).toBe('waiting');
    await clock.advanceTo(nextStep(START) - 1);
    expect(aws.sentCodes()).toHaveLength(1);
    await clock.advanceTo(nextStep(START));
    expect(kindOf(second.outcome)).toBe('success');
    expect(new Set(aws.sentCodes()).size).toBe(2);
  });

  test('the generator waits for the next step when a person typed the code of this one', async () => {
    const { signIn, ask, aws, clock, engine, secrets } = startEngine();
    await signIn();
    secrets.store();
    engine.secretsChanged();
    engine.clearSession('dev');
    const second = ask();
    await clock.settle();
    expect(aws.sentCodes()).toHaveLength(1);
    await clock.advanceTo(nextStep(START));
    expect(kindOf(second.outcome)).toBe('success');
    expect(new Set(aws.sentCodes()).size).toBe(2);
  });

  test('waiting for the next step is shown as work, not as a question', async () => {
    const { askNow, ask, clock, engine, prompts, secrets, session } = startEngine();
    secrets.store();
    await askNow();
    engine.clearSession('dev');
    ask();
    await clock.settle();
    expect(session()).toEqual({ state: 'working' });
    expect(prompts()).toEqual([]);
  });

  test('a code refused once is followed by the next one, and nobody notices', async () => {
    const { ask, aws, clock, secrets } = startEngine();
    secrets.store();
    aws.failNext('getSessionToken', failure('bad-code'));
    const asked = ask();
    await clock.advance(30 * SECOND);
    expect(kindOf(asked.outcome)).toBe('success');
    expect(new Set(aws.sentCodes()).size).toBe(2);
  });

  test('two refused codes in a row mean that the stored secret is wrong', async () => {
    const { ask, aws, clock, prompts, secrets, session } = startEngine();
    secrets.store('JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP');
    const asked = ask();
    await clock.advance(MINUTE);
    expect(kindOf(asked.outcome)).toBe('stored-secret-refused');
    expect(session()).toMatchObject({ state: 'failed', problem: { kind: 'stored-secret-refused' } });
    expect(aws.sentCodes()).toHaveLength(2);
    expect(prompts()).toEqual([]);
  });

  test('a code whose half minute passed while the keychain was asked still leads to a session', async () => {
    const { ask, aws, clock, secrets } = startEngine();
    secrets.store();
    secrets.hold();
    const asked = ask();
    await clock.advance(2 * MINUTE);
    secrets.release();
    await clock.advance(MINUTE);
    expect(kindOf(asked.outcome)).toBe('success');
    expect(new Set(aws.sentCodes()).size).toBe(aws.sentCodes().length);
  });
});
