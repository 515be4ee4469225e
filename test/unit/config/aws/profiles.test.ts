import { describe, expect, it } from 'vitest';
import { accessKeyIdentity, processIdentity } from '../../../../src/core/profiles/profile.ts';
import {
  aliceKeys,
  awsProfile,
  awsProfiles,
  awsWarnings,
  bobKeys,
  namesOf,
  role,
  serial,
} from './support.ts';

const alice = accessKeyIdentity('AKIAALICE', 'alice-secret');
const bob = accessKeyIdentity('AKIABOB', 'bob-secret');

describe('a profile with keys', () => {
  it('is an identity whose MFA device is looked up', () => {
    expect(awsProfile({ credentials: `[dev]\n${aliceKeys}` }, 'dev')).toEqual({
      name: 'dev',
      identity: alice,
      region: 'us-east-1',
      mfa: { enabled: true },
      longRoleSession: false,
      origin: { file: 'credentials', line: 1 },
    });
  });

  it('takes its settings from the other file, and its keys from credentials where both files have keys', () => {
    const config = `[profile dev]\nregion = eu-west-1\nmfa_serial = ${serial}\n${bobKeys}`;
    expect(awsProfile({ config, credentials: `[dev]\n${aliceKeys}` }, 'dev')).toMatchObject({
      identity: alice,
      region: 'eu-west-1',
      mfa: { enabled: true, serialNumber: serial },
      origin: { file: 'config', line: 1 },
    });
  });

  it('may have them in the configuration file', () => {
    expect(awsProfile({ config: `[default]\n${bobKeys}` }, 'default')).toMatchObject({ identity: bob });
  });

  it('never mixes halves of two files', () => {
    const texts = {
      credentials: '[dev]\naws_access_key_id = AKIAALICE\n',
      config: `[profile dev]\n${bobKeys}`,
    };
    expect(namesOf(texts)).toEqual([]);
    expect(awsWarnings(texts)).toEqual([
      expect.stringMatching(
        /^credentials:2: aws_access_key_id without aws_secret_access_key in the same section/,
      ),
    ]);
  });

  it('that are temporary is none', () => {
    const texts = { credentials: `[dev]\n${aliceKeys}aws_session_token = token\n` };
    expect(awsProfiles(texts)).toMatchObject({ profiles: [], warnings: [] });
  });
});

