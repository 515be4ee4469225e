import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { alice, bob, exampleWorld, roles } from '../../support/sts-simulator/example-world.ts';
import { type StsSimulator, startStsSimulator } from '../../support/sts-simulator/server.ts';
import { createUserOfFiles, type UserOfFiles } from '../user-files/support.ts';

let simulator: StsSimulator;
let user: UserOfFiles;

beforeEach(async () => {
  simulator = await startStsSimulator({ world: exampleWorld() });
  user = await createUserOfFiles(simulator.url);
});
afterEach(async () => {
  await user.remove();
  await simulator.close();
});

const csv = `\uFEFFAccess key ID,Secret access key\r\n${alice.accessKeyId},${alice.secretAccessKey}\r\n`;
const foreign =
  '# mine\n[other]\naws_access_key_id = AKIAOTHEROTHEROTHER1\naws_secret_access_key = other\n\n';
const aliceSection = (name: string) =>
  `[${name}]\naws_access_key_id = ${alice.accessKeyId}\naws_secret_access_key = ${alice.secretAccessKey}\n`;
const ownAlice = `[profile:work]\naccess_key = ${alice.accessKeyId}\nsecret_key = ${alice.secretAccessKey}\nmfa_secret = ${alice.mfaSecret}\n`;
/** Bob has no MFA device, so no session of his waits for the next code. */
const bobSection = (name: string) =>
  `[${name}]\naws_access_key_id = ${bob.accessKeyId}\naws_secret_access_key = ${bob.secretAccessKey}\n`;
const ownBob = `[profile:bob]\naccess_key = ${bob.accessKeyId}\nsecret_key = ${bob.secretAccessKey}\nmfa_enabled = no\n`;
const json = ['--json', '--secrets', 'file'];

describe('configure', () => {
  test('stores the secret key away and the rest in the configuration, with the MFA device AWS names', async () => {
    await user.write(join(user.home, 'keys.csv'), csv);
    const words = ['configure', 'work', '--csv', 'keys.csv', '--region', 'eu-west-1', ...json];
    const { exitCode, stdout } = await user.run(words);
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ userName: 'alice', mfaSerial: alice.serialNumber });
    expect(stdout).not.toContain(alice.secretAccessKey);
    expect(await user.read(user.files.own)).toBe(
      `[profile:work]\naccess_key = ${alice.accessKeyId}\nsecret_key_in = keychain\nmfa_serial = ${alice.serialNumber}\nregion = eu-west-1\n`,
    );
  });

  test('takes the secret key from standard input', async () => {
    const words = ['configure', 'work', '--access-key', bob.accessKeyId, ...json];
    const { exitCode, stdout } = await user.run(words, `${bob.secretAccessKey}\n`);
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ userName: 'bob', accessKeyId: bob.accessKeyId });
  });

  test('stores nothing when AWS does not know the key', async () => {
    const words = ['configure', 'work', '--access-key', 'AKIAUNKNOWNUNKNOWN01', ...json];
    const { exitCode, stdout } = await user.run(words, `${bob.secretAccessKey}\n`);
    expect(exitCode).toBe(6);
    expect(JSON.parse(stdout).error.message).toContain('Nothing was stored');
    expect(await user.read(user.files.own)).toBeUndefined();
  });

  test('with --no-verify asks AWS nothing', async () => {
    const words = ['configure', 'work', '--csv', '-', '--no-verify', ...json];
    expect((await user.run(words, csv)).exitCode).toBe(0);
    expect(simulator.calls()).toEqual([]);
  });

  test('follows AWS-recipes where its file for long-term keys is in use', async () => {
    await user.write(user.files.withoutMfa, foreign);
    expect((await user.run(['configure', 'work', '--csv', '-', ...json], csv)).exitCode).toBe(0);
    expect(await user.read(user.files.withoutMfa)).toBe(
      `${foreign}${aliceSection('work')}aws_mfa_serial = ${alice.serialNumber}\n`,
    );
    expect(await user.read(user.files.own)).toBeUndefined();
  });

  test('takes a plain-text secret key out of the configuration, and out of its backup', async () => {
    await user.write(user.files.own, `# top\n${ownAlice}`);
    expect((await user.run(['configure', 'work', '--csv', '-', ...json], csv)).exitCode).toBe(0);
    expect(await user.read(user.files.own)).not.toContain(alice.secretAccessKey);
    expect(await user.read(user.files.own)).toContain(`# top\n[profile:work]\naccess_key`);
    expect((await user.backups(user.files.own)).join()).not.toContain(alice.secretAccessKey);
  });
});

