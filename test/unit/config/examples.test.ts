import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { accessKeyIdentity } from '../../../src/core/profiles/profile.ts';
import { AwsSection, MetadataSection } from '../../../src/node/config/section-schemas.ts';
import { load } from './support.ts';

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');

describe("the example of aws-mock-metadata's README", () => {
  it('means what its README says', async () => {
    const configuration = await load(read('fixtures/aws-mock-metadata-readme.conf'));
    expect(configuration).toMatchObject({
      initialProfile: 'staging',
      listener: { host: '169.254.169.254', port: 45000, tokensRequired: false },
    });
    expect(configuration.profiles).toEqual([
      {
        name: 'default',
        identity: accessKeyIdentity('AKIAIOSFODNN7EXAMPLE', 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLE='),
        region: 'us-east-1',
        tokenDurationSeconds: 43200,
        roleArn: `arn:aws:iam::123456789012:role/\${aws:username}`,
        mfa: { enabled: true, secretInFile: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP' },
        longRoleSession: false,
        origin: { file: 'config', line: 1 },
      },
      {
        name: 'staging',
        identity: accessKeyIdentity('AKIAI44QH8DHBEXAMPLE', 'je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY'),
        region: 'eu-west-1',
        tokenDurationSeconds: 3600,
        roleArn: 'arn:aws:iam::210987654321:role/deploy',
        mfa: { enabled: false, secretInFile: 'MZXW6YTBOI' },
        longRoleSession: false,
        origin: { file: 'config', line: 47 },
      },
    ]);
  });

  it('has nothing to warn about but its plain-text MFA secrets', async () => {
    const { warnings } = await load(read('fixtures/aws-mock-metadata-readme.conf'));
    expect(warnings.map(({ key }) => key)).toEqual(['mfa_secret', 'mfa_secret']);
  });
});

describe('docs/configuration.md', () => {
  const page = read('../../../docs/configuration.md');

  it('has an example that loads without warnings', async () => {
    const example = /```ini\n(.*?)```/s.exec(page)?.[1] ?? '';
    const { profiles, warnings, initialProfile } = await load(example);
    expect(warnings).toEqual([]);
    expect(initialProfile).toBe('production');
    expect(profiles.map(({ name }) => name)).toEqual([
      'default',
      'plain',
      'production',
      'night-shift',
      'other-account',
    ]);
  });

  it.each(Object.keys({ ...AwsSection.shape, ...MetadataSection.shape }))('describes the key %s', (key) => {
    expect(page).toMatch(new RegExp(`^\\|.*\`${key}\`.*\\|`, 'm'));
  });
});
