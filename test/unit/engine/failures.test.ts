import { describe, expect, test } from 'vitest';
import { describeFailure, failure } from '../../../src/core/sessions/failure.ts';
import type { FailureKind } from '../../../src/shared/view-state.ts';
import { HOUR, kindOf, MINUTE, profile, SECOND, startEngine } from '../../support/engine-harness.ts';

const admin = profile('admin', { role: 'admin' });
const reader = profile('reader', { role: 'reader' });
const long = profile('long', { role: 'long', longRoleSession: true, seconds: 4 * 3600 });

describe('a code that AWS does not accept', () => {
  test('keeps the prompt open and those who wait waiting; the one who typed it learns why', async () => {
    const { ask, answerWith, clock, prompt, session } = startEngine();
    const asked = ask();
    await clock.settle();
    const { id } = prompt();
    const answer = answerWith('000000');
    await clock.settle();
    expect(kindOf(answer.outcome)).toBe('bad-code');
    expect(kindOf(asked.outcome)).toBe('waiting');
    expect(prompt()).toMatchObject({
      id,
      waiting: 1,
      checking: false,
      problem: { kind: 'bad-code', message: describeFailure(failure('bad-code')) },
    });
    expect(session()).toEqual({ state: 'waiting-for-code', promptId: id });
  });

  test('can be followed by the right one', async () => {
    const { ask, answerWith, aws, clock, prompts, session } = startEngine({ profiles: [admin] });
    const asked = ask('admin');
    await clock.settle();
    for (const code of ['000000', '111111', '222222']) {
      answerWith(code);
      await clock.settle();
    }
    const answer = answerWith(aws.codeOf());
    await clock.settle();
    expect(kindOf(answer.outcome)).toBe('success');
    expect(kindOf(asked.outcome)).toBe('success');
    expect(prompts()).toEqual([]);
    expect(session('admin')?.state).toBe('active');
  });

  test.each<FailureKind>(['wrong-serial', 'network', 'throttled'])(
    '%s keeps the prompt open as well: the person can answer again',
    async (kind) => {
      const { ask, answerWith, aws, clock, prompt } = startEngine();
      const asked = ask();
      await clock.settle();
      aws.failNext('getSessionToken', failure(kind));
      const answer = answerWith(aws.codeOf());
      await clock.settle();
      expect(kindOf(answer.outcome)).toBe(kind);
      expect(prompt()).toMatchObject({ waiting: 1, problem: { kind } });
      expect(kindOf(asked.outcome)).toBe('waiting');
    },
  );
});

describe('a failure that no code can mend', () => {
  test.each<FailureKind>(['access-denied', 'base-keys-gone', 'clock-skew', 'unknown'])(
    '%s closes the prompt and fails everyone who waits and the one who typed',
    async (kind) => {
      const { ask, answerWith, aws, clock, prompts, session } = startEngine();
      const asked = [ask(), ask()];
      await clock.settle();
      aws.failNext('getSessionToken', failure(kind, 'in the words of AWS'));
      const answer = answerWith(aws.codeOf());
      await clock.settle();
      expect([...asked, answer].map(({ outcome }) => kindOf(outcome))).toEqual([kind, kind, kind]);
      expect(prompts()).toEqual([]);
      expect(session()).toEqual({
        state: 'failed',
        problem: { kind, message: describeFailure(failure(kind, 'in the words of AWS')) },
      });
    },
  );

  test.each<FailureKind>(['access-denied', 'base-keys-gone', 'network', 'throttled', 'unknown'])(
    '%s without a code in play fails the request',
    async (kind) => {
      const { askNow, aws, session } = startEngine({ profiles: [profile('dev', { mfa: false })] });
      aws.failNext('getSessionToken', failure(kind));
      expect(kindOf(await askNow())).toBe(kind);
      expect(session()).toMatchObject({ state: 'failed', problem: { kind } });
    },
  );

  test('the identity cannot be looked up: everyone who waits learns why', async () => {
    const { ask, aws, clock, prompts } = startEngine({ profiles: [profile('dev'), admin, reader] });
    aws.failNext('describeIdentity', failure('base-keys-gone', 'The security token is invalid.'));
    const asked = [ask('dev'), ask('admin'), ask('reader')];
    await clock.settle();
    expect(asked.map(({ outcome }) => kindOf(outcome))).toEqual(Array(3).fill('base-keys-gone'));
    expect(prompts()).toEqual([]);
  });

  test('a role that is denied fails alone: its MFA session serves the other roles', async () => {
    const { signIn, askNow, aws } = startEngine({ profiles: [admin, reader] });
    aws.failNext('assumeRole', failure('access-denied'));
    expect(kindOf(await signIn('admin'))).toBe('access-denied');
    expect(kindOf(await askNow('reader'))).toBe('success');
  });

  test('after the first network failure the next request tries again at once', async () => {
    const { askNow, aws } = startEngine({ profiles: [profile('dev', { mfa: false })] });
    aws.failNext('getSessionToken', failure('network'));
    await askNow();
    expect(kindOf(await askNow())).toBe('success');
  });

  test('and so it does for a role whose MFA session could not be made', async () => {
    const { askNow, aws, clock, secrets } = startEngine({ profiles: [admin] });
    secrets.store();
    aws.failNext('getSessionToken', failure('network'));
    expect(kindOf(await askNow('admin'))).toBe('network');
    await clock.advance(SECOND);
    // It may have to wait for the next code, but failing with the old failure helps nobody.
    expect(kindOf(await askNow('admin'))).toBe('waiting');
    await clock.advance(30 * SECOND);
    expect(kindOf(await askNow('admin'))).toBe('success');
  });

  test('failures in a row make the pauses longer, so that AWS is left alone', async () => {
    const { askNow, aws, clock } = startEngine({ profiles: [profile('dev', { mfa: false })] });
    aws.failNext('getSessionToken', failure('throttled'), 1000);
    for (let second = 0; second < 600; second += 1) {
      await askNow();
      await clock.advance(SECOND);
    }
    expect(aws.callsOf('getSessionToken').length).toBeGreaterThan(3);
    expect(aws.callsOf('getSessionToken').length).toBeLessThan(60);
  });
});