describe('login --write', () => {
  const login = () => user.run(['login', 'work', '--write', ...json]);

  test('writes a session that AWS accepts, and keeps every other line', async () => {
    await user.write(user.files.own, ownAlice);
    await user.write(user.files.credentials, foreign);
    const { exitCode, stdout } = await login();
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ section: 'work', file: user.files.credentials });
    const text = (await user.read(user.files.credentials)) ?? '';
    expect(text.startsWith(foreign)).toBe(true);
    expect(text).toMatch(
      /\[work\]\naws_access_key_id = ASIA\w+\naws_secret_access_key = \S+\naws_session_token/,
    );
    expect(text).toMatch(/x_security_token_expires = 20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ\n$/);
  });

  test('moves long-term keys out of the way first, and a profile of that name works with them', async () => {
    await user.write(user.files.own, ownBob);
    await user.write(user.files.credentials, foreign + bobSection('work'));
    const { exitCode, stdout } = await user.run(['login', 'bob', '--write', '--as', 'work', ...json]);
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout).movedTo).toMatchObject({ kind: 'keychain', section: 'profile:work' });
    expect(await user.read(user.files.own)).toBe(
      `${ownBob}\n[profile:work]\naccess_key = ${bob.accessKeyId}\nsecret_key_in = keychain\n`,
    );
    expect(await user.read(user.files.credentials)).not.toContain(bob.secretAccessKey);
    expect((await user.backups(user.files.credentials)).join()).not.toContain(bob.secretAccessKey);
    expect((await user.run(['rotate', 'work', ...json])).exitCode).toBe(0);
  });

  test('of a profile of ~/.aws moves its key, and its stored MFA secret stays in use', async () => {
    await user.write(user.files.credentials, foreign + aliceSection('work'));
    expect((await user.run(['secret', 'set', 'work', '--secrets', 'file'], alice.mfaSecret)).exitCode).toBe(
      0,
    );
    const { exitCode, stdout } = await user.run(['login', 'work', '--write', ...json]);
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout).movedTo).toMatchObject({ section: 'profile:work' });
    const removed = await user.run(['secret', 'remove', 'work', '--secrets', 'file']);
    expect(removed.stdout).toContain('is removed');
  });

  test('without a store that lasts, long-term keys move to NAME-nomfa in the same step', async () => {
    await user.write(user.files.own, ownAlice.replace('profile:work', 'profile:alice'));
    await user.write(user.files.credentials, aliceSection('work'));
    const words = ['login', 'alice', '--write', '--as', 'work', '--json', '--secrets', 'memory'];
    expect((await user.run(words)).exitCode).toBe(0);
    expect(await user.read(user.files.credentials)).toContain(aliceSection('work-nomfa'));
    expect(await user.read(user.files.credentials)).toMatch(/^\[work\]\naws_access_key_id = ASIA/);
  });

  test('refuses when another long-term key is where this one would have to go', async () => {
    await user.write(user.files.own, ownAlice);
    const before = aliceSection('work').replace(alice.accessKeyId, 'AKIAOTHEROTHEROTHER1');
    await user.write(user.files.credentials, before);
    const { exitCode, stdout } = await login();
    expect(exitCode).toBe(7);
    expect(JSON.parse(stdout).error.message).toContain('--as');
    expect(await user.read(user.files.credentials)).toBe(before);
  });

  test('sessions that follow each other make no more backups', async () => {
    await user.write(user.files.own, ownBob);
    await user.write(user.files.credentials, foreign);
    const loginBob = () => user.run(['login', 'bob', '--write', ...json]);
    for (const _ of [1, 2, 3]) expect((await loginBob()).exitCode).toBe(0);
    // One before the section was there, one with the section masked.
    expect(await user.backups(user.files.credentials)).toHaveLength(2);
  });
});

