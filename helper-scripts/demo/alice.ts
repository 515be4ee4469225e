import type { WorldDescription } from '../../test/support/sts-simulator/world.ts';

/*
 * The person of the demo. She has two access keys, so that Metafob makes two MFA sessions: profiles on one key
 * share theirs, and the second would not ask. All keys are made up and open nothing outside the simulator.
 */

const ACCOUNT = '111122223333';
const ROLE = 'Administrator';

/** Metafob keeps the secret of this device and computes its codes. */
export const silent = {
  profile: 'silent',
  accessKeyId: 'AKIASIMULATEDALICE01',
  secretAccessKey: 'AliceFirstKeyOnlyForTheSimulator/012345+',
  serialNumber: `arn:aws:iam::${ACCOUNT}:mfa/alice-stored`,
  mfaSecret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP',
  expectedArn: `arn:aws:iam::${ACCOUNT}:user/alice`,
} as const;

/** Only her phone knows the codes of this device; the profile assumes a role that requires MFA. */
export const asking = {
  profile: 'asking',
  accessKeyId: 'AKIASIMULATEDALICE02',
  secretAccessKey: 'AliceSecondKeyOnlyForTheSimulator/12345+',
  serialNumber: `arn:aws:iam::${ACCOUNT}:mfa/alice-phone`,
  mfaSecret: 'KRUGKIDROVUWG2ZAMJZG653OEBTG66BA',
  roleArn: `arn:aws:iam::${ACCOUNT}:role/${ROLE}`,
  expectedArn: `arn:aws:sts::${ACCOUNT}:assumed-role/${ROLE}/`,
} as const;

export const demoWorld: WorldDescription = {
  accounts: [
    {
      id: ACCOUNT,
      users: [
        {
          name: 'alice',
          accessKeys: [silent, asking].map(({ accessKeyId, secretAccessKey }) => ({
            id: accessKeyId,
            secret: secretAccessKey,
          })),
          mfaDevices: [silent, asking].map(({ serialNumber, mfaSecret }) => ({
            serialNumber,
            secret: mfaSecret,
          })),
        },
      ],
      roles: [{ name: ROLE, trusts: [ACCOUNT], requiresMfa: true }],
    },
  ],
};

/** The configuration file; the MFA secret is not in it but goes into Metafob's secret store. */
export const demoConfiguration = `[aws]
region=eu-west-1

[metadata]
profile=${silent.profile}

[profile:${silent.profile}]
access_key=${silent.accessKeyId}
secret_key=${silent.secretAccessKey}
mfa_serial=${silent.serialNumber}

[profile:${asking.profile}]
access_key=${asking.accessKeyId}
secret_key=${asking.secretAccessKey}
mfa_serial=${asking.serialNumber}
role_arn=${asking.roleArn}
`;