describe('a role that does not allow sessions of the wanted length', () => {
  test('gets one of 3600 s with the same code, and the user is told', async () => {
    const { signIn, aws, profileView } = startEngine({ profiles: [long] });
    aws.settings.roleMaximumSeconds = 3600;
    expect(kindOf(await signIn('long'))).toBe('success');
    expect(aws.callsOf('assumeRole').map(({ call }) => call.durationSeconds)).toEqual([4 * 3600, 3600]);
    expect(profileView('long')?.notice).toContain('60 minutes');
  });

  test('the shorter length is remembered', async () => {
    const { signIn, aws, clock } = startEngine({ profiles: [long] });
    aws.settings.roleMaximumSeconds = 3600;
    await signIn('long');
    await clock.advance(2 * HOUR);
    expect(kindOf(await signIn('long'))).toBe('success');
    expect(aws.callsOf('assumeRole').map(({ call }) => call.durationSeconds)).toEqual([4 * 3600, 3600, 3600]);
  });

  test('is tried only once more', async () => {
    const { signIn, aws } = startEngine({ profiles: [long] });
    aws.failNext('assumeRole', failure('duration-too-long'), 5);
    expect(kindOf(await signIn('long'))).toBe('duration-too-long');
    expect(aws.callsOf('assumeRole')).toHaveLength(2);
  });

  test('there is no notice where nothing was shortened', async () => {
    const { signIn, profileView } = startEngine({ profiles: [long] });
    await signIn('long');
    expect(profileView('long')).not.toHaveProperty('notice');
  });
});

describe('a signature refused for its time', () => {
  test('is made anew once with the measured clock', async () => {
    const { askNow, aws } = startEngine({ profiles: [profile('admin', { role: 'admin', mfa: false })] });
    aws.settings.clockAheadMs = HOUR;
    expect(kindOf(await askNow('admin'))).toBe('success');
    expect(aws.callsOf('assumeRole').map(({ call }) => call.clockSkewMs > 0)).toEqual([false, true]);
  });

  test('is not tried again when the measurement brought nothing new', async () => {
    const { askNow, aws } = startEngine({ profiles: [profile('dev', { mfa: false })] });
    aws.failNext('getSessionToken', failure('clock-skew'), 9);
    expect(kindOf(await askNow())).toBe('clock-skew');
    expect(aws.callsOf('getSessionToken')).toHaveLength(1);
  });

  test('and the look-up of the identity as well', async () => {
    const { askNow, aws } = startEngine({ profiles: [profile('dev', { mfa: false })] });
    aws.settings.clockAheadMs = HOUR;
    expect(kindOf(await askNow())).toBe('success');
  });
});

describe('an MFA session that ended at AWS before its time', () => {
  test('is made anew for the role that noticed', async () => {
    const { askNow, aws, clock, secrets } = startEngine({ profiles: [profile('dev'), admin] });
    secrets.store();
    await askNow('dev');
    aws.failNext(
      'assumeRole',
      failure('base-keys-gone', 'The security token included in the request is expired'),
    );
    await askNow('admin');
    await clock.advance(30 * SECOND);
    expect(kindOf(await askNow('admin'))).toBe('success');
    expect(aws.callsOf('getSessionToken')).toHaveLength(2);
  });

  test('asks the person once more, and the role follows', async () => {
    const { signIn, ask, answerWith, aws, clock, prompt } = startEngine({
      profiles: [profile('dev'), admin],
    });
    await signIn('dev');
    await clock.advance(MINUTE);
    aws.failNext('assumeRole', failure('base-keys-gone'));
    const asked = ask('admin');
    await clock.settle();
    expect(prompt()).toMatchObject({ profiles: ['admin'], waiting: 1 });
    answerWith(aws.codeOf());
    await clock.settle();
    expect(kindOf(asked.outcome)).toBe('success');
  });

  test('does not go round in circles when AWS keeps refusing', async () => {
    const { ask, aws, clock, secrets } = startEngine({ profiles: [admin] });
    secrets.store();
    aws.failNext('assumeRole', failure('base-keys-gone'), 9);
    const asked = ask('admin');
    await clock.advance(5 * MINUTE);
    expect(kindOf(asked.outcome)).toBe('base-keys-gone');
    expect(aws.callsOf('assumeRole')).toHaveLength(2);
  });

  test('is not what a refused key of a long role session means: no second code is asked for', async () => {
    const { ask, answerWith, aws, clock, prompts } = startEngine({ profiles: [long] });
    const asked = ask('long');
    await clock.settle();
    aws.failNext('assumeRole', failure('base-keys-gone'), 9);
    const answer = answerWith(aws.codeOf());
    await clock.settle();
    expect([kindOf(asked.outcome), kindOf(answer.outcome)]).toEqual(['base-keys-gone', 'base-keys-gone']);
    expect(prompts()).toEqual([]);
  });
});
