import { describe, expect, it } from 'vitest';
import { accessKeyIdentity, discoveredIdentity, type Profile } from '../../../src/core/profiles/profile.ts';
import { withSources } from '../../../src/node/config/load-all-profiles.ts';
import type { SourceProfiles } from '../../../src/node/config/profile-source.ts';
import { load } from './support.ts';

const keys = (user: string) => accessKeyIdentity(`AKIA${user.toUpperCase()}`, `${user}-secret`);

const profile = (name: string, user: string, file: string, more: Partial<Profile> = {}): Profile => ({
  name,
  identity: keys(user),
  region: 'us-east-1',
  mfa: { enabled: true },
  longRoleSession: false,
  origin: { file, line: 1 },
  ...more,
});

const imsa = (...profiles: Profile[]): SourceProfiles => ({ profiles, warnings: [] });
const aws = imsa;

const merge = async (
  text: string,
  sources: readonly SourceProfiles[],
  environment: Record<string, string> = {},
) => withSources(await load(text), sources, environment);

const merged = async (...parameters: Parameters<typeof merge>) => {
  const result = await merge(...parameters);
  if (!result.ok) throw new Error(JSON.stringify(result.failure));
  return result.value;
};

const namesOf = async (...parameters: Parameters<typeof merge>) =>
  (await merged(...parameters)).profiles.map(({ name }) => name);

const ownDev = '[profile:dev]\naccess_key=AKIAOWN\nsecret_key=own\n';

describe('profiles of the same name', () => {
  it('the own file wins over .imsa, and .imsa over ~/.aws; each loser is told', async () => {
    const sources = [
      imsa(profile('dev', 'alice', '.imsa'), profile('ops', 'alice', '.imsa')),
      aws(profile('ops', 'bob', 'aws'), profile('more', 'bob', 'aws')),
    ];
    const { profiles, warnings } = await merged(ownDev, sources);
    expect(profiles.map(({ name, origin }) => `${name} of ${origin.file}`)).toEqual([
      'dev of config',
      'ops of .imsa',
      'more of aws',
    ]);
    expect(warnings.map(({ file, message }) => `${file}: ${message}`)).toEqual([
      '.imsa: the profile dev of this file is not used, because config:1 has one of this name',
      'aws: the profile ops of this file is not used, because .imsa:1 has one of this name',
    ]);
  });

  it('that mean the same are no clash', async () => {
    const sources = [imsa(profile('dev', 'bob', '.imsa')), aws(profile('dev', 'bob', 'aws'))];
    expect((await merged('', sources)).warnings).toEqual([]);
  });

  it('a role whose source lost its name is left out, rather than assumed from somebody else', async () => {
    const roles = [
      profile('mid', 'bob', 'aws', { roleArn: 'mid' }),
      profile('top', 'bob', 'aws', { roleArn: 'top', sourceProfile: 'mid' }),
      profile('tip', 'bob', 'aws', { roleArn: 'tip', sourceProfile: 'top' }),
    ];
    const { profiles, warnings } = await merged('', [imsa(profile('mid', 'alice', '.imsa')), aws(...roles)]);
    expect(profiles.map(({ name }) => name)).toEqual(['mid']);
    expect(warnings.map(({ message }) => message)).toEqual([
      expect.stringContaining('the profile mid of this file is not used'),
      'the profile top is left out, because its source_profile mid of this file is not used',
      'the profile tip is left out, because its source_profile top of this file is not used',
    ]);
  });
});