describe('a role', () => {
  const config = (mfa: string) =>
    `[profile base]\n${mfa}region = eu-west-1\n[profile admin]\nrole_arn = ${role('admin')}\nsource_profile = base\n`;
  const credentials = `[base]\n${aliceKeys}`;

  it('starts from the keys of its source profile', () => {
    expect(
      awsProfile(
        {
          config: `${config('')}mfa_serial = ${serial}\nexternal_id = ext:1\nduration_seconds = 7200\nrole_session_name = me\n`,
          credentials,
        },
        'admin',
      ),
    ).toEqual({
      name: 'admin',
      identity: alice,
      region: 'eu-west-1',
      tokenDurationSeconds: 7200,
      roleArn: role('admin'),
      externalId: 'ext:1',
      roleSessionName: 'me',
      mfa: { enabled: true, serialNumber: serial },
      longRoleSession: false,
      origin: { file: 'config', line: 3 },
    });
  });

  it('has the MFA device of its source where it names none', () => {
    const texts = { config: config(`mfa_serial = ${serial}\n`), credentials };
    expect(awsProfile(texts, 'admin')?.mfa).toEqual({ enabled: true, serialNumber: serial });
  });

  it('asks for no code where no profile of its chain names a device', () => {
    expect(awsProfile({ config: config(''), credentials }, 'admin')?.mfa).toEqual({ enabled: false });
  });

  it('may be its own source', () => {
    const own = `[default]\n${aliceKeys}role_arn = ${role('x')}\nsource_profile = default\n`;
    const profile = awsProfile({ config: own }, 'default');
    expect(profile).toMatchObject({ identity: alice, roleArn: role('x') });
    expect(profile).not.toHaveProperty('sourceProfile');
  });

  it('on a profile with keys starts from the keys, even if that profile has a role too', () => {
    const text = `[profile mid]\n${bobKeys}role_arn = ${role('mid')}\nsource_profile = base\n[profile top]\nrole_arn = ${role('top')}\nsource_profile = mid\n`;
    const top = awsProfile({ config: text, credentials }, 'top');
    expect(top?.identity).toEqual(bob);
    expect(top).not.toHaveProperty('sourceProfile');
  });

  it('on a role is assumed from the session of that role', () => {
    const text = `${config(`mfa_serial = ${serial}\n`)}[profile deploy]\nrole_arn = ${role('deploy')}\nsource_profile = admin\n`;
    expect(awsProfile({ config: text, credentials }, 'deploy')).toMatchObject({
      identity: alice,
      region: 'eu-west-1',
      sourceProfile: 'admin',
      mfa: { enabled: true, serialNumber: serial },
    });
  });

  it.each([
    [
      'gone',
      '',
      'config:5: the profile admin is left out because of source_profile: there is no profile base',
    ],
    [
      'without credentials',
      '[base]\nregion = eu-west-1',
      'config:5: the profile admin is left out because of source_profile: the profile base has no credentials',
    ],
    [
      'with temporary keys only',
      `[base]\n${aliceKeys}aws_session_token = t`,
      'config:5: the profile admin is left out because of source_profile: the profile base has only temporary keys',
    ],
  ])('whose source is %s is told and left out', (_, text, expected) => {
    const texts = {
      config: `[profile other]\nregion = x\n[profile admin]\nrole_arn = ${role('admin')}\nsource_profile = base\n`,
      credentials: text,
    };
    expect(namesOf(texts)).toEqual([]);
    expect(awsWarnings(texts)).toEqual([expect.stringContaining(expected)]);
  });

  it('in a circle is told with the names of the circle', () => {
    const text = ['a', 'b', 'c']
      .map((name, index) => `[profile ${name}]\nrole_arn = ${role(name)}\nsource_profile = ${'bca'[index]}\n`)
      .join('');
    expect(awsWarnings({ config: text })[0]).toBe(
      'config:9: the profile a is left out because of source_profile: the profiles go round in a circle: a → b → c → a',
    );
  });

  it('without a source, or with two, is told', () => {
    expect(awsWarnings({ config: `[profile a]\nrole_arn = ${role('a')}\n` })).toEqual([
      'config:2: the profile a is left out because of role_arn: there is no source_profile to assume it with',
    ]);
    const both = `[profile a]\nrole_arn = ${role('a')}\nsource_profile = b\ncredential_source = EcsContainer\n`;
    expect(awsWarnings({ config: both })[0]).toMatch(/^config:4: .*it has source_profile too/);
  });

  it('with a duration that is no number has the default one, as with the AWS CLI, and that is told', () => {
    const texts = { config: `${config('')}duration_seconds = 1h\n`, credentials };
    expect(awsProfile(texts, 'admin')).not.toHaveProperty('tokenDurationSeconds');
    expect(awsWarnings(texts)).toEqual([expect.stringContaining('config:6: duration_seconds is ignored')]);
  });
});

describe('the region', () => {
  it('is the one of the environment where the chain has none', () => {
    const credentials = `[dev]\n${aliceKeys}`;
    const regionWith = (environment: Record<string, string>) =>
      awsProfile({ credentials }, 'dev', { environment })?.region;
    expect(regionWith({ AWS_REGION: 'eu-west-2', AWS_DEFAULT_REGION: 'eu-west-3' })).toBe('eu-west-2');
    expect(regionWith({ AWS_DEFAULT_REGION: 'eu-west-3' })).toBe('eu-west-3');
    expect(regionWith({})).toBe('us-east-1');
  });
});

describe('a credential_process', () => {
  it('is an identity; a code is asked for only with a serial number', () => {
    const config = `[profile p]\ncredential_process = vault "get it" --json\n[profile r]\nrole_arn = ${role('r')}\nsource_profile = p\nmfa_serial = ${serial}\n`;
    const identity = processIdentity('vault "get it" --json');
    expect(awsProfile({ config }, 'p')).toMatchObject({ identity, mfa: { enabled: false } });
    expect(awsProfile({ config }, 'r')).toMatchObject({ identity, mfa: { serialNumber: serial } });
  });

  it('wins over keys of the configuration file, not over those of credentials', () => {
    const config = `[profile p]\ncredential_process = vault\n${bobKeys}`;
    expect(awsProfile({ config }, 'p')).toMatchObject({ identity: processIdentity('vault') });
    expect(awsProfile({ config, credentials: `[p]\n${aliceKeys}` }, 'p')).toMatchObject({ identity: alice });
  });
});

