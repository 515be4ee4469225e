import { describe, expect, it } from 'vitest';
import { formatConfigProblem } from '../../../src/node/config/config-problem.ts';
import { loadConfiguration } from '../../../src/node/config/load-configuration.ts';
import { load, loadFiles, problemsOf } from './support.ts';

describe('a value that is not allowed', () => {
  const secretLooking = 'not"allowed but secret';

  it.each([
    ['aws', 'access_key'],
    ['aws', 'secret_key'],
    ['aws', 'region'],
    ['aws', 'mfa_enabled'],
    ['aws', 'mfa_secret'],
    ['aws', 'mfa_serial'],
    ['metadata', 'host'],
    ['metadata', 'port'],
    ['metadata', 'token_duration'],
    ['metadata', 'role_arn'],
    ['metadata', 'long_role_session'],
    ['metadata', 'imdsv2'],
    ['profile:x', 'region'],
    ['profile:x', 'mfa_secret'],
    ['profile:x', 'role_arn'],
  ])('is an error at its line, and is not repeated: [%s] %s', async (section, key) => {
    const problems = await problemsOf(`# note\n[${section}]\n${key}=${secretLooking}`);
    expect(problems).toContainEqual(
      expect.objectContaining({
        file: 'config',
        line: 3,
        key,
        message: expect.stringContaining(`${key} must be`),
      }),
    );
    expect(JSON.stringify(problems)).not.toContain('secret but');
    expect(JSON.stringify(problems)).not.toContain('allowed but');
  });

  it.each([
    ['[metadata]\nport=65536'],
    ['[metadata]\nport=-1'],
    ['[metadata]\ntoken_duration=0'],
    ['[metadata]\ntoken_duration=1h'],
    ['[metadata]\ntoken_duration=3600.5'],
    ['[metadata]\nhost=300.1.1.1'],
    ['[metadata]\nhost=[::1]'],
    ['[metadata]\nrole_arn=arn:aws:iam::123456789012:user/x'],
    [`[metadata]\nrole_arn=arn:aws:iam::123456789012:role/\${aws:userid}`],
    ['[metadata]\nrole_arn=arn:aws:iam::12345:role/x'],
    ['[aws]\nmfa_serial=12345678'],
    ['[aws]\nmfa_serial=arn:aws:iam::123456789012:u2f/user/alice'],
    ['[aws]\nmfa_secret=01189998819991197253'],
    ['[aws]\nregion=us-east-1a'],
    ['[aws]\nmfa_enabled=maybe'],
  ])('%j is refused', async (text) => {
    expect(await problemsOf(text)).toHaveLength(1);
  });

  it.each([
    ['[metadata]\nport=0'],
    ['[metadata]\nsources=none'],
    ['[metadata]\nsources=aws, imsa'],
    ['[aws]\naccess_key=A\nsecret_key_in=keychain'],
    ['[profile:x]\ncredential_process=vault get "my key"'],
    ['[profile:x]\nexternal_id=a:b/c\nrole_session_name=a.b@c'],
    ['[metadata]\ntoken_duration=1'],
    ['[metadata]\ntoken_duration=999999'],
    ['[metadata]\nhost=localhost'],
    ['[metadata]\nhost=fd00:ec2::254'],
    ['[metadata]\nrole_arn=arn:aws-cn:iam::123456789012:role/path/to/x'],
    ['[aws]\nmfa_serial=GAHT12345678'],
    ['[aws]\nregion=us-gov-west-1'],
    ['[aws]\nregion=ap-southeast-4'],
    ['[profile:über uns: #1]'],
  ])('%j is accepted', async (text) => {
    expect((await load(text)).warnings).toEqual([]);
  });

  it('is told together with all others', async () => {
    const problems = await problemsOf(
      '[aws]\nregion=x\n[metadata]\nport=x\n[profile:a]\nrole_arn=x\n[profile:b]\nregion=x',
    );
    expect(problems.map(({ line }) => line)).toEqual([2, 4, 6, 8]);
  });

  it('does not matter when a later file overrides it', async () => {
    const loaded = await loadFiles({ first: '[aws]\nregion=x', second: '[aws]\nregion=us-east-1' });
    expect(loaded.ok).toBe(true);
  });
});

describe('half a key pair', () => {
  it.each([
    ['access_key', 'secret_key'],
    ['secret_key', 'access_key'],
  ])('is an error: %s without %s', async (present, missing) => {
    expect(
      await problemsOf(`[aws]\naccess_key=A\nsecret_key=S\n[profile:x]\n${present}=ABC\n${missing}=`),
    ).toEqual([
      {
        file: 'config',
        line: 5,
        key: present,
        message: `[profile:x] has ${present} without ${missing}; add ${missing} to the same section, or remove ${present}`,
      },
    ]);
  });
});

describe('two places for the credentials of one section', () => {
  const role = 'role_arn=arn:aws:iam::123456789012:role/x';
  it.each([
    ['secret_key_in=keychain', 'secret_key_in without access_key'],
    ['access_key=A\nsecret_key=topsecret\nsecret_key_in=keychain', 'secret_key_in and secret_key; keep one'],
    [
      'access_key=A\nsecret_key=topsecret\ncredential_process=x',
      'credential_process and access_key; keep one',
    ],
    [`${role}\nsource_profile=default\naccess_key=A\nsecret_key=topsecret`, 'access_key and source_profile'],
    [`${role}\nsource_profile=default\nmfa_serial=GAHT12345678`, 'mfa_serial and source_profile'],
    [`${role}\nsource_profile=default\nmfa_enabled=no`, 'mfa_enabled and source_profile'],
  ])('are an error: %j', async (settings, expected) => {
    const problems = await problemsOf(`[profile:x]\n${settings}`);
    expect(problems.map(({ message }) => message)).toEqual([
      expect.stringContaining(`[profile:x] has ${expected}`),
    ]);
    expect(JSON.stringify(problems)).not.toContain('topsecret');
  });
});

