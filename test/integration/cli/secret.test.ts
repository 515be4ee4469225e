import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type FakeService, startFakeService } from './support/fake-manage-server.ts';
import { createUser, type Input, type Outcome, type User } from './support/run-command.ts';

const secret = 'JBSWY3DPEHPK3PXP';
const otherSecret = 'KRSXG5CTMVRXEZLU';

let user: User;

beforeEach(async () => {
  user = await createUser();
  const passphraseFile = join(user.home, 'passphrase');
  await writeFile(passphraseFile, 'correct horse battery staple\n', { mode: 0o600 });
  user.environment.METAFOB_PASSPHRASE_FILE = passphraseFile;
});

afterEach(() => user.remove());

async function configure(text: string): Promise<string> {
  const directory = join(user.home, '.config', 'metafob');
  await mkdir(directory, { recursive: true });
  const file = join(directory, 'config');
  await writeFile(file, text, { mode: 0o600 });
  return file;
}

const keys = 'access_key=AKIAFAKE\nsecret_key=not-a-real-secret-key\n';

/** Without a service, in the encrypted file. */
const locally = (words: readonly string[], input: Input = {}): Promise<Outcome> =>
  user.run([...words, '--secrets', 'file'], input);

describe('secret set with a running service', () => {
  let service: FakeService;

  beforeEach(async () => {
    service = await startFakeService();
    await user.publish(service);
  });
  afterEach(() => service.close());

  test('asks for the secret without showing it', async () => {
    const { exitCode, stdout, stderr } = await user.run(['secret', 'set', 'default'], { typed: [secret] });
    expect(exitCode).toBe(0);
    expect(service.mfaSecrets.get('default')).toBe(secret);
    expect(stdout + stderr).not.toContain(secret);
    expect(stderr).toContain('MFA secret of profile default');
  });

  test('takes a whole otpauth URI', async () => {
    const piped = `otpauth://totp/AWS:alice?secret=${secret}&issuer=AWS\n`;
    expect((await user.run(['secret', 'set', 'default'], { piped })).exitCode).toBe(0);
    expect(service.mfaSecrets.get('default')).toBe(secret);
  });

  test('says what is wrong with a secret, without repeating it, and asks again', async () => {
    const typed = ['not base32 !!', secret];
    const { exitCode, stderr } = await user.run(['secret', 'set', 'default'], { typed });
    expect(exitCode).toBe(0);
    expect(stderr).toContain('not base32: it has only');
    expect(stderr).not.toContain('!!');
  });

  test('asks for nothing when there is no such profile', async () => {
    const { exitCode, stderr } = await user.run(['secret', 'set', 'nobody'], { typed: [] });
    expect(exitCode).toBe(4);
    expect(stderr).not.toContain('MFA secret of');
  });

  test('remove takes it away', async () => {
    service.mfaSecrets.set('default', secret);
    const { stdout } = await user.run(['secret', 'remove', 'default', '--json']);
    expect(JSON.parse(stdout)).toEqual({ profile: 'default', stored: false });
    expect(service.mfaSecrets.size).toBe(0);
    expect((await user.run(['secret', 'remove', 'default'])).stdout).toContain('No MFA secret was stored');
  });

  test('a store that cannot be used is exit code 7, with the reason', async () => {
    service.storeProblem = 'The keyring is locked. Unlock it and try again.';
    const { exitCode, stderr } = await user.run(['secret', 'set', 'default'], { piped: secret });
    expect(exitCode).toBe(7);
    expect(stderr).toContain('The keyring is locked.');
  });
});

describe('secret set without a service', () => {
  test('stores the secret in the encrypted file, and remove takes it away again', async () => {
    const file = await configure(`[aws]\n${keys}`);
    const set = await locally(['secret', 'set', 'default', '--json'], { piped: secret });
    expect(set.exitCode).toBe(0);
    expect(JSON.parse(set.stdout)).toEqual({ profile: 'default', stored: true, where: 'store' });
    const stored = await readFile(join(file, '..', 'secrets.age'), 'latin1');
    expect(stored).not.toContain(secret);

    expect((await locally(['secret', 'remove', 'default'])).stdout).toContain('is removed');
    expect((await locally(['secret', 'remove', 'default'])).stdout).toContain('No MFA secret was stored');
  });

  test('asks twice for the passphrase of a new file, until both are the same', async () => {
    await configure(`[aws]\n${keys}`);
    delete user.environment.METAFOB_PASSPHRASE_FILE;
    const typed = [secret, 'one', 'another', 'same', 'same'];
    const { exitCode, stdout, stderr } = await locally(['secret', 'set', 'default'], { typed });
    expect(exitCode).toBe(0);
    expect(stderr).toContain('two different passphrases');
    expect(stdout + stderr).not.toMatch(/one\n|another|JBSW/);
  });

  test('a broken configuration is exit code 7, naming file and line', async () => {
    const file = await configure('[aws]\nmfa_enabled=perhaps\n');
    const { exitCode, stderr } = await locally(['secret', 'set', 'default'], { piped: secret });
    expect(exitCode).toBe(7);
    expect(stderr).toContain(`${file}:2:`);
  });
});

describe('secret import', () => {
  test('moves each secret into the store and leaves everything else as it was', async () => {
    const file = await configure(
      `[aws]\n${keys}mfa_secret=${secret}\n# mine\n[profile:b]\naccess_key=AKIAOTHER\nsecret_key=x\nmfa_secret=${otherSecret}\n`,
    );
    const { exitCode, stdout } = await locally(['secret', 'import', '--json']);
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout).imported).toEqual([
      { file, line: 4, profiles: ['default'] },
      { file, line: 9, profiles: ['b'] },
    ]);
    expect(await readFile(file, 'utf8')).toBe(
      `[aws]\n${keys}# mfa_secret: moved to the keychain by Metafob\n# mine\n[profile:b]\naccess_key=AKIAOTHER\nsecret_key=x\n# mfa_secret: moved to the keychain by Metafob\n`,
    );
    const [backup] = JSON.parse(stdout).backups;
    expect(await readFile(backup, 'utf8')).not.toContain(secret);
    expect((await locally(['secret', 'remove', 'b'])).stdout).toContain('is removed');
  });

  test('changes nothing when two different secrets belong to one access key', async () => {
    const text = `[aws]\n${keys}mfa_secret=${secret}\n[profile:b]\nmfa_secret=${otherSecret}\n`;
    const file = await configure(text);
    const { exitCode, stderr } = await locally(['secret', 'import']);
    expect(exitCode).toBe(7);
    expect(stderr).toContain('same access key');
    expect(stderr).not.toContain(otherSecret);
    expect(await readFile(file, 'utf8')).toBe(text);
    expect(await readdir(join(file, '..'))).toEqual(['config']);
  });

  test('with nothing to import says so, and opens no store', async () => {
    await configure(`[aws]\n${keys}`);
    delete user.environment.METAFOB_PASSPHRASE_FILE;
    const { exitCode, stdout } = await locally(['secret', 'import']);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('No mfa_secret to import');
  });
});
