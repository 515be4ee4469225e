import { describe, expect, test } from 'vitest';
import type { Profile } from '../../../src/core/profiles/profile.ts';
import { failure } from '../../../src/core/sessions/failure.ts';
import {
  bob,
  credentialsOf,
  HOUR,
  kindOf,
  MINUTE,
  type ProfileWishes,
  profile,
  roleArn,
  startEngine,
} from '../../support/engine-harness.ts';

/** A profile whose role is assumed with the session of another profile (`source_profile`). */
const chained = (name: string, sourceProfile: string, wishes: ProfileWishes = {}): Profile => ({
  ...profile(name, { role: name, ...wishes }),
  sourceProfile,
});

const jump = profile('jump', { role: 'jump' });
const audit = chained('audit', 'jump');
const report = chained('report', 'audit');

describe('a role that is assumed from another role', () => {
  test('needs one code for the whole chain', async () => {
    const { signIn, aws, prompts } = startEngine({ profiles: [jump, audit] });
    expect(kindOf(await signIn('audit'))).toBe('success');
    expect(prompts()).toEqual([]);
    expect(aws.sentCodes()).toHaveLength(1);
    expect(aws.callsOf('assumeRole').map(({ call }) => call.roleArn)).toEqual([
      roleArn('jump'),
      roleArn('audit'),
    ]);
  });

  test('is called for with the credentials of that role, and without a code', async () => {
    const { signIn, engine, aws } = startEngine({ profiles: [jump, audit] });
    await signIn('audit');
    const [first, second] = aws.callsOf('assumeRole').map(({ call }) => call);
    expect(second?.source).toEqual(engine.heldCredentials('jump'));
    expect(first?.source).not.toEqual(second?.source);
    expect([first?.mfa, second?.mfa]).toEqual([undefined, undefined]);
  });

  test('uses the role session that is there already', async () => {
    const { signIn, askNow, aws } = startEngine({ profiles: [jump, audit] });
    await signIn('jump');
    expect(kindOf(await askNow('audit'))).toBe('success');
    expect(aws.callsOf('assumeRole')).toHaveLength(2);
    expect(aws.sentCodes()).toHaveLength(1);
  });

  test('lasts one hour at most, however long is asked for and however long its source lasts', async () => {
    const long = profile('long', { role: 'long', longRoleSession: true, seconds: 8 * 3600 });
    const { signIn, aws } = startEngine({ profiles: [long, chained('audit', 'long', { seconds: 43_200 })] });
    await signIn('audit');
    expect(aws.callsOf('assumeRole').map(({ call }) => call.durationSeconds)).toEqual([28_800, 3_600]);
  });

  test('comes from the session of a profile without a role, where the source has none', async () => {
    const { signIn, engine, aws } = startEngine({ profiles: [profile('dev'), chained('audit', 'dev')] });
    await signIn('audit');
    expect(aws.callsOf('assumeRole').map(({ call }) => call.source)).toEqual([engine.heldCredentials('dev')]);
  });

  test('may be three roles away from the keys', async () => {
    const { signIn, engine, aws } = startEngine({ profiles: [jump, audit, report] });
    expect(kindOf(await signIn('report'))).toBe('success');
    const calls = aws.callsOf('assumeRole').map(({ call }) => call);
    expect(calls.map((call) => call.roleArn)).toEqual([roleArn('jump'), roleArn('audit'), roleArn('report')]);
    expect(calls.slice(1).map((call) => call.source)).toEqual([
      engine.heldCredentials('jump'),
      engine.heldCredentials('audit'),
    ]);
    expect(aws.sentCodes()).toHaveLength(1);
  });

  test('may be listed before its source', async () => {
    const { signIn } = startEngine({ profiles: [report, audit, jump] });
    expect(kindOf(await signIn('report'))).toBe('success');
  });

  test('shares its source: roles that ask together cause one call for it', async () => {
    const { ask, answerWith, aws, clock } = startEngine({
      profiles: [jump, audit, chained('billing', 'jump')],
    });
    const requests = [ask('audit'), ask('billing'), ask('jump')];
    await clock.settle();
    answerWith(aws.codeOf());
    await clock.settle();
    expect(requests.map(({ outcome }) => kindOf(outcome))).toEqual(['success', 'success', 'success']);
    expect(aws.callsOf('assumeRole').filter(({ call }) => call.roleArn === roleArn('jump'))).toHaveLength(1);
  });

  test('is renewed with its whole chain, without a further code, as long as the MFA session lasts', async () => {
    const { signIn, askNow, aws, clock } = startEngine({ profiles: [jump, audit, report] });
    await signIn('report');
    for (let hour = 0; hour < 10; hour += 1) {
      await clock.advance(HOUR);
      const { expiresAt } = credentialsOf(await askNow('report'));
      expect(expiresAt - clock.now()).toBeGreaterThanOrEqual(29 * MINUTE);
    }
    expect(aws.sentCodes()).toHaveLength(1);
  });

  test('goes without any code where its source does', async () => {
    const plain = profile('jump', { role: 'jump', mfa: false });
    const { askNow, aws } = startEngine({ profiles: [plain, chained('audit', 'jump', { mfa: false })] });
    expect(kindOf(await askNow('audit'))).toBe('success');
    expect(aws.callsOf('assumeRole')[0]?.call.source).toBeUndefined();
    expect(aws.sentCodes()).toEqual([]);
  });

  test('is silent with a stored secret', async () => {
    const { ask, clock, secrets, prompts } = startEngine({ profiles: [jump, audit, report] });
    secrets.store();
    const request = ask('report');
    await clock.advance(MINUTE);
    expect(kindOf(request.outcome)).toBe('success');
    expect(prompts()).toEqual([]);
  });
});

