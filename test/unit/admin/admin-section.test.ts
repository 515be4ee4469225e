import { describe, expect, test } from 'vitest';
import { loadConfiguration } from '../../../src/node/config/load-configuration.ts';

const ROLE = 'arn:aws:iam::111122223333:role/Worker';

const load = (text: string) =>
  loadConfiguration(['/etc/metafob/server.conf'], async () => ({ ok: true, value: { text, mode: 0o600 } }));

async function settingsOf(text: string) {
  const loaded = await load(text);
  if (!loaded.ok) throw new Error(loaded.failure.map(({ message }) => message).join('; '));
  return { admin: loaded.value.service.admin, warnings: loaded.value.warnings };
}

async function problemOf(text: string) {
  const loaded = await load(text);
  return loaded.ok ? undefined : loaded.failure[0];
}

describe('the section [admin]', () => {
  test('may be missing: then there is no admin listener', async () => {
    expect((await settingsOf('[aws]\nregion = eu-west-1\n')).admin).toBeUndefined();
  });

  test('needs nothing but the role', async () => {
    expect(await settingsOf(`[admin]\nrole_arn = ${ROLE}\n`)).toEqual({
      admin: {
        host: '127.0.0.1',
        port: 8998,
        allowRemote: false,
        roleArn: ROLE,
        region: 'us-east-1',
        persist: false,
      },
      warnings: [],
    });
  });

  test('sets everything', async () => {
    const { admin, warnings } = await settingsOf(
      `[admin]\nhost = ::1\nport = 8000\nrole_arn = ${ROLE}\nregion = eu-west-1\nsecret_file = /etc/mmds.secret\npersist = yes\n`,
    );
    expect(admin).toEqual({
      host: '::1',
      port: 8000,
      allowRemote: false,
      roleArn: ROLE,
      region: 'eu-west-1',
      secretFile: '/etc/mmds.secret',
      persist: true,
    });
    expect(warnings).toEqual([]);
  });

  test('names the file of the secret relative to its own folder', async () => {
    const { admin } = await settingsOf(`[admin]\nrole_arn = ${ROLE}\nsecret_file = bootstrap.secret\n`);
    expect(admin?.secretFile).toBe('/etc/metafob/bootstrap.secret');
  });

  test.each(['127.0.0.1', '127.0.0.2', '::1', 'localhost'])('takes %s without a question', async (host) => {
    const { admin, warnings } = await settingsOf(`[admin]\nrole_arn = ${ROLE}\nhost = ${host}\n`);
    expect(admin?.host).toBe(host);
    expect(warnings).toEqual([]);
  });

  test('warns of an address that other machines reach', async () => {
    const { admin, warnings } = await settingsOf(
      `[admin]\nrole_arn = ${ROLE}\nhost = 0.0.0.0\nallow_remote = yes\nsecret_file = s\n`,
    );
    expect(admin).toMatchObject({ host: '0.0.0.0', allowRemote: true });
    expect(warnings).toEqual([
      expect.objectContaining({
        line: 4,
        key: 'allow_remote',
        message: expect.stringContaining('other machines'),
      }),
    ]);
  });

  test('warns of a secret in plain text, without repeating it', async () => {
    const { admin, warnings } = await settingsOf(`[admin]\nrole_arn = ${ROLE}\nsecret = hunter2hunter2\n`);
    expect(admin?.secret).toBe('hunter2hunter2');
    expect(warnings).toEqual([
      expect.objectContaining({
        line: 3,
        key: 'secret',
        message: expect.stringMatching(/plain text.*secret_file/),
      }),
    ]);
    expect(JSON.stringify(warnings)).not.toContain('hunter2');
  });

  test('warns of a key that it does not have', async () => {
    const { warnings } = await settingsOf(`[admin]\nrole_arn = ${ROLE}\npersistent = yes\n`);
    expect(warnings).toEqual([
      expect.objectContaining({ line: 3, message: expect.stringContaining('persist') }),
    ]);
  });
});

describe('a wrong section [admin]', () => {
  test.each([
    ['port = 8998', 1, undefined, /needs role_arn/],
    ['role_arn = Worker', 2, 'role_arn', /must be like arn:aws:iam/],
    ['role_arn = arn:aws:iam::111122223333:role/${aws:username}', 2, 'role_arn', /must not have/],
    [`role_arn = ${ROLE}\nhost = 0.0.0.0`, 3, 'host', /other machines.*allow_remote = yes/],
    [`role_arn = ${ROLE}\nhost = 169.254.169.254`, 3, 'host', /allow_remote = yes/],
    [`role_arn = ${ROLE}\nallow_remote = yes`, 3, 'allow_remote', /needs secret_file/],
    [`role_arn = ${ROLE}\nsecret = one\nsecret_file = two`, 3, 'secret', /both/],
    [`role_arn = ${ROLE}\nport = 70000`, 3, 'port', /port number/],
    [`role_arn = ${ROLE}\npersist = maybe`, 3, 'persist', /yes or no/],
  ])('%j is told with its line', async (text, line, key, message) => {
    expect(await problemOf(`[admin]\n${text}\n`)).toEqual({
      file: '/etc/metafob/server.conf',
      line,
      ...(key === undefined ? {} : { key }),
      message: expect.stringMatching(message),
    });
  });
});
