import { describe, expect, it } from 'vitest';
import {
  accessKeyIdentity,
  discoveredIdentity,
  processIdentity,
  storedKeyIdentity,
} from '../../../src/core/profiles/profile.ts';
import { load, loadFiles, profileOf } from './support.ts';

const keys = 'access_key=AKIAFIRST\nsecret_key=first\n';
const otherKeys = 'access_key=AKIASECOND\nsecret_key=second\n';

describe('the default profile', () => {
  it('exists without any file, with discovered credentials', async () => {
    const loaded = await loadFiles({});
    expect(loaded).toEqual({
      ok: true,
      value: {
        profiles: [
          {
            name: 'default',
            identity: discoveredIdentity,
            region: 'us-east-1',
            mfa: { enabled: true },
            longRoleSession: false,
            origin: { file: 'no configuration file', line: 1 },
          },
        ],
        hasImplicitDefault: true,
        initialProfile: 'default',
        sources: ['imsa', 'alppaca', 'aws'],
        listener: { host: '127.0.0.1', port: 45000, tokensRequired: false },
        warnings: [],
        files: [],
        plainTextSecrets: [],
        service: {},
      },
    });
  });

  it('is made of [aws] and [metadata]', async () => {
    const text = `[aws]\n${keys}region=eu-west-1\nmfa_enabled=Off\nmfa_serial=GAHT12345678\n[metadata]\ntoken_duration=7200\nrole_arn=arn:aws:iam::123456789012:role/dev\nlong_role_session=1`;
    expect(await profileOf(text, 'default')).toEqual({
      name: 'default',
      identity: accessKeyIdentity('AKIAFIRST', 'first'),
      region: 'eu-west-1',
      tokenDurationSeconds: 7200,
      roleArn: 'arn:aws:iam::123456789012:role/dev',
      mfa: { enabled: false, serialNumber: 'GAHT12345678' },
      longRoleSession: true,
      origin: { file: 'config', line: 1 },
    });
  });

  it('is refined by [profile:default], and comes first', async () => {
    const { profiles } = await load('[profile:b]\n[profile:default]\nregion=eu-west-1\n[profile:a]\n[aws]\n');
    expect(profiles.map(({ name, region, origin }) => [name, region, origin.line])).toEqual([
      ['default', 'eu-west-1', 2],
      ['b', 'us-east-1', 1],
      ['a', 'us-east-1', 4],
    ]);
  });
});

describe('a profile', () => {
  it('takes what it does not set from [aws] and [metadata]', async () => {
    const text = `[aws]\n${keys}region=eu-west-1\nmfa_serial=GAHT12345678\nmfa_secret=MZXW6YTB\n[metadata]\ntoken_duration=7200\nrole_arn=arn:aws:iam::123456789012:role/dev\n[profile:x]\n`;
    const { name: _, origin: __, ...inherited } = await profileOf(text, 'x');
    const { name: ___, origin: ____, ...byDefault } = await profileOf(text, 'default');
    expect(inherited).toEqual(byDefault);
  });

  it('keeps the variable aws:username in its role as it is', async () => {
    const roleArn = `arn:aws-us-gov:iam::123456789012:role/team/\${aws:username}-dev`;
    expect((await profileOf(`[profile:x]\nrole_arn=${roleArn}`, 'x')).roleArn).toBe(roleArn);
  });

  it('switches an inherited role, duration or device off with an empty value', async () => {
    const text =
      '[aws]\nmfa_secret=MZXW6YTB\nmfa_serial=GAHT12345678\n[metadata]\ntoken_duration=900\nrole_arn=arn:aws:iam::123456789012:role/dev\n[profile:x]\nrole_arn=\ntoken_duration=""\nmfa_secret= # none\nmfa_serial=';
    const profile = await profileOf(text, 'x');
    expect(profile.roleArn).toBeUndefined();
    expect(profile.tokenDurationSeconds).toBeUndefined();
    expect(profile.mfa).toEqual({ enabled: true });
  });

  it('uses discovered credentials when it empties the keys of [aws]', async () => {
    const profile = await profileOf(
      `[aws]\n${keys}mfa_secret=MZXW6YTB\n[profile:x]\naccess_key=\nsecret_key=`,
      'x',
    );
    expect(profile.identity).toEqual(discoveredIdentity);
    expect(profile.mfa.secretInFile).toBeUndefined();
  });

  it('normalises its MFA secret', async () => {
    const profile = await profileOf('[profile:x]\nmfa_secret= mzxw 6ytb oi====== # phone', 'x');
    expect(profile.mfa.secretInFile).toBe('MZXW6YTBOI');
  });
});

