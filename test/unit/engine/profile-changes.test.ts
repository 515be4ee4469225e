import { describe, expect, test } from 'vitest';
import {
  carol,
  credentialsOf,
  kindOf,
  MINUTE,
  profile,
  SECOND,
  startEngine,
} from '../../support/engine-harness.ts';

const dev = profile('dev');
const admin = profile('admin', { role: 'admin' });
const reader = profile('reader', { role: 'reader' });

describe('reloading the profiles', () => {
  test('keeps the session of an unchanged profile, wherever it stands in the file now', async () => {
    const { signIn, engine, askNow } = startEngine({ profiles: [dev, admin] });
    const session = await signIn('dev');
    const role = await askNow('admin');
    engine.loadProfiles(
      [{ ...admin, origin: { file: 'server.conf', line: 7 } }, profile('dev', { line: 20 })],
      [],
    );
    expect(await askNow('dev')).toEqual(session);
    expect(await askNow('admin')).toEqual(role);
    expect(engine.profiles().map(({ name }) => name)).toEqual(['admin', 'dev']);
  });

  test('keeps the MFA session while any profile of the identity stays, whichever made it', async () => {
    const { signIn, engine, askNow, prompts } = startEngine({ profiles: [dev, reader, admin] });
    await signIn('dev');
    await askNow('reader');
    engine.loadProfiles([admin], []);
    expect(kindOf(await askNow('admin'))).toBe('success');
    expect(prompts()).toEqual([]);
  });

  test('keeps the MFA session when only a role changed', async () => {
    const { signIn, engine, askNow, prompts } = startEngine({ profiles: [admin] });
    const before = credentialsOf(await signIn('admin'));
    engine.loadProfiles([profile('admin', { role: 'superadmin' })], []);
    expect(engine.currentCredentials('admin')).toBeUndefined();
    expect(credentialsOf(await askNow('admin'))).not.toEqual(before);
    expect(prompts()).toEqual([]);
  });

  test.each([
    ['the secret access key', profile('dev', { secretAccessKey: 'another' })],
    ['the access key', profile('dev', { of: carol })],
    ['the serial number', profile('dev', { mfa: 'GAHT12345678' })],
    ['MFA as such', profile('dev', { mfa: false })],
  ])('drops a session when %s changed', async (_, changed) => {
    const { signIn, engine, session } = startEngine({ profiles: [dev] });
    await signIn('dev');
    engine.loadProfiles([changed], []);
    expect(engine.currentCredentials('dev')).toBeUndefined();
    expect(session('dev')).toEqual({ state: 'none' });
  });

  test('looks an identity up again when its keys changed', async () => {
    const { signIn, engine, aws, clock } = startEngine({ profiles: [dev] });
    await signIn('dev');
    engine.loadProfiles([profile('dev', { secretAccessKey: 'another' })], []);
    await clock.advance(30 * SECOND);
    await signIn('dev');
    expect(aws.callsOf('describeIdentity')).toHaveLength(2);
  });

  test('a serial number corrected in the configuration wins over a device picked before', async () => {
    const { ask, engine, clock, prompt } = startEngine({ profiles: [profile('dev', { of: carol })] });
    ask();
    await clock.settle();
    engine.chooseDevice(prompt().id, carol.devices[1]?.serialNumber ?? '');
    engine.cancelPrompt(prompt().id);
    engine.loadProfiles([profile('dev', { of: carol, mfa: 'GAHT12345678' })], []);
    ask();
    await clock.settle();
    expect(prompt().serialNumber).toBe('GAHT12345678');
  });

  test('fails those who wait for a profile that was removed, and closes its prompt', async () => {
    const { ask, engine, clock, prompts } = startEngine({ profiles: [dev, profile('hers', { of: carol })] });
    const [gone, stays] = [ask('hers'), ask('dev')];
    await clock.settle();
    engine.loadProfiles([dev], []);
    await clock.settle();
    expect(kindOf(gone.outcome)).toBe('unknown-profile');
    expect(kindOf(stays.outcome)).toBe('waiting');
    expect(prompts()).toHaveLength(1);
  });

  test('those who wait for an unchanged profile go on waiting and get their answer', async () => {
    const { ask, answerWith, aws, engine, clock } = startEngine({ profiles: [admin] });
    const asked = ask('admin');
    await clock.settle();
    engine.loadProfiles([admin, reader], []);
    answerWith(aws.codeOf());
    await clock.settle();
    expect(kindOf(asked.outcome)).toBe('success');
  });

  test('while the keychain is being asked for a profile that is removed leaves nobody without an answer', async () => {
    const { ask, aws, start, engine, clock, secrets } = startEngine({ profiles: [dev, admin] });
    secrets.hold();
    const asked = ask('dev');
    await clock.settle();
    engine.loadProfiles([admin], []);
    secrets.release();
    await clock.settle();
    start('admin', aws.codeOf());
    await clock.settle();
    expect(kindOf(asked.outcome)).not.toBe('waiting');
  });

  test('does not look an identity up again because one of its profiles came or went', async () => {
    const { signIn, engine, aws, clock } = startEngine({ profiles: [dev, admin] });
    await signIn('dev');
    engine.loadProfiles([dev], []);
    engine.clearAllSessions();
    await clock.advance(30 * SECOND);
    await signIn('dev');
    expect(aws.callsOf('describeIdentity')).toHaveLength(1);
  });

  test('an answer of AWS that comes for a profile that is gone changes nothing', async () => {
    const { ask, engine, aws, clock } = startEngine({ profiles: [profile('dev', { mfa: false })] });
    aws.hold();
    const asked = ask();
    await clock.settle();
    engine.loadProfiles([admin], []);
    aws.release();
    await clock.settle();
    expect(kindOf(asked.outcome)).toBe('unknown-profile');
    expect(engine.view().profiles.map(({ name }) => name)).toEqual(['admin']);
  });

  test('keeps the active profile while it exists, and else falls back on the first', () => {
    const { engine } = startEngine({ profiles: [dev, admin], activeProfile: 'admin' });
    engine.loadProfiles([reader, admin], []);
    expect(engine.activeProfile()).toBe('admin');
    engine.loadProfiles([reader, dev], []);
    expect(engine.activeProfile()).toBe('reader');
    expect(engine.view().profiles.map(({ name, active }) => [name, active])).toEqual([
      ['reader', true],
      ['dev', false],
    ]);
  });

  test('publishes the warnings', () => {
    const { engine } = startEngine();
    engine.loadProfiles([dev], ['server.conf:3: unknown key']);
    expect(engine.view().warnings).toEqual(['server.conf:3: unknown key']);
  });

  test('survives a configuration without any profile', async () => {
    const { engine, askNow } = startEngine();
    engine.loadProfiles([], ['The file is empty.']);
    expect(kindOf(await askNow())).toBe('unknown-profile');
    expect(engine.view().profiles).toEqual([]);
  });
});