describe('who waits for a chain', () => {
  test('is named in the prompt: the profile that was asked for, not the ones between', async () => {
    const { ask, clock, prompt } = startEngine({ profiles: [jump, audit, report] });
    ask('report');
    ask('report');
    await clock.settle();
    expect(prompt()).toMatchObject({ profile: 'report', profiles: ['report'], waiting: 2 });
  });

  test('sees the whole chain in one prompt with those who wait for a link of it', async () => {
    const { ask, clock, prompt } = startEngine({ profiles: [jump, audit, report] });
    ask('report');
    ask('jump');
    await clock.settle();
    expect([...prompt().profiles].sort()).toEqual(['jump', 'report']);
    expect(prompt().waiting).toBe(2);
  });

  test('learns at once that the prompt was cancelled', async () => {
    const { ask, clock, engine, prompt } = startEngine({ profiles: [jump, audit, report] });
    const request = ask('report');
    await clock.settle();
    engine.cancelPrompt(prompt().id);
    await clock.settle();
    expect(kindOf(request.outcome)).toBe('cancelled');
  });

  test('can bring the code along', async () => {
    const { start, aws, clock } = startEngine({ profiles: [jump, audit, report] });
    const request = start('report', aws.codeOf());
    await clock.settle();
    expect(kindOf(request.outcome)).toBe('success');
  });

  test('is told mfa-required instead of a prompt by a sign-in without a code', async () => {
    const { start, clock, prompts } = startEngine({ profiles: [jump, audit, report] });
    const request = start('report');
    await clock.settle();
    expect(kindOf(request.outcome)).toBe('mfa-required');
    expect(prompts()).toEqual([]);
  });
});