describe('what comes from Metafob itself', () => {
  it.each([
    'ec2_metadata_service_endpoint = http://127.0.0.1:45001/',
    `role_arn = ${role('x')}\ncredential_source = Ec2InstanceMetadata`,
    `role_arn = ${role('x')}\ncredential_source = EcsContainer`,
    'credential_process = metafob credential-process dev',
    'credential_process = "/opt/my tools/metafob" --url http://127.0.0.1:45000 credential-process dev',
    'credential_process = node /opt/metafob/bin/metafob.js credential-process dev',
  ])('is left out without a word: %s', (settings) => {
    const config = `[profile dev]\n${settings}\n[profile role]\nrole_arn = ${role('y')}\nsource_profile = dev\n`;
    expect(awsProfiles({ config })).toMatchObject({ profiles: [], warnings: [] });
  });
});

describe('what is not supported yet', () => {
  it('is named in one warning', () => {
    const config = `[sso-session corp]\nsso_region = eu-west-1\n[services s]\n[preview]\nx = 1\n[default]\nsso_session = corp\n[profile on-top]\nrole_arn = ${role('x')}\nsource_profile = default\n[profile console]\nlogin_session = abc\n[profile pod]\nrole_arn = ${role('x')}\nweb_identity_token_file = /t\n`;
    expect(awsWarnings({ config })).toEqual([
      'config:6: profiles of IAM Identity Center (SSO), "aws login" and web identity are not supported yet: default, on-top, console, pod',
    ]);
    expect(awsProfiles({ config }).hasDiscoverableDefault).toBe(true);
  });

  it('a name that cannot stand in a URL is told', () => {
    expect(awsWarnings({ credentials: `[team/dev]\n${aliceKeys}` })).toEqual([
      expect.stringMatching(/^credentials:1: this profile is left out: for Metafob its name must not/),
    ]);
  });
});

describe('the files of AWS-recipes', () => {
  const credentials = `[dev]\n${bobKeys}aws_session_token = token\n[dev-nomfa]\n${aliceKeys}aws_mfa_serial = ${serial}\n`;

  it('NAME-nomfa is a profile with its aws_mfa_serial', () => {
    expect(awsProfiles({ credentials }).profiles).toMatchObject([
      { name: 'dev-nomfa', identity: alice, mfa: { serialNumber: serial } },
    ]);
  });

  it('credentials.no-mfa has the long-term keys of a temporary profile', () => {
    const texts = {
      config: '[profile dev]\nregion = eu-west-1\n',
      credentials: `[dev]\n${bobKeys}aws_session_token = token\n`,
      withoutMfa: `[dev]\n${aliceKeys}aws_mfa_serial = ${serial}\n`,
    };
    expect(awsProfiles(texts)).toMatchObject({
      profiles: [{ name: 'dev', identity: alice, region: 'eu-west-1', mfa: { serialNumber: serial } }],
      warnings: [],
    });
  });

  it('other long-term keys of the same name in credentials are told to be unused', () => {
    const texts = { credentials: `[dev]\n${bobKeys}`, withoutMfa: `[dev]\n${aliceKeys}` };
    expect(awsProfile(texts, 'dev')).toMatchObject({ identity: alice });
    expect(awsWarnings(texts)).toEqual([
      'credentials:2: these keys are not used: credentials.no-mfa has others for dev',
    ]);
  });
});

it('no warning holds a secret', () => {
  const texts = {
    credentials: `[a]\naws_secret_access_key = topsecret\n[b/c]\n${aliceKeys}[d]\n${aliceKeys}aws_session_token=sesstok\n`,
    config: `[profile e]\nrole_arn=${role('e')}\nsource_profile=d\n`,
  };
  expect(awsWarnings(texts).join('\n')).not.toMatch(/topsecret|alice-secret|sesstok/);
});