describe('picking a profile', () => {
  test('is published', () => {
    const { engine } = startEngine({ profiles: [dev, admin] });
    expect(engine.useProfile('admin').ok).toBe(true);
    expect(engine.view().activeProfile).toBe('admin');
  });

  test('of a name that does not exist is refused', () => {
    const { engine } = startEngine();
    expect(kindOf(engine.useProfile('nobody'))).toBe('unknown-profile');
    expect(engine.activeProfile()).toBe('dev');
  });
});

describe('what is published', () => {
  test('comes once per change, and not at all when nothing changed', async () => {
    const { engine, clock, published } = startEngine();
    engine.wake();
    engine.useProfile('dev');
    await clock.advance(10 * MINUTE);
    expect(published).toEqual([]);
    engine.loadProfiles([dev], ['a warning']);
    engine.loadProfiles([dev], ['a warning']);
    expect(published).toHaveLength(1);
  });

  test('goes to everyone who subscribed, until they unsubscribe', () => {
    const { engine } = startEngine({ profiles: [dev, admin] });
    const seen: string[] = [];
    const unsubscribe = engine.subscribe(({ activeProfile }) => seen.push(activeProfile));
    engine.useProfile('admin');
    unsubscribe();
    engine.useProfile('dev');
    expect(seen).toEqual(['admin']);
  });

  test('names file and line of each profile', () => {
    const { profileView } = startEngine({ profiles: [profile('dev', { line: 12 })] });
    expect(profileView()?.origin).toBe('server.conf, line 12');
  });
});