describe('the MFA device of [aws]', () => {
  const aws = `[aws]\n${keys}mfa_serial=arn:aws:iam::123456789012:mfa/first\nmfa_secret=AAAAAAAA\n`;
  const device = { serialNumber: 'arn:aws:iam::123456789012:mfa/first', secretInFile: 'AAAAAAAA' };
  const mfaOf = async (own: string) => (await profileOf(`${aws}[profile:x]\n${own}`, 'x')).mfa;

  it('is not used for a profile with another access key', async () => {
    expect(await mfaOf(otherKeys)).toEqual({ enabled: true });
  });

  it('is used for a profile that repeats the access key', async () => {
    expect(await mfaOf(keys)).toEqual({ enabled: true, ...device });
  });

  it('keeps its secret from a profile with another serial number, and the other way round', async () => {
    expect(await mfaOf('mfa_serial=GAHT12345678')).toEqual({ enabled: true, serialNumber: 'GAHT12345678' });
    expect(await mfaOf('mfa_secret=BBBBBBBB')).toEqual({ enabled: true, secretInFile: 'BBBBBBBB' });
  });

  it('is completed by a profile that adds the missing half', async () => {
    const text = '[aws]\nmfa_secret=AAAAAAAA\n[profile:x]\nmfa_serial=GAHT12345678';
    expect((await profileOf(text, 'x')).mfa).toEqual({
      enabled: true,
      serialNumber: 'GAHT12345678',
      secretInFile: 'AAAAAAAA',
    });
  });

  it('passes mfa_enabled on even to another identity', async () => {
    const text = `[aws]\n${keys}mfa_enabled=no\n[profile:x]\n${otherKeys}`;
    expect((await profileOf(text, 'x')).mfa.enabled).toBe(false);
  });
});

describe('credentials from elsewhere', () => {
  it('secret_key_in = keychain leaves the secret to the keychain', async () => {
    const profile = await profileOf('[aws]\naccess_key=AKIAFIRST\nsecret_key_in=keychain\n', 'default');
    expect(profile).toMatchObject({ identity: storedKeyIdentity('AKIAFIRST'), mfa: { enabled: true } });
  });

  it('credential_process of a profile replaces the keys of [aws]; a code needs a device', async () => {
    const text = (mfa: string) =>
      `[aws]\n${keys}mfa_serial=GAHT12345678\n[profile:x]\ncredential_process=vault\n${mfa}`;
    expect(await profileOf(text(''), 'x')).toMatchObject({
      identity: processIdentity('vault'),
      mfa: { enabled: false },
    });
    expect((await profileOf(text('mfa_serial=GAHT87654321'), 'x')).mfa).toEqual({
      enabled: true,
      serialNumber: 'GAHT87654321',
    });
    expect((await profileOf(text('mfa_enabled=yes'), 'x')).mfa).toEqual({ enabled: true });
  });
});

describe('several files', () => {
  it('override each other key by key, and profiles remember the file that has the last word', async () => {
    const loaded = await loadFiles({
      'server.conf': `[aws]\n${keys}region=eu-west-1\n[profile:a]\nregion=eu-west-2\n[profile:b]\n`,
      own: '[metadata]\nprofile=c\n\n[aws]\nregion=eu-west-3\n[profile:c]\n[profile:a]\ntoken_duration=900',
    });
    if (!loaded.ok) throw new Error(JSON.stringify(loaded.failure));
    const { profiles, initialProfile, files } = loaded.value;
    expect(initialProfile).toBe('c');
    expect(files).toEqual(['server.conf', 'own']);
    expect(profiles.map(({ name, region, origin }) => [name, region, origin.file, origin.line])).toEqual([
      ['default', 'eu-west-3', 'own', 4],
      ['a', 'eu-west-2', 'own', 7],
      ['b', 'eu-west-3', 'server.conf', 7],
      ['c', 'eu-west-3', 'own', 6],
    ]);
    expect(profiles[0]?.identity).toEqual(accessKeyIdentity('AKIAFIRST', 'first'));
  });
});

describe('the listener', () => {
  it('is what [metadata] says', async () => {
    const { listener } = await load('[metadata]\nhost=::1\nport=80\nimdsv2=Required');
    expect(listener).toEqual({ host: '::1', port: 80, tokensRequired: true });
  });
});
