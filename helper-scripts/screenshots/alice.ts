import type { WorldDescription } from '../../test/support/sts-simulator/world.ts';

/* Alice and her team, as the pictures show them. The keys are made up and open nothing. */

const HOME = '123456789012';
const STAGING = '210987654321';
const PRODUCTION = '345678901234';

const alice = {
  accessKeyId: 'AKIASIMULATEDALICE01',
  secretAccessKey: 'AliceSecretForTheSimulatorOnly/0123456+a',
  serialNumber: `arn:aws:iam::${HOME}:mfa/alice`,
  mfaSecret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP',
} as const;

/** The user of the build machine, whose codes Metafob computes. */
export const builder = {
  profile: 'build',
  accessKeyId: 'AKIASIMULATEDBUILD01',
  secretAccessKey: 'BuildSecretForTheSimulatorOnly/0123456+b',
  serialNumber: `arn:aws:iam::${HOME}:mfa/build-bot`,
  mfaSecret: 'KRUGKIDROVUWG2ZAMJZG653OEBTG66BA',
} as const;

/** Where alice's codes come from. */
export const { serialNumber: aliceDevice } = alice;

/** The world of AWS; in one of them nobody outside the platform team may be Developer. */
export const aliceWorld = ({ mayDevelop = true } = {}): WorldDescription => ({
  accounts: [
    {
      id: HOME,
      users: [
        {
          name: 'alice',
          accessKeys: [{ id: alice.accessKeyId, secret: alice.secretAccessKey }],
          mfaDevices: [{ serialNumber: alice.serialNumber, secret: alice.mfaSecret }],
        },
        {
          name: 'build-bot',
          accessKeys: [{ id: builder.accessKeyId, secret: builder.secretAccessKey }],
          mfaDevices: [{ serialNumber: builder.serialNumber, secret: builder.mfaSecret }],
        },
      ],
      roles: [
        {
          name: 'Developer',
          trusts: [mayDevelop ? HOME : `arn:aws:iam::${HOME}:user/build-bot`],
          requiresMfa: true,
        },
      ],
    },
    { id: STAGING, roles: [{ name: 'ReadOnly', trusts: [HOME], requiresMfa: true }] },
    { id: PRODUCTION, roles: [{ name: 'Administrator', trusts: [HOME], requiresMfa: true }] },
  ],
});

/** Alice's configuration file. */
export const aliceConfiguration = `[aws]
access_key = ${alice.accessKeyId}
secret_key = ${alice.secretAccessKey}
region = eu-west-1

[metadata]
profile = dev

[profile:dev]
role_arn = arn:aws:iam::${HOME}:role/Developer

[profile:staging-readonly]
role_arn = arn:aws:iam::${STAGING}:role/ReadOnly

[profile:production]
role_arn = arn:aws:iam::${PRODUCTION}:role/Administrator
region = us-east-1

[profile:${builder.profile}]
access_key = ${builder.accessKeyId}
secret_key = ${builder.secretAccessKey}
token_duration = 43200
`;
