import { describe, expect, test } from 'vitest';
import { alice, carol, credentialsOf, kindOf, profile, startEngine } from '../../support/engine-harness.ts';

describe('which device the code comes from', () => {
  test('a serial number from the configuration is used without asking IAM', async () => {
    const { signIn, aws } = startEngine({ profiles: [profile('dev', { mfa: alice.serialNumber })] });
    expect(kindOf(await signIn())).toBe('success');
    expect(aws.callsOf('describeIdentity')).toEqual([]);
  });

  test('the number of a hardware device costs only the call that needs no permission', async () => {
    const { ask, aws, clock, prompt } = startEngine({ profiles: [profile('dev', { mfa: 'GAHT12345678' })] });
    ask();
    await clock.settle();
    expect(prompt()).toMatchObject({ serialNumber: 'GAHT12345678', serialNumberIsGuess: false });
    expect(aws.callsOf('describeIdentity').every(({ call }) => !call.findDevices)).toBe(true);
  });

  test('otherwise the only device of the user is found', async () => {
    const { ask, clock, prompt, aws } = startEngine();
    ask();
    await clock.settle();
    expect(prompt()).toMatchObject({
      serialNumber: alice.serialNumber,
      serialNumberIsGuess: false,
      devices: [alice.serialNumber],
      accountId: alice.accountId,
      userName: 'alice',
    });
    expect(aws.callsOf('describeIdentity').map(({ call }) => call.findDevices)).toEqual([true]);
  });

  test('the identity is looked up once, not for every session', async () => {
    const { signIn, engine, aws, clock } = startEngine({
      profiles: [profile('dev'), profile('admin', { role: 'admin' })],
    });
    await signIn('dev');
    await signIn('admin');
    engine.clearAllSessions();
    await clock.advance(60_000);
    await signIn('dev');
    expect(aws.callsOf('describeIdentity')).toHaveLength(1);
  });

  test('of several devices the first is proposed and all can be picked', async () => {
    const { ask, answerWith, aws, clock, engine, prompt } = startEngine({
      profiles: [profile('dev', { of: carol })],
    });
    const [first, second] = carol.devices.map(({ serialNumber }) => serialNumber);
    const asked = ask();
    await clock.settle();
    expect(prompt()).toMatchObject({ serialNumber: first, devices: [first, second] });
    expect(engine.chooseDevice(prompt().id, second ?? '').ok).toBe(true);
    expect(prompt()).toMatchObject({ serialNumber: second, serialNumberIsGuess: false });
    expect([...prompt().devices].sort()).toEqual([first, second]);
    answerWith(aws.codeOf(second));
    await clock.settle();
    credentialsOf(asked.outcome);
    expect(aws.callsOf('getSessionToken')[0]?.call.mfa?.serialNumber).toBe(second);
  });

  test('the device that was picked is proposed again for the next session', async () => {
    const { ask, signIn, clock, engine, prompt } = startEngine({ profiles: [profile('dev', { of: carol })] });
    const second = carol.devices[1]?.serialNumber ?? '';
    ask();
    await clock.settle();
    engine.chooseDevice(prompt().id, second);
    await signIn();
    engine.clearSession('dev');
    ask();
    await clock.settle();
    expect(prompt().serialNumber).toBe(second);
  });

  test('when devices may not be listed, the serial number is a guess and says so', async () => {
    const { ask, answerWith, aws, clock, prompt } = startEngine();
    aws.settings.mayListDevices = false;
    const asked = ask();
    await clock.settle();
    expect(prompt()).toMatchObject({ serialNumber: alice.serialNumber, serialNumberIsGuess: true });
    answerWith(aws.codeOf());
    await clock.settle();
    expect(kindOf(asked.outcome)).toBe('success');
  });

  test('a wrong guess is told and can be corrected in the open prompt', async () => {
    const { ask, answerWith, aws, clock, engine, prompt } = startEngine();
    aws.settings.mayListDevices = false;
    aws.failNext('getSessionToken', { kind: 'wrong-serial', detail: 'verify your MFA serial number' });
    const asked = ask();
    await clock.settle();
    const code = aws.codeOf();
    const answer = answerWith(code);
    await clock.settle();
    expect(kindOf(answer.outcome)).toBe('wrong-serial');
    expect(kindOf(asked.outcome)).toBe('waiting');
    expect(prompt()).toMatchObject({ checking: false, problem: { kind: 'wrong-serial' } });

    engine.chooseDevice(prompt().id, 'arn:aws:iam::111111111111:mfa/phone');
    expect(prompt()).toMatchObject({
      serialNumber: 'arn:aws:iam::111111111111:mfa/phone',
      serialNumberIsGuess: false,
    });
    expect(prompt().problem).toBeUndefined();
    answerWith(code);
    await clock.settle();
    expect(aws.callsOf('getSessionToken').at(-1)?.call.mfa).toEqual({
      serialNumber: 'arn:aws:iam::111111111111:mfa/phone',
      tokenCode: code,
    });
  });

  test('a choice or an answer for a prompt that is gone is refused', async () => {
    const { engine } = startEngine();
    expect(kindOf(engine.chooseDevice('prompt-99', alice.serialNumber))).toBe('prompt-timed-out');
    expect(kindOf(engine.cancelPrompt('prompt-99'))).toBe('prompt-timed-out');
    expect(kindOf(await engine.answerPrompt('prompt-99', '123456'))).toBe('prompt-timed-out');
  });

  test('before the first look-up the mode is unknown, afterwards it is known', async () => {
    const { ask, clock, profileView, signIn } = startEngine();
    expect(profileView()?.mfa).toEqual({ mode: 'unknown' });
    ask();
    await clock.settle();
    await signIn();
    expect(profileView()?.mfa).toEqual({ mode: 'prompt', serialNumber: alice.serialNumber });
  });
});
