import { describe, expect, test } from 'vitest';
import {
  bob,
  credentialsOf,
  HOUR,
  kindOf,
  MINUTE,
  profile,
  roleArn,
  SECOND,
  startEngine,
} from '../../support/engine-harness.ts';

const admin = profile('admin', { role: 'admin' });
const reader = profile('reader', { role: 'reader' });

describe('one MFA session serves every role of an identity', () => {
  test('a second role needs no second code', async () => {
    const { signIn, askNow, aws, prompts } = startEngine({ profiles: [admin, reader] });
    const first = credentialsOf(await signIn('admin'));
    const second = credentialsOf(await askNow('reader'));
    expect(second.accessKeyId).not.toBe(first.accessKeyId);
    expect(prompts()).toEqual([]);
    expect(aws.sentCodes()).toHaveLength(1);
    expect(aws.callsOf('assumeRole').map(({ call }) => call.roleArn)).toEqual([
      roleArn('admin'),
      roleArn('reader'),
    ]);
  });

  test('roles are assumed with the MFA session, and without a code', async () => {
    const { signIn, askNow, aws } = startEngine({ profiles: [profile('dev'), admin] });
    const session = credentialsOf(await signIn('dev'));
    await askNow('admin');
    const [assumed] = aws.callsOf('assumeRole');
    expect(assumed?.call.source).toEqual(session);
    expect(assumed?.call.mfa).toBeUndefined();
  });

  test('roles that ask together share one prompt, and one code answers them all', async () => {
    const { ask, answerWith, aws, clock, prompt } = startEngine({
      profiles: [admin, reader, profile('plain')],
    });
    const requests = [ask('admin'), ask('reader'), ask('plain')];
    await clock.settle();
    expect(prompt()).toMatchObject({ profile: 'admin', waiting: 3 });
    expect([...prompt().profiles].sort()).toEqual(['admin', 'plain', 'reader']);
    answerWith(aws.codeOf());
    await clock.settle();
    expect(requests.map(({ outcome }) => kindOf(outcome))).toEqual(['success', 'success', 'success']);
    expect(aws.sentCodes()).toHaveLength(1);
  });

  test('a role from an MFA session lasts one hour at most; its session lasts longer', async () => {
    const { signIn, aws } = startEngine({ profiles: [profile('admin', { role: 'admin', seconds: 43_200 })] });
    await signIn('admin');
    expect(aws.callsOf('getSessionToken')[0]?.call.durationSeconds).toBe(43_200);
    expect(aws.callsOf('assumeRole')[0]?.call.durationSeconds).toBe(3_600);
  });

  test('a role is renewed from the MFA session for as long as that lasts, without a further code', async () => {
    const { signIn, askNow, aws, clock } = startEngine({ profiles: [admin] });
    await signIn('admin');
    for (let hour = 0; hour < 10; hour += 1) {
      await clock.advance(HOUR);
      expect(kindOf(await askNow('admin'))).toBe('success');
    }
    expect(aws.sentCodes()).toHaveLength(1);
  });

  test('two identities do not share: each has its own prompt, session and code', async () => {
    const { ask, answerWith, aws, clock, prompts, engine } = startEngine({
      profiles: [profile('hers'), profile('his', { of: bob })],
    });
    const [hers, his] = [ask('hers'), ask('his')];
    await clock.settle();
    expect(prompts().map(({ serialNumber, profiles }) => ({ serialNumber, profiles }))).toEqual([
      { serialNumber: 'arn:aws:iam::111111111111:mfa/alice', profiles: ['hers'] },
      { serialNumber: 'arn:aws:iam::222222222222:mfa/bob', profiles: ['his'] },
    ]);
    answerWith(aws.codeOf());
    await clock.settle();
    expect(kindOf(hers.outcome)).toBe('success');
    expect(kindOf(his.outcome)).toBe('waiting');
    await engine.answerPrompt(prompts()[0]?.id ?? '', aws.codeOf(bob.serialNumber));
    await clock.settle();
    expect(credentialsOf(his.outcome)).not.toEqual(credentialsOf(hers.outcome));
  });

  test('a profile without MFA does not borrow the MFA session of its identity', async () => {
    const { signIn, askNow, aws } = startEngine({
      profiles: [profile('dev'), profile('plain', { mfa: false })],
    });
    const withCode = credentialsOf(await signIn('dev'));
    const without = credentialsOf(await askNow('plain'));
    expect(without).not.toEqual(withCode);
    expect(aws.callsOf('getSessionToken').map(({ call }) => call.mfa === undefined)).toEqual([false, true]);
  });
});

describe('long_role_session: a role with its own code', () => {
  const long = profile('long', { role: 'long', longRoleSession: true, seconds: 8 * 3600 });

  test('is assumed with the long-term keys and a code, for longer than one hour', async () => {
    const { signIn, aws } = startEngine({ profiles: [long] });
    const { obtainedAt, expiresAt } = credentialsOf(await signIn('long'));
    expect(expiresAt - obtainedAt).toBe(8 * HOUR);
    expect(aws.callsOf('getSessionToken')).toEqual([]);
    const [assumed] = aws.callsOf('assumeRole');
    expect(assumed?.call.source).toBeUndefined();
    expect(assumed?.call.mfa?.tokenCode).toBe(aws.codeOf());
  });

  test('asks for a code of its own even when the identity has an MFA session', async () => {
    const { signIn, ask, clock, prompt } = startEngine({ profiles: [profile('dev'), long] });
    await signIn('dev');
    ask('long');
    await clock.settle();
    expect(prompt()).toMatchObject({ profiles: ['long'], waiting: 1 });
  });

  test('shares a prompt with another profile that asks at the same time, but each needs its own code', async () => {
    const { ask, answerWith, aws, clock, prompt, prompts } = startEngine({
      profiles: [profile('dev'), long],
    });
    const [dev, other] = [ask('dev'), ask('long')];
    await clock.settle();
    expect(prompt().waiting).toBe(2);
    answerWith(aws.codeOf());
    await clock.settle();
    expect([dev, other].filter(({ outcome }) => outcome === undefined)).toHaveLength(1);
    expect(prompt().waiting).toBe(1);
    await clock.advance(30 * SECOND);
    answerWith(aws.codeOf());
    await clock.settle();
    expect([kindOf(dev.outcome), kindOf(other.outcome)]).toEqual(['success', 'success']);
    expect(prompts()).toEqual([]);
    expect(new Set(aws.sentCodes()).size).toBe(2);
  });

  test('two profiles with the stored secret wait for different codes of the same device', async () => {
    const { ask, aws, clock, secrets } = startEngine({ profiles: [profile('dev'), long] });
    secrets.store();
    const [dev, other] = [ask('dev'), ask('long')];
    await clock.advance(MINUTE);
    expect([kindOf(dev.outcome), kindOf(other.outcome)]).toEqual(['success', 'success']);
    expect(aws.sentCodes()).toHaveLength(2);
    expect(new Set(aws.sentCodes()).size).toBe(2);
  });
});
