import type { WorldDescription } from './world.ts';

/*
 * Two users, as a team would have them. The keys are made up: they open nothing outside the simulator.
 */

const HOME_ACCOUNT = '111122223333';
const PRODUCTION_ACCOUNT = '444455556666';

/** Has a virtual MFA device. */
export const alice = {
  userName: 'alice',
  arn: `arn:aws:iam::${HOME_ACCOUNT}:user/alice`,
  accessKeyId: 'AKIASIMULATEDALICE01',
  secretAccessKey: 'AliceSecretForTheSimulatorOnly/0123456+a',
  serialNumber: `arn:aws:iam::${HOME_ACCOUNT}:mfa/alice`,
  mfaSecret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP',
} as const;

/** Has no MFA device and may not list MFA devices. */
export const bob = {
  userName: 'bob',
  arn: `arn:aws:iam::${HOME_ACCOUNT}:user/bob`,
  accessKeyId: 'AKIASIMULATEDBOB0001',
  secretAccessKey: 'BobSecretForTheSimulatorOnly/012345678+b',
} as const;

/** ARNs of the roles. */
export const roles = {
  /** Both users, no MFA, one hour at most. */
  readOnly: `arn:aws:iam::${HOME_ACCOUNT}:role/ReadOnly`,
  /** Alice with MFA, one hour at most. */
  administrator: `arn:aws:iam::${HOME_ACCOUNT}:role/Administrator`,
  /** Alice with MFA, up to twelve hours. */
  longRunning: `arn:aws:iam::${HOME_ACCOUNT}:role/LongRunning`,
  /** In another account; every user of the home account with MFA, up to four hours. */
  production: `arn:aws:iam::${PRODUCTION_ACCOUNT}:role/deploy/Production`,
  /** In another account; only from sessions of ReadOnly (role chaining), up to twelve hours. */
  audit: `arn:aws:iam::${PRODUCTION_ACCOUNT}:role/Audit`,
  /** In another account; every user of the home account who gives `partnerExternalId`, one hour at most. */
  partner: `arn:aws:iam::${PRODUCTION_ACCOUNT}:role/Partner`,
} as const;

export const partnerExternalId = 'partner-4711';

/** A new copy each time, so that a test may change its own. */
export const exampleWorld = (): WorldDescription => ({
  accounts: [
    {
      id: HOME_ACCOUNT,
      users: [
        {
          name: alice.userName,
          accessKeys: [{ id: alice.accessKeyId, secret: alice.secretAccessKey }],
          mfaDevices: [{ serialNumber: alice.serialNumber, secret: alice.mfaSecret }],
        },
        {
          name: bob.userName,
          accessKeys: [{ id: bob.accessKeyId, secret: bob.secretAccessKey }],
          mayListMfaDevices: false,
        },
      ],
      roles: [
        { name: 'ReadOnly', trusts: [alice.arn, bob.arn] },
        { name: 'Administrator', trusts: [alice.arn], requiresMfa: true },
        { name: 'LongRunning', trusts: [alice.arn], requiresMfa: true, maxSessionSeconds: 43_200 },
      ],
    },
    {
      id: PRODUCTION_ACCOUNT,
      roles: [
        {
          name: 'Production',
          path: '/deploy/',
          trusts: [HOME_ACCOUNT],
          requiresMfa: true,
          maxSessionSeconds: 14_400,
        },
        { name: 'Audit', trusts: [roles.readOnly], maxSessionSeconds: 43_200 },
        { name: 'Partner', trusts: [HOME_ACCOUNT], externalId: partnerExternalId },
      ],
    },
  ],
});
