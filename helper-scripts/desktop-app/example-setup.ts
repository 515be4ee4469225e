import { alice, bob, exampleWorld, roles } from '../../test/support/sts-simulator/example-world.ts';
import type { WorldDescription } from '../../test/support/sts-simulator/world.ts';

/** May not list MFA devices, and has one that is not named after its user: Metafob's guess is wrong. */
export const carol = {
  name: 'carol',
  keyId: 'AKIASIMULATEDCAROL01',
  keySecret: 'CarolSecretForTheSimulatorOnly/0123456+c',
  serialNumber: 'arn:aws:iam::111122223333:mfa/carols-phone',
  mfaSecret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPKCARO',
} as const;

export const pictureWorld = (): WorldDescription => {
  const { accounts } = exampleWorld();
  const [home, ...others] = accounts;
  if (home === undefined) throw new Error('The example world has no account.');
  const carolInHome = {
    name: carol.name,
    accessKeys: [{ id: carol.keyId, secret: carol.keySecret }],
    mfaDevices: [{ serialNumber: carol.serialNumber, secret: carol.mfaSecret }],
    mayListMfaDevices: false,
  };
  return { accounts: [{ ...home, users: [...(home.users ?? []), carolInHome] }, ...others] };
};

/** `admin` shares alice's session, `nightly` needs a code of its own, `build` none. */
export const pictureConfiguration = `[aws]
region=eu-west-1
access_key=${alice.accessKeyId}
secret_key=${alice.secretAccessKey}

[profile:admin]
role_arn=${roles.administrator}

[profile:production]
role_arn=${roles.production}

[profile:nightly]
role_arn=${roles.longRunning}
long_role_session=yes

[profile:build]
access_key=${bob.accessKeyId}
secret_key=${bob.secretAccessKey}
mfa_enabled=no

[profile:carol]
access_key=${carol.keyId}
secret_key=${carol.keySecret}
`;
