import { describe, expect, it } from 'vitest';
import { accessKeyIdentity } from '../../../../src/core/profiles/profile.ts';
import { success } from '../../../../src/core/result.ts';
import { readImsaFile } from '../../../../src/node/config/imsa/read-imsa-file.ts';

const load = (text: string, environment: Record<string, string> = {}) =>
  readImsaFile('.imsa', async () => success({ text }), environment);

const profilesOf = async (text: string) => {
  const loaded = await load(text);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.failure));
  return loaded.value.profiles;
};

const problemsOf = async (text: string): Promise<readonly string[]> => {
  const loaded = await load(text);
  return loaded.ok ? [] : loaded.failure.map(({ line, message }) => `${line}: ${message}`);
};

const warningsOf = async (text: string): Promise<readonly string[]> => {
  const loaded = await load(text);
  return loaded.ok ? loaded.value.warnings.map(({ line, message }) => `${line}: ${message}`) : ['it failed'];
};

const keys = '  aws_access_key_id: AKIAALICE\n  aws_secret_access_key: alice-secret\n';

describe("the example of imsa's README", () => {
  const readme = `some_base_profile:
    aws_access_key_id: XXXXXXXXXXXXXXXXXXXX
    aws_secret_access_key: XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX
    role_session_name: SomeSessionName
    mfa_serial_number: arn:aws:iam::XXXXXXXXXXXX:mfa/UserName

profile_one:
    extends: some_base_profile
    role_arn: arn:aws:iam::XXXXXXXXXXXX:role/RoleNameOne

profile_two:
    extends: some_base_profile
    role_session_name: SomeOtherSessionName
    role_arn: arn:aws:iam::XXXXXXXXXXXX:role/RoleNameTwo
`;

  it('means what the README says; all three share one identity, and so one MFA session', async () => {
    const identity = accessKeyIdentity('X'.repeat(20), 'X'.repeat(40));
    const mfa = { enabled: true, serialNumber: 'arn:aws:iam::XXXXXXXXXXXX:mfa/UserName' };
    const shared = { identity, region: 'us-east-1', mfa, longRoleSession: false };
    expect(await profilesOf(readme)).toEqual([
      { ...shared, name: 'some_base_profile', origin: { file: '.imsa', line: 1 } },
      {
        ...shared,
        name: 'profile_one',
        roleArn: 'arn:aws:iam::XXXXXXXXXXXX:role/RoleNameOne',
        roleSessionName: 'SomeSessionName',
        origin: { file: '.imsa', line: 7 },
      },
      {
        ...shared,
        name: 'profile_two',
        roleArn: 'arn:aws:iam::XXXXXXXXXXXX:role/RoleNameTwo',
        roleSessionName: 'SomeOtherSessionName',
        origin: { file: '.imsa', line: 11 },
      },
    ]);
    expect(await warningsOf(readme)).toEqual([]);
  });
});

describe('extends', () => {
  it('reaches over several profiles, the nearest winning', async () => {
    const text = `top:\n${keys}  mfa_serial_number: GAHT11111111\nmid:\n  extends: top\n  mfa_serial_number: GAHT22222222\nlow:\n  extends: mid\n  role_arn: R\n`;
    expect(await profilesOf(text)).toMatchObject([
      { name: 'top', mfa: { serialNumber: 'GAHT11111111' } },
      { name: 'mid', mfa: { serialNumber: 'GAHT22222222' } },
      { name: 'low', mfa: { serialNumber: 'GAHT22222222' }, roleArn: 'R' },
    ]);
  });

  it('gives way to an empty value', async () => {
    const text = `base:\n${keys}  role_arn: R\nplain:\n  extends: base\n  role_arn:\n`;
    expect((await profilesOf(text))[1]).not.toHaveProperty('roleArn');
  });

  it('of a profile without keys is fine where the child has them; the parent is no profile then', async () => {
    const text = `base:\n  mfa_serial_number: GAHT11111111\nchild:\n  extends: base\n${keys}`;
    expect((await profilesOf(text)).map(({ name }) => name)).toEqual(['child']);
  });

  it('of an unknown profile is an error with a suggestion', async () => {
    expect(await problemsOf(`base:\n${keys}one:\n  extends: bas\n`)).toEqual([
      '5: one extends bas, which does not exist; did you mean base?',
    ]);
  });

  it('in a circle is an error with the names of the circle', async () => {
    expect(await problemsOf('a:\n  extends: b\nb:\n  extends: c\nc:\n  extends: b\n')).toContainEqual(
      '6: extends goes round in a circle: b → c → b; take one of them out',
    );
    expect(await problemsOf('a:\n  extends: a\n')).toEqual([
      '2: extends goes round in a circle: a → a; take one of them out',
    ]);
  });
});

describe('a profile', () => {
  it('without mfa_serial_number asks for no code', async () => {
    expect((await profilesOf(`a:\n${keys}`))[0]?.mfa).toEqual({ enabled: false });
  });

  it('keeps a serial number as it is written', async () => {
    expect((await profilesOf(`a:\n${keys}  mfa_serial_number: 012345678\n`))[0]?.mfa).toEqual({
      enabled: true,
      serialNumber: '012345678',
    });
  });

  it('may be filled by YAML anchors and merge keys', async () => {
    const text = `base: &base\n  mfa_serial_number: GAHT11111111\na:\n  <<: *base\n${keys}`;
    expect(await profilesOf(text)).toMatchObject([{ name: 'a', mfa: { serialNumber: 'GAHT11111111' } }]);
  });

  it('without keys, or with half of them, is an error', async () => {
    expect(await problemsOf('a:\n  role_arn: R\nb:\n  aws_access_key_id: A\n')).toEqual([
      '1: a has no aws_access_key_id and aws_secret_access_key; add it here or to a profile that it extends',
      '3: b has no aws_secret_access_key; add it here or to a profile that it extends',
    ]);
  });

  it('with an unknown key is warned about, with the nearest known one', async () => {
    expect(await warningsOf(`a:\n${keys}  mfa_serial: x\n`)).toEqual([
      expect.stringContaining('4: unknown key mfa_serial of a is ignored. Did you mean mfa_serial_number?'),
    ]);
  });
});

describe('the file', () => {
  it.each(['', '\n', '# nothing yet\n', '---\n', '{}\n'])('may be empty: %j', async (text) => {
    expect(await profilesOf(text)).toEqual([]);
  });

  it.each([
    ['a:\n\taws_access_key_id: topsecret\n', 2],
    ['a:\n  aws_access_key_id: "topsecret\n', 3],
    ['a: {aws_secret_access_key: topsecret', 1],
    ['topsecret', 1],
    ['- topsecret\n', 1],
    ['a: topsecret\n', 1],
    ['a:\n  aws_access_key_id: [topsecret]\n', 2],
    ['a:\n  aws_access_key_id: *topsecret\n', 2],
    [`a:\n${keys}a:\n${keys}`, 4],
    ['a:\n  x: topsecret\n---\nb:\n', 3],
  ])('that is wrong is an error with its line and without its values: %j', async (text, line) => {
    const problems = await problemsOf(text);
    expect(problems[0]).toMatch(new RegExp(`^${line}: `));
    expect(problems.join()).not.toContain('topsecret');
  });
});
