import { describe, expect, test } from 'vitest';
import { readAccessKeysCsv } from '../../../src/node/user-files/access-keys-csv.ts';
import { awsKeyFiles } from '../../../src/node/user-files/aws-files.ts';
import { heldKeys } from '../../../src/node/user-files/long-term-keys.ts';
import { maskSecrets } from '../../../src/node/user-files/mask-secrets.ts';
import {
  replaceAccessKey,
  useStoredKey,
  usesOfKey,
} from '../../../src/node/user-files/replace-access-key.ts';

describe('the file of the AWS console', () => {
  const key = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'se+cr/et' };

  test('is read in its form for a key, with a byte order mark', () => {
    const text = '\uFEFFAccess key ID,Secret access key\r\nAKIAEXAMPLE,se+cr/et\r\n';
    expect(readAccessKeysCsv(text)).toEqual({ ok: true, value: key });
  });

  test('is read in its form for a new user, with quoted and empty fields', () => {
    const text =
      'User name,Password,Access key ID,Secret access key,Console login link\n"al""ice, a",,AKIAEXAMPLE,"se+cr/et",https://x\n';
    expect(readAccessKeysCsv(text)).toEqual({ ok: true, value: key });
  });

  test.each([
    ['other columns', 'a,b\n1,secret\n', 'has no columns'],
    ['no line', 'Access key ID,Secret access key\n', 'holds no access key'],
    ['two keys', 'Access key ID,Secret access key\nA,secret\nB,secret\n', 'more than one access key'],
    ['nothing', '', 'has no columns'],
  ])('with %s is refused without repeating anything', (_, text, message) => {
    const read = readAccessKeysCsv(text);
    expect(read).toEqual({ ok: false, failure: expect.stringContaining(message) });
    expect(JSON.stringify(read)).not.toContain('"secret"');
  });
});

describe('a section of a credentials file', () => {
  const entries = (more: Record<string, string>) =>
    new Map(Object.entries({ aws_access_key_id: 'AKIA1', aws_secret_access_key: 's', ...more }));

  test('holds long-term keys, a session, or nothing', () => {
    expect(heldKeys(undefined)).toEqual({ kind: 'none' });
    expect(heldKeys(new Map([['region', 'x']]))).toEqual({ kind: 'none' });
    expect(heldKeys(entries({ aws_session_token: 't' }))).toEqual({ kind: 'session' });
    expect(heldKeys(entries({ aws_access_key_id: 'ASIA1' }))).toEqual({ kind: 'session' });
    expect(heldKeys(entries({ aws_mfa_serial: 'GAHT1' }))).toEqual({
      kind: 'long-term',
      keys: { accessKeyId: 'AKIA1', secretAccessKey: 's', mfaSerial: 'GAHT1' },
    });
  });

  test('loses its secrets in a backup, and of a session what changes each time', () => {
    const longTerm =
      '[a]\naws_access_key_id = AKIA1\naws_secret_access_key = s1\n[b]\naws_secret_access_key = s2\n';
    expect(maskSecrets(longTerm, 'a')).toBe(longTerm.replace('s1', '********'));
    const session =
      '[a]\naws_access_key_id = ASIA1\naws_secret_access_key = s\naws_session_token = t\nx_security_token_expires = 2026\n';
    expect(maskSecrets(session, 'a').match(/\*{8}/g)).toHaveLength(4);
    expect(maskSecrets(longTerm, 'absent')).toBe(longTerm);
  });
});

describe('another key in the place of a key', () => {
  const key = { accessKeyId: 'AKIANEW', secretAccessKey: 'new' };

  test('goes to every section that uses it, and to no other', () => {
    const text =
      '[a]\naws_access_key_id = AKIAOLD\naws_secret_access_key = old\n[b]\naws_access_key_id = AKIAB\naws_secret_access_key = b\n[c]\naws_secret_access_key = old\naws_access_key_id = AKIAOLD\n';
    expect(usesOfKey(text, 'AKIAOLD', 'aws').map(({ section }) => section)).toEqual(['a', 'c']);
    const replaced = replaceAccessKey(text, 'AKIAOLD', key, 'aws');
    expect(replaced).toEqual({
      ok: true,
      value: text.replaceAll('AKIAOLD', 'AKIANEW').replaceAll('= old', '= new'),
    });
  });

  test('brings no secret where none stands, because it is in the keychain', () => {
    const text = '[profile:a]\naccess_key = AKIAOLD\nsecret_key_in = keychain\n';
    expect(replaceAccessKey(text, 'AKIAOLD', key, 'metafob')).toEqual({
      ok: true,
      value: text.replace('AKIAOLD', 'AKIANEW'),
    });
  });

  test('whose secret is stored elsewhere leaves no secret in the file', () => {
    const text = '[profile:a]\naccess_key=AKIAOLD\nsecret_key=old\n# mine\n';
    expect(useStoredKey(text, 'profile:a', { accessKeyId: 'AKIANEW', region: 'eu-west-1' })).toEqual({
      ok: true,
      value: '[profile:a]\naccess_key=AKIANEW\nsecret_key_in = keychain\nregion = eu-west-1\n# mine\n',
    });
  });
});

test('the credentials file is where AWS_SHARED_CREDENTIALS_FILE says', () => {
  expect(awsKeyFiles({}, '/home/alice').credentials).toBe('/home/alice/.aws/credentials');
  expect(awsKeyFiles({ AWS_SHARED_CREDENTIALS_FILE: '/keys' }, '/home/alice').credentials).toBe('/keys');
});