describe('assume-role', () => {
  beforeEach(() => user.write(user.files.own, ownAlice));

  test('with --write puts the credentials of the role into a section', async () => {
    const words = ['assume-role', roles.production, '--profile', 'work', '--as', 'prod', '--write', ...json];
    const { exitCode } = await user.run(words);
    expect(exitCode).toBe(0);
    expect(await user.read(user.files.credentials)).toMatch(/^\[prod\]\naws_access_key_id = ASIA/);
    expect(simulator.calls('AssumeRole').at(-1)).toMatchObject({ roleArn: roles.production, outcome: 'ok' });
  });

  test('without --write makes a profile that can be used at once', async () => {
    await user.write(user.files.own, ownBob);
    const words = ['assume-role', roles.readOnly, '--profile', 'bob', '--as', 'read', ...json];
    expect((await user.run(words)).exitCode).toBe(0);
    expect(await user.read(user.files.own)).toBe(
      `${ownBob}\n[profile:read]\nsource_profile = bob\nrole_arn = ${roles.readOnly}\n`,
    );
    const again = await user.run(['assume-role', 'read', '--as', 'read', '--write', ...json]);
    expect(again.exitCode).toBe(0);
    expect(await user.read(user.files.credentials)).toContain('[read]');
  });

  test('writes nothing when AWS refuses', async () => {
    const words = ['assume-role', roles.audit, '--profile', 'work', '--as', 'audit', ...json];
    const { exitCode, stdout } = await user.run(words);
    expect(exitCode).toBe(6);
    expect(JSON.parse(stdout).error.kind).toBe('access-denied');
    expect(await user.read(user.files.own)).toBe(ownAlice);
  });
});

describe('rotate', () => {
  test('puts a new key in the place of the old one, in every file that uses it', async () => {
    await user.write(user.files.own, ownAlice);
    await user.write(user.files.credentials, foreign + aliceSection('work'));
    const { exitCode, stdout } = await user.run(['rotate', 'work', ...json]);
    expect(exitCode).toBe(0);
    const { accessKeyId } = JSON.parse(stdout);
    expect(await user.read(user.files.own)).toContain(`access_key = ${accessKeyId}\n`);
    expect(await user.read(user.files.credentials)).toContain(`aws_access_key_id = ${accessKeyId}\n`);
    expect(await user.read(user.files.own)).not.toContain(alice.secretAccessKey);
    expect((await user.run(['login', 'work', '--write', '--as', 'x', ...json])).exitCode).toBe(0);
  });

  test('of a stored key keeps the secret out of the files', async () => {
    await user.run(['configure', 'work', '--csv', '-', ...json], csv);
    const { exitCode, stdout } = await user.run(['rotate', 'work', ...json]);
    expect(exitCode).toBe(0);
    const { accessKeyId } = JSON.parse(stdout);
    expect(await user.read(user.files.own)).toContain(
      `access_key = ${accessKeyId}\nsecret_key_in = keychain\n`,
    );
    expect((await user.run(['rotate', 'work', ...json])).exitCode).toBe(0);
  });

  test('gives the old key back when the old one can not be deactivated', async () => {
    await user.write(user.files.own, ownAlice);
    simulator.setFaults([{ kind: 'access-denied', action: 'UpdateAccessKey', times: 1 }]);
    const { exitCode, stdout } = await user.run(['rotate', 'work', ...json]);
    expect(exitCode).not.toBe(0);
    expect(JSON.parse(stdout).error.message).toContain('in use as before, and the new one is deleted');
    expect(await user.read(user.files.own)).toBe(ownAlice);
    expect((await user.run(['rotate', 'work', ...json])).exitCode).toBe(0);
  });

  test('refuses while a file has the key in a form that it can not change', async () => {
    await user.write(user.files.own, ownAlice);
    const imsa = `alice:\n  aws_access_key_id: ${alice.accessKeyId}\n  aws_secret_access_key: ${alice.secretAccessKey}\n`;
    await user.write(join(user.home, '.imsa'), imsa);
    const { exitCode, stdout } = await user.run(['rotate', 'work', ...json]);
    expect(exitCode).toBe(7);
    expect(JSON.parse(stdout).error.message).toContain('.imsa has the key');
    expect(simulator.calls('CreateAccessKey')).toEqual([]);
  });

  test('with two keys already says which one to delete, and changes nothing', async () => {
    await user.write(user.files.own, ownAlice);
    simulator.setFaults([{ kind: 'access-denied', action: 'DeleteAccessKey' }]);
    await user.run(['rotate', 'work', ...json]);
    const before = await user.read(user.files.own);
    const { exitCode, stdout } = await user.run(['rotate', 'work', ...json]);
    expect(exitCode).not.toBe(0);
    expect(JSON.parse(stdout).error.message).toContain(`--access-key-id ${alice.accessKeyId}`);
    expect(await user.read(user.files.own)).toBe(before);
  });
});
