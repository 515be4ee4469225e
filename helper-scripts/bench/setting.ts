import { alice, bob } from '../../test/support/sts-simulator/example-world.ts';
import type { Cores } from './cores.ts';

/** What every measurement needs to know. */
export interface Setting {
  readonly cores: Cores;
  readonly simulatorUrl: string;
  /** A folder of our own, removed at the end. */
  readonly scratch: string;
  readonly isThorough: boolean;
}

/** Bob's profile is the active one and needs no code; a session for alice's waits for one. */
export const benchConfiguration = `[aws]
region=eu-west-1
mfa_enabled=no
access_key=${bob.accessKeyId}
secret_key=${bob.secretAccessKey}

[profile:alice]
access_key=${alice.accessKeyId}
secret_key=${alice.secretAccessKey}
mfa_serial=${alice.serialNumber}
mfa_enabled=yes
`;

export const ROLE_LIST = '/latest/meta-data/iam/security-credentials/';
export const BOB_CREDENTIALS = '/latest/meta-data/iam/security-credentials/local-credentials';
export const ALICE_CREDENTIALS = '/latest/meta-data/iam/security-credentials/alice';
