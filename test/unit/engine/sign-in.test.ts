import { describe, expect, test } from 'vitest';
import { failure } from '../../../src/core/sessions/failure.ts';
import { credentialsOf, kindOf, MINUTE, profile, startEngine } from '../../support/engine-harness.ts';

const admin = profile('admin', { role: 'admin' });
const reader = profile('reader', { role: 'reader' });

describe('signing in with a code', () => {
  test('makes a session without any prompt', async () => {
    const { start, aws, clock, published } = startEngine();
    const started = start('dev', aws.codeOf());
    await clock.settle();
    expect(kindOf(started.outcome)).toBe('success');
    expect(published.every(({ prompts }) => prompts.length === 0)).toBe(true);
  });

  test('replaces a session that is still valid', async () => {
    const { signIn, start, askNow, aws, clock } = startEngine();
    const before = credentialsOf(await signIn());
    await clock.advance(MINUTE);
    const started = start('dev', aws.codeOf());
    await clock.settle();
    expect(credentialsOf(started.outcome)).not.toEqual(before);
    expect(await askNow()).toEqual(started.outcome);
  });

  test('for a role makes a new MFA session with the code, and the role from it', async () => {
    const { signIn, start, askNow, aws, clock } = startEngine({ profiles: [admin, profile('dev')] });
    const before = credentialsOf(await signIn('admin'));
    await clock.advance(MINUTE);
    const started = start('admin', aws.codeOf());
    await clock.settle();
    expect(credentialsOf(started.outcome)).not.toEqual(before);
    expect(aws.callsOf('getSessionToken')).toHaveLength(2);
    const session = credentialsOf(await askNow('dev'));
    expect(aws.callsOf('assumeRole').at(-1)?.call.source).toEqual(session);
  });

  test('for a role the very first time, while the devices are still unknown', async () => {
    const { start, aws, clock, published } = startEngine({ profiles: [admin] });
    const started = start('admin', aws.codeOf());
    await clock.settle();
    expect(kindOf(started.outcome)).toBe('success');
    expect(aws.callsOf('assumeRole')[0]?.call.source).toBeDefined();
    expect(published.every(({ prompts }) => prompts.length === 0)).toBe(true);
  });

  test('for a long role session uses the code for the role itself', async () => {
    const { start, aws, clock } = startEngine({
      profiles: [profile('long', { role: 'long', longRoleSession: true })],
    });
    const started = start('long', aws.codeOf());
    await clock.settle();
    expect(kindOf(started.outcome)).toBe('success');
    expect(aws.callsOf('getSessionToken')).toEqual([]);
  });

  test('with a wrong code fails, opens no prompt, and leaves nothing behind', async () => {
    const { start, ask, clock, prompts, prompt } = startEngine();
    const started = start('dev', '000000');
    await clock.settle();
    expect(kindOf(started.outcome)).toBe('bad-code');
    expect(prompts()).toEqual([]);
    ask();
    await clock.settle();
    expect(prompt().waiting).toBe(1);
  });

  test('with a wrong code keeps the session that is still valid', async () => {
    const { signIn, start, askNow, clock } = startEngine();
    const before = await signIn();
    start('dev', '000000');
    await clock.settle();
    expect(await askNow()).toEqual(before);
  });

  test('with a wrong code fails only the one who brought it; programs that wait go on to a prompt', async () => {
    const { start, ask, aws, clock, prompt } = startEngine();
    aws.hold();
    const started = start('dev', '000000');
    const asked = ask();
    await clock.settle();
    aws.release();
    await clock.settle();
    expect(kindOf(started.outcome)).toBe('bad-code');
    expect(kindOf(asked.outcome)).toBe('waiting');
    expect(prompt()).toMatchObject({ waiting: 1, problem: { kind: 'bad-code' } });
  });

  test.each([
    ['the profile of the session', 'dev'],
    ['a role of the same identity', 'admin'],
  ])('while a prompt is open answers it: %s', async (_, name) => {
    const { ask, start, aws, clock, prompts } = startEngine({ profiles: [profile('dev'), admin, reader] });
    const asked = [ask('dev'), ask('reader')];
    await clock.settle();
    const started = start(name, aws.codeOf());
    await clock.settle();
    expect([...asked, started].map(({ outcome }) => kindOf(outcome))).toEqual(Array(3).fill('success'));
    expect(prompts()).toEqual([]);
    expect(aws.sentCodes()).toHaveLength(1);
  });

  test('while a prompt is open, a wrong code is the problem of the prompt and of the one who brought it', async () => {
    const { ask, start, clock, prompt } = startEngine({ profiles: [profile('dev'), admin] });
    const asked = ask('dev');
    await clock.settle();
    const started = start('admin', '000000');
    await clock.settle();
    expect(kindOf(started.outcome)).toBe('bad-code');
    expect(kindOf(asked.outcome)).toBe('waiting');
    expect(prompt()).toMatchObject({ waiting: 1, checking: false, problem: { kind: 'bad-code' } });
  });

  test('while the keychain is being asked for another request uses the code and asks nobody', async () => {
    const { ask, start, aws, clock, secrets, published } = startEngine();
    secrets.hold();
    const asked = ask();
    await clock.settle();
    const started = start('dev', aws.codeOf());
    await clock.settle();
    secrets.release();
    await clock.settle();
    expect([kindOf(asked.outcome), kindOf(started.outcome)]).toEqual(['success', 'success']);
    expect(published.every(({ prompts }) => prompts.length === 0)).toBe(true);
  });

  test('for a role, while the identity is looked up for another profile, uses the code and asks nobody', async () => {
    const { ask, start, aws, clock, published } = startEngine({ profiles: [profile('dev'), admin] });
    aws.hold();
    const asked = ask('dev');
    await clock.settle();
    const started = start('admin', aws.codeOf());
    await clock.settle();
    aws.release();
    await clock.settle();
    expect([kindOf(asked.outcome), kindOf(started.outcome)]).toEqual(['success', 'success']);
    expect(published.every(({ prompts }) => prompts.length === 0)).toBe(true);
  });

  test('for a role whose AssumeRole is under way waits for the new session', async () => {
    const { ask, signIn, start, aws, clock } = startEngine({ profiles: [profile('dev'), admin] });
    await signIn('dev');
    aws.hold();
    const asked = ask('admin');
    await clock.settle();
    const started = start('admin', '000000');
    await clock.settle();
    aws.release();
    await clock.settle();
    expect(kindOf(asked.outcome)).not.toBe('bad-code');
    expect(kindOf(started.outcome)).toBe('bad-code');
  });

  test.each(['network', 'access-denied'] as const)('tells the one who signs in about %s', async (kind) => {
    const { start, aws, clock, prompts } = startEngine({ profiles: [admin] });
    aws.failNext('getSessionToken', failure(kind));
    const started = start('admin', aws.codeOf());
    await clock.settle();
    expect(kindOf(started.outcome)).toBe(kind);
    expect(prompts()).toEqual([]);
  });

  test('for a profile that needs no code ignores the code', async () => {
    const { start, aws, clock } = startEngine({ profiles: [profile('dev', { mfa: false })] });
    const started = start('dev', '123456');
    await clock.settle();
    expect(kindOf(started.outcome)).toBe('success');
    expect(aws.sentCodes()).toEqual([]);
  });

  test('for a profile that does not exist fails', async () => {
    const { start, clock } = startEngine();
    const started = start('nobody', '123456');
    await clock.settle();
    expect(kindOf(started.outcome)).toBe('unknown-profile');
  });
});
