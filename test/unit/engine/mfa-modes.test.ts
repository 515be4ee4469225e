import { describe, expect, test } from 'vitest';
import { dave, kindOf, profile, startEngine } from '../../support/engine-harness.ts';

const everPrompted = ({ published }: Pick<ReturnType<typeof startEngine>, 'published'>): boolean =>
  published.some(({ prompts }) => prompts.length > 0);

describe('no MFA', () => {
  test('a profile with MFA switched off never asks for a code, even if the user has a device', async () => {
    const harness = startEngine({ profiles: [profile('dev', { mfa: false })] });
    expect(kindOf(await harness.askNow())).toBe('success');
    expect(harness.aws.sentCodes()).toEqual([]);
    expect(harness.aws.callsOf('describeIdentity').map(({ call }) => call.findDevices)).toEqual([false]);
    expect(everPrompted(harness)).toBe(false);
    expect(harness.profileView()?.mfa.mode).toBe('none');
  });

  test('a role of a profile with MFA switched off is assumed with the long-term keys', async () => {
    const { askNow, aws } = startEngine({ profiles: [profile('admin', { role: 'admin', mfa: false })] });
    expect(kindOf(await askNow('admin'))).toBe('success');
    expect(aws.callsOf('getSessionToken')).toEqual([]);
    expect(aws.callsOf('assumeRole')[0]?.call.source).toBeUndefined();
  });

  test('a user without a device needs no code', async () => {
    const harness = startEngine({ profiles: [profile('dev', { of: dave })] });
    expect(kindOf(await harness.askNow())).toBe('success');
    expect(harness.aws.callsOf('getSessionToken')[0]?.call.mfa).toBeUndefined();
    expect(everPrompted(harness)).toBe(false);
    expect(harness.profileView()?.mfa).toEqual({ mode: 'none' });
  });

  test('a role of a user without a device is assumed with the long-term keys', async () => {
    const { askNow, aws } = startEngine({ profiles: [profile('admin', { of: dave, role: 'admin' })] });
    expect(kindOf(await askNow('admin'))).toBe('success');
    expect(aws.callsOf('getSessionToken')).toEqual([]);
  });
});

describe('stored secret', () => {
  test('is wholly silent: no prompt is ever visible', async () => {
    const harness = startEngine();
    harness.secrets.store();
    const code = harness.aws.codeOf();
    expect(kindOf(await harness.askNow())).toBe('success');
    expect(harness.aws.sentCodes()).toEqual([code]);
    expect(everPrompted(harness)).toBe(false);
    expect(harness.profileView()?.mfa.mode).toBe('stored-secret');
  });

  test('serves a role silently through the MFA session', async () => {
    const harness = startEngine({ profiles: [profile('admin', { role: 'admin' })] });
    harness.secrets.store();
    expect(kindOf(await harness.askNow('admin'))).toBe('success');
    expect(harness.aws.sentCodes()).toHaveLength(1);
    expect(everPrompted(harness)).toBe(false);
  });

  test('when the keychain is locked, a person is asked and told why', async () => {
    const { ask, aws, answerWith, clock, prompt, secrets } = startEngine();
    secrets.lock('no unlocked collection');
    const asked = ask();
    await clock.settle();
    expect(prompt().problem?.kind).toBe('keychain-locked');
    expect(prompt().problem?.message).toContain('no unlocked collection');
    answerWith(aws.codeOf());
    await clock.settle();
    expect(kindOf(asked.outcome)).toBe('success');
  });

  test('a stored secret that is not base32 does not end in silence but in a prompt', async () => {
    const { ask, clock, prompt, secrets, engine } = startEngine();
    secrets.store('not base32 at all!');
    ask();
    await clock.settle();
    expect(prompt().problem?.message).toContain('not valid base32');
    expect(JSON.stringify(engine.view())).not.toContain('not base32 at all');
  });

  test('storing the secret answers an open prompt silently', async () => {
    const { ask, aws, clock, engine, prompts, secrets } = startEngine();
    const asked = ask();
    await clock.settle();
    expect(prompts()).toHaveLength(1);
    secrets.store();
    engine.secretsChanged();
    await clock.settle();
    expect(kindOf(asked.outcome)).toBe('success');
    expect(prompts()).toEqual([]);
    expect(aws.sentCodes()).toEqual([aws.codeOf()]);
  });

  test('storing the secret answers the prompt of roles, too', async () => {
    const { ask, clock, engine, prompts, secrets } = startEngine({
      profiles: [profile('admin', { role: 'admin' }), profile('reader', { role: 'reader' })],
    });
    const [admin, reader] = [ask('admin'), ask('reader')];
    await clock.settle();
    secrets.store();
    engine.secretsChanged();
    await clock.settle();
    expect([kindOf(admin.outcome), kindOf(reader.outcome)]).toEqual(['success', 'success']);
    expect(prompts()).toEqual([]);
  });

  test('a secret that was stored for somebody else leaves those who wait waiting', async () => {
    const { ask, aws, answerWith, clock, engine, prompt } = startEngine();
    const asked = ask();
    await clock.settle();
    engine.secretsChanged();
    await clock.settle();
    expect(prompt().waiting).toBe(1);
    answerWith(aws.codeOf());
    await clock.settle();
    expect(kindOf(asked.outcome)).toBe('success');
  });

  test('a secret that was stored for somebody else does not close and reopen the prompt', async () => {
    const { ask, clock, engine, prompt } = startEngine();
    ask();
    await clock.settle();
    const { id } = prompt();
    engine.secretsChanged();
    await clock.settle();
    expect(prompt().id).toBe(id);
  });

  test('removing the secret makes the next session ask a person', async () => {
    const { askNow, ask, clock, engine, prompt, secrets } = startEngine();
    secrets.store();
    await askNow();
    secrets.remove();
    engine.secretsChanged();
    engine.clearSession('dev');
    ask();
    await clock.settle();
    expect(prompt().waiting).toBe(1);
  });
});
