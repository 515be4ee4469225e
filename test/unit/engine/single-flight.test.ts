import { getEventListeners } from 'node:events';
import { describe, expect, test } from 'vitest';
import { credentialsOf, kindOf, profile, startEngine } from '../../support/engine-harness.ts';

describe('single-flight: one piece of work for everybody who waits', () => {
  test('a hundred simultaneous requests cause one prompt, one call, and a hundred equal answers', async () => {
    const { ask, answerWith, aws, clock, prompt, published } = startEngine();
    const requests = Array.from({ length: 100 }, () => ask());
    await clock.settle();
    expect(prompt().waiting).toBe(100);
    answerWith(aws.codeOf());
    await clock.settle();
    const first = credentialsOf(requests[0]?.outcome);
    expect(requests.map(({ outcome }) => outcome)).toEqual(requests.map(() => ({ ok: true, value: first })));
    expect(aws.callsOf('getSessionToken')).toHaveLength(1);
    expect(new Set(published.flatMap(({ prompts }) => prompts.map(({ id }) => id))).size).toBe(1);
  });

  test('requests that come while AWS is asked join that call', async () => {
    const { ask, aws, clock } = startEngine({ profiles: [profile('dev', { mfa: false })] });
    aws.hold();
    const first = ask();
    await clock.settle();
    const second = ask();
    await clock.settle();
    expect([first.outcome, second.outcome]).toEqual([undefined, undefined]);
    aws.release();
    await clock.settle();
    expect(credentialsOf(second.outcome)).toEqual(credentialsOf(first.outcome));
    expect(aws.callsOf('getSessionToken')).toHaveLength(1);
    expect(aws.callsOf('describeIdentity')).toHaveLength(1);
  });

  test('simultaneous requests of one role cause one AssumeRole', async () => {
    const { ask, answerWith, aws, clock, prompt } = startEngine({
      profiles: [profile('admin', { role: 'admin' })],
    });
    const requests = Array.from({ length: 20 }, () => ask('admin'));
    await clock.settle();
    expect(prompt().waiting).toBe(20);
    answerWith(aws.codeOf());
    await clock.settle();
    expect(new Set(requests.map(({ outcome }) => credentialsOf(outcome).accessKeyId)).size).toBe(1);
    expect(aws.callsOf('getSessionToken')).toHaveLength(1);
    expect(aws.callsOf('assumeRole')).toHaveLength(1);
  });

  test('a caller that leaves gets its answer at once and does not close the prompt', async () => {
    const { ask, clock, prompt } = startEngine();
    const caller = new AbortController();
    const leaving = ask('dev', caller.signal);
    const staying = ask();
    await clock.settle();
    caller.abort();
    await clock.settle();
    expect(kindOf(leaving.outcome)).toBe('cancelled');
    expect(kindOf(staying.outcome)).toBe('waiting');
    expect(prompt().waiting).toBe(1);
  });

  test('when the only caller leaves, the prompt stays and the next request finds the session', async () => {
    const { ask, answerWith, askNow, aws, clock, prompt } = startEngine();
    const caller = new AbortController();
    ask('dev', caller.signal);
    await clock.settle();
    caller.abort();
    await clock.settle();
    expect(prompt().waiting).toBe(0);
    const answer = answerWith(aws.codeOf());
    await clock.settle();
    expect(kindOf(answer.outcome)).toBe('success');
    expect(kindOf(await askNow())).toBe('success');
    expect(aws.callsOf('getSessionToken')).toHaveLength(1);
  });

  test('a caller that leaves while AWS is asked does not lose the answer for the next one', async () => {
    const { ask, askNow, aws, clock } = startEngine({ profiles: [profile('dev', { mfa: false })] });
    const caller = new AbortController();
    aws.hold();
    ask('dev', caller.signal);
    await clock.settle();
    caller.abort();
    aws.release();
    await clock.settle();
    expect(kindOf(await askNow())).toBe('success');
    expect(aws.callsOf('getSessionToken')).toHaveLength(1);
  });

  test('a caller that stays connected for long gathers no listeners', async () => {
    const { ask, clock } = startEngine({ profiles: [profile('dev', { mfa: false })] });
    const { signal } = new AbortController();
    const asked = [ask('dev', signal), ask('dev', signal)];
    await clock.settle();
    expect(asked.map(({ outcome }) => kindOf(outcome))).toEqual(['success', 'success']);
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  test('a caller that had left before it asked starts no work', async () => {
    const { ask, aws, clock, prompts } = startEngine();
    const asked = ask('dev', AbortSignal.abort());
    await clock.settle();
    expect(kindOf(asked.outcome)).toBe('cancelled');
    expect(aws.calls).toEqual([]);
    expect(prompts()).toEqual([]);
  });

  test('a valid session is handed out without asking AWS again', async () => {
    const { signIn, askNow, aws, engine } = startEngine();
    const made = credentialsOf(await signIn());
    const calls = aws.calls.length;
    expect(credentialsOf(await askNow())).toEqual(made);
    expect(engine.currentCredentials('dev')).toEqual(made);
    expect(aws.calls).toHaveLength(calls);
  });

  test('before there is a session, nothing can be had without waiting', () => {
    const { engine } = startEngine();
    expect(engine.currentCredentials('dev')).toBeUndefined();
    expect(engine.currentCredentials('nobody')).toBeUndefined();
  });

  test('a request for a profile that does not exist names those that do', async () => {
    const { askNow } = startEngine({ profiles: [profile('dev'), profile('prod')] });
    expect(await askNow('nobody')).toEqual({
      ok: false,
      failure: {
        kind: 'unknown-profile',
        detail: 'There is no profile “nobody”. The profiles are: dev, prod.',
      },
    });
  });

  test('two engines in one process know nothing of each other', async () => {
    const [one, other] = [startEngine(), startEngine()];
    await one.signIn();
    expect(other.engine.currentCredentials('dev')).toBeUndefined();
    expect(other.aws.calls).toEqual([]);
  });
});