describe('a profile name', () => {
  it.each(['', 'a/b', 'a\tb', '.', '..', ' a', 'a\u0085b'])('may not be %j', async (name) => {
    const problems = await problemsOf(`[aws]\n[profile:${name}]`);
    expect(problems).toEqual([
      { file: 'config', line: 2, message: expect.stringContaining('the NAME of [profile:NAME] must not') },
    ]);
  });
});

describe('the initial profile', () => {
  it('must exist; the error lists the profiles', async () => {
    expect(await problemsOf('[metadata]\nprofile=produktion\n[profile:production]')).toEqual([
      {
        file: 'config',
        line: 2,
        key: 'profile',
        message:
          'profile in [metadata] names a profile that does not exist; the profiles are: default, production',
      },
    ]);
  });
});

describe('a file that cannot be read', () => {
  it('is an error of that file', async () => {
    const loaded = await loadConfiguration(['gone'], async () => ({
      ok: false,
      failure: 'it does not exist',
    }));
    expect(loaded).toEqual({ ok: false, failure: [{ file: 'gone', line: 1, message: 'it does not exist' }] });
  });
});

describe('an unknown name', () => {
  const warningOf = async (text: string) => {
    const [warning] = (await load(text)).warnings;
    return warning === undefined ? undefined : formatConfigProblem(warning);
  };

  it.each([
    ['[aws]\nacces_key=A', 'config:2: unknown key acces_key in [aws] is ignored. Did you mean access_key?'],
    ['[profile:x]\nmfa-serial=A', 'Did you mean mfa_serial?'],
    ['[profile:x]\nrolearn=A', 'Did you mean role_arn?'],
    ['[aws]\nrole_arn=A', 'It belongs in [metadata].'],
    ['[metadata]\nmfa_secret=A', 'It belongs in [aws].'],
    ['[metadata]\ncolour=A', 'Keys of [metadata] are host, port, imdsv2, bridges, profile,'],
    ['[AWS]', 'config:1: unknown section [AWS] is ignored. Did you mean [aws]?'],
    ['[meta data]', 'Did you mean [metadata]?'],
    ['[profile dev]', 'Did you mean [profile:dev]?'],
    [
      '[elsewhere]\nport=1',
      'unknown section [elsewhere] is ignored. Sections are [aws], [metadata], [profile:NAME], [admin].',
    ],
  ])('%j is a warning with the nearest allowed one', async (text, expected) => {
    expect(await warningOf(text)).toContain(expected);
  });

  it('is no error, whatever it is', async () => {
    await expect(load('[__proto__]\nconstructor=1\n[aws]\nhasOwnProperty=1')).resolves.toBeDefined();
  });
});

describe('a secret in a file', () => {
  it('is warned about when others may open the file', async () => {
    const loaded = await loadFiles({ "/home/al's/config": '[aws]\naccess_key=A\nsecret_key=S' }, 0o100640);
    expect(loaded.ok && loaded.value.warnings).toEqual([
      {
        file: "/home/al's/config",
        line: 3,
        key: 'secret_key',
        message:
          "this file holds a secret, but other users may open it (mode 640); run: chmod 600 '/home/al'\\''s/config'",
      },
    ]);
  });

  it.each([
    ['the file is private', 0o100600, '[aws]\naccess_key=A\nsecret_key=S'],
    ['the file holds no secret', 0o100644, '[aws]\nregion=us-east-1\nsecret_key='],
  ])('is not warned about when %s', async (_, mode, text) => {
    const loaded = await loadFiles({ config: text }, mode);
    expect(loaded.ok && loaded.value.warnings).toEqual([]);
  });

  it('is offered for import when it is an MFA secret, with the profiles that use it', async () => {
    const loaded = await loadFiles({
      first:
        '[aws]\nmfa_secret=AAAAAAAA\n[profile:own]\nmfa_secret=BBBBBBBB\n[profile:over]\nmfa_secret=CCCCCCCC\n[profile:off]\nmfa_secret=',
      second: '[profile:heir]\n[profile:over]\nmfa_secret=DDDDDDDD',
    });
    if (!loaded.ok) throw new Error(JSON.stringify(loaded.failure));
    expect(loaded.value.plainTextSecrets).toEqual([
      { file: 'first', line: 2, section: 'aws', profiles: ['default', 'heir'] },
      { file: 'first', line: 4, section: 'profile:own', profiles: ['own'] },
      { file: 'first', line: 6, section: 'profile:over', profiles: [] },
      { file: 'second', line: 3, section: 'profile:over', profiles: ['over'] },
    ]);
    expect(loaded.value.warnings).toHaveLength(4);
    expect(loaded.value.warnings[0]?.message).toContain('metafob secret import');
    expect(JSON.stringify(loaded.value.warnings)).not.toMatch(/AAAA|BBBB|CCCC|DDDD/);
  });
});