describe('a default of which the own files say nothing', () => {
  const others = imsa(profile('dev', 'alice', '.imsa'));
  const otherDefault = aws(profile('dev', 'bob', 'aws'), profile('default', 'bob', 'aws'));

  it('exists where there is no other profile', async () => {
    expect(await namesOf('', [imsa()])).toEqual(['default']);
  });

  it('gives way to the default of another source, which comes first', async () => {
    const { profiles, initialProfile, warnings } = await merged('[metadata]\nport=1\n', [otherDefault]);
    expect(profiles.map(({ name, identity }) => [name, identity])).toEqual([
      ['default', keys('bob')],
      ['dev', keys('bob')],
    ]);
    expect(initialProfile).toBe('default');
    expect(warnings).toEqual([]);
  });

  it('does not exist beside other profiles; the first of them is selected', async () => {
    const { profiles, initialProfile } = await merged('', [others]);
    expect(profiles.map(({ name }) => name)).toEqual(['dev']);
    expect(initialProfile).toBe('dev');
  });

  it.each([
    'AWS_ACCESS_KEY_ID',
    'AWS_PROFILE',
    'AWS_WEB_IDENTITY_TOKEN_FILE',
    'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
    'AWS_CONTAINER_CREDENTIALS_FULL_URI',
  ])('stays, and wins, where the environment has %s', async (variable) => {
    const { profiles } = await merged('', [otherDefault], { [variable]: 'x' });
    expect(profiles[0]).toMatchObject({ name: 'default', identity: discoveredIdentity });
  });

  it('stays where ~/.aws has one that only the AWS discovery understands', async () => {
    const sso = { ...aws(profile('dev', 'bob', 'aws')), hasDiscoverableDefault: true };
    expect(await namesOf('', [sso])).toEqual(['default', 'dev']);
  });

  it.each([
    '[metadata]\nprofile=default\n',
    '[profile:x]\nrole_arn=arn:aws:iam::123456789012:role/x\nsource_profile=default\n',
  ])('stays where the own files name it: %j', async (text) => {
    expect(await namesOf(text, [others])).toContain('default');
  });

  it.each(['[aws]\nmfa_secret=MZXW6YTB\n', '[metadata]\ntoken_duration=3600\n', '[profile:default]\n'])(
    'is not what %j makes: that one always stays, and wins',
    async (text) => {
      const { profiles } = await merged(text, [otherDefault]);
      expect(profiles[0]).toMatchObject({ name: 'default', identity: discoveredIdentity });
    },
  );
});

describe('the initial profile', () => {
  it('may be one of any source', async () => {
    const sources = [imsa(profile('dev', 'alice', '.imsa'), profile('ops', 'alice', '.imsa'))];
    const own = { ...(await load('')), initialProfile: 'ops', initialProfileAt: { file: 'config', line: 2 } };
    expect(withSources(own, sources, {})).toMatchObject({ value: { initialProfile: 'ops' } });
  });
});

describe('source_profile in the own file', () => {
  const role = 'role_arn=arn:aws:iam::123456789012:role/x\n';

  it('takes identity and MFA device from the end of the chain', async () => {
    const text = `[aws]\naccess_key=AKIAAWS\nsecret_key=aws\n[profile:base]\naccess_key=AKIAOWN\nsecret_key=own\nmfa_serial=GAHT12345678\n[profile:a]\n${role}source_profile=base\nexternal_id=e1\nrole_session_name=me\n[profile:b]\n${role}source_profile=a\n`;
    const { profiles } = await merged(text, []);
    const start = { identity: accessKeyIdentity('AKIAOWN', 'own'), mfa: { serialNumber: 'GAHT12345678' } };
    expect(profiles.filter(({ name }) => 'ab'.includes(name))).toMatchObject([
      { ...start, sourceProfile: 'base', externalId: 'e1', roleSessionName: 'me' },
      { ...start, sourceProfile: 'a' },
    ]);
  });

  it('may name a profile of another source', async () => {
    const own = await load(
      '[profile:base]\n[profile:x]\nrole_arn=arn:aws:iam::123456789012:role/x\nsource_profile=base\n',
    );
    const withoutBase = { ...own, profiles: own.profiles.filter(({ name }) => name !== 'base') };
    const loaded = withSources(withoutBase, [imsa(profile('base', 'alice', '.imsa'))], {});
    expect(loaded.ok && loaded.value.profiles.find(({ name }) => name === 'x')).toMatchObject({
      identity: keys('alice'),
      sourceProfile: 'base',
    });
  });

  it.each([
    [
      `[profile:a]\n${role}source_profile=gone\n`,
      'source_profile names gone, but the profiles are: default, a',
    ],
    ['[profile:a]\nsource_profile=default\n', 'a has source_profile but no role_arn; add it'],
    [
      `[profile:a]\n${role}source_profile=b\n[profile:b]\n${role}source_profile=a\n`,
      'source_profile goes round in a circle: a → b → a',
    ],
    [`[profile:a]\n${role}source_profile=a\n`, 'source_profile goes round in a circle: a → a'],
  ])('that cannot work is an error: %j', async (text, expected) => {
    await expect(load(text)).rejects.toThrow(expected);
  });
});
