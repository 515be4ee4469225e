import { readFileSync } from 'node:fs';
import type { WorldDescription } from '../../../support/sts-simulator/world.ts';

/** The configuration of the README of aws-mock-metadata, word for word. */
export const readme = readFileSync(new URL('../fixtures/aws-mock-metadata.conf', import.meta.url), 'utf8');

const ACCOUNT = '123456789012';
export const user = {
  name: 'alice',
  accessKeyId: 'AKIASIMULATEDAMM0001',
  secretAccessKey: 'AmmSecretForTheSimulatorOnly/0123456789a',
  mfaSecret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP',
  serialNumber: `arn:aws:iam::${ACCOUNT}:mfa/alice`,
} as const;
export const other = {
  accessKeyId: 'AKIASIMULATEDAMM0002',
  secretAccessKey: 'AmmSecretForTheSimulatorOnly/0123456789b',
  roleArn: `arn:aws:iam::${ACCOUNT}:role/ReadOnly`,
} as const;

/** The account of the README, with a role of the user's own name, and a second user without MFA. */
export const world: WorldDescription = {
  accounts: [
    {
      id: ACCOUNT,
      users: [
        {
          name: user.name,
          accessKeys: [{ id: user.accessKeyId, secret: user.secretAccessKey }],
          mfaDevices: [{ serialNumber: user.serialNumber, secret: user.mfaSecret }],
        },
        { name: 'bob', accessKeys: [{ id: other.accessKeyId, secret: other.secretAccessKey }] },
      ],
      roles: [
        { name: user.name, trusts: [`arn:aws:iam::${ACCOUNT}:user/alice`], requiresMfa: true },
        { name: 'ReadOnly', trusts: [`arn:aws:iam::${ACCOUNT}:user/bob`] },
      ],
    },
  ],
};

/** The README with values in place of its dots and of NAME; whose MFA secret is undefined has its line out. */
export function filledIn({ mfaSecret }: { readonly mfaSecret?: string } = {}): string {
  const [general = '', profile = ''] = readme.split('[profile:NAME]');
  return [
    withValues(general, {
      access_key: user.accessKeyId,
      secret_key: user.secretAccessKey,
      mfa_secret: mfaSecret,
      profile: 'default',
    }),
    '[profile:other]',
    withValues(profile, {
      access_key: other.accessKeyId,
      secret_key: other.secretAccessKey,
      mfa_enabled: 'no',
      mfa_secret: undefined,
      region: 'eu-west-1',
      token_duration: '3600',
      role_arn: other.roleArn,
    }),
  ].join('');
}

const withValues = (text: string, values: Readonly<Record<string, string | undefined>>): string =>
  Object.entries(values).reduce((filled, [key, value]) => {
    const dots = `${key}=...`;
    if (!filled.includes(dots)) throw new Error(`The README has no ${dots}`);
    return filled.replace(dots, value === undefined ? `# ${dots}` : `${key}=${value}`);
  }, text);