describe('a chain that breaks', () => {
  test('at its source fails with the reason of the source', async () => {
    const { signIn, aws } = startEngine({ profiles: [jump, audit, report] });
    aws.failNext('assumeRole', failure('access-denied', 'not authorized to assume jump'));
    expect(await signIn('report')).toEqual({
      ok: false,
      failure: failure('access-denied', 'not authorized to assume jump'),
    });
    expect(aws.callsOf('assumeRole')).toHaveLength(1);
  });

  test('in the middle leaves the source in use', async () => {
    const { signIn, askNow, aws, engine } = startEngine({ profiles: [jump, audit, report] });
    await signIn('jump');
    aws.failNext('assumeRole', failure('access-denied'));
    expect(kindOf(await askNow('report'))).toBe('access-denied');
    expect(engine.heldCredentials('jump')).toBeDefined();
    expect(kindOf(await askNow('jump'))).toBe('success');
  });

  test('while it is renewed goes on serving what is valid', async () => {
    const { signIn, askNow, aws, clock } = startEngine({ profiles: [jump, audit] });
    const before = credentialsOf(await signIn('audit'));
    aws.failNext('assumeRole', failure('network'), 20);
    await clock.advance(40 * MINUTE);
    expect(credentialsOf(await askNow('audit'))).toEqual(before);
  });

  test('because AWS ended the session of the source makes a new one, without a code', async () => {
    const { signIn, askNow, aws } = startEngine({ profiles: [jump, audit] });
    await signIn('jump');
    aws.failNext('assumeRole', failure('base-keys-gone'));
    expect(kindOf(await askNow('audit'))).toBe('success');
    expect(aws.callsOf('assumeRole').map(({ call }) => call.roleArn)).toEqual([
      roleArn('jump'),
      roleArn('audit'),
      roleArn('jump'),
      roleArn('audit'),
    ]);
    expect(aws.sentCodes()).toHaveLength(1);
  });
});

describe('clearing a session of a chain', () => {
  test('forgets everything it came from: the next use asks for a code', async () => {
    const { signIn, ask, clock, engine, prompt } = startEngine({ profiles: [jump, audit, report] });
    await signIn('report');
    engine.clearSession('report');
    ask('report');
    await clock.settle();
    expect(prompt().profiles).toEqual(['report']);
  });

  test('leaves other roles their sessions', async () => {
    const { signIn, askNow, engine } = startEngine({
      profiles: [jump, audit, profile('reader', { role: 'reader' })],
    });
    await signIn('audit');
    const reader = credentialsOf(await askNow('reader'));
    engine.clearSession('audit');
    expect(engine.heldCredentials('audit')).toBeUndefined();
    expect(engine.heldCredentials('reader')).toEqual(reader);
  });
});

describe('new profiles', () => {
  test('that leave the chain as it is leave its sessions, too', async () => {
    const { signIn, engine } = startEngine({ profiles: [jump, audit] });
    const before = credentialsOf(await signIn('audit'));
    engine.loadProfiles([profile('other'), { ...audit, origin: { file: 'server.conf', line: 9 } }, jump], []);
    expect(engine.heldCredentials('audit')).toEqual(before);
  });

  test('with another source are used by the next renewal', async () => {
    const { signIn, askNow, aws, clock, engine } = startEngine({ profiles: [jump, audit] });
    await signIn('audit');
    engine.loadProfiles([profile('jump', { role: 'other' }), audit], []);
    await clock.advance(45 * MINUTE);
    expect(kindOf(await askNow('audit'))).toBe('success');
    expect(aws.callsOf('assumeRole').map(({ call }) => call.roleArn)).toEqual([
      roleArn('jump'),
      roleArn('audit'),
      roleArn('other'),
      roleArn('audit'),
    ]);
  });

  test('without the source answer who waits', async () => {
    const { ask, clock, engine, prompts } = startEngine({ profiles: [jump, audit] });
    const request = ask('audit');
    await clock.settle();
    engine.loadProfiles([profile('other', { of: bob })], []);
    await clock.settle();
    expect(kindOf(request.outcome)).toBe('unknown-profile');
    expect(prompts()).toEqual([]);
  });

  test('that name each other as source fail instead of hanging', async () => {
    const { ask, clock } = startEngine({ profiles: [chained('one', 'two'), chained('two', 'one')] });
    const request = ask('one');
    await clock.settle();
    expect(request.outcome?.ok).toBe(false);
  });
});
