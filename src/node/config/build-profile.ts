import {
  accessKeyIdentity,
  discoveredIdentity,
  type Identity,
  type MfaSettings,
  type Profile,
} from '../../core/profiles/profile.ts';
import type { AwsSection, MetadataSection, ProfileSection } from './section-schemas.ts';

/** What the sections `[aws]` and `[metadata]` say, from which profiles take what they do not say. */
export interface Defaults {
  readonly aws: AwsSection;
  readonly metadata: MetadataSection;
}

type Setting<Value> = Value | null | undefined;

/** The profile's own value; the default when it has none; nothing when it switched the default off (`null`). */
const inherit = <Value>(own: Setting<Value>, byDefault: Setting<Value>): Value | undefined =>
  (own === undefined ? byDefault : own) ?? undefined;

const identityOf = (keys: AwsSection | ProfileSection): Identity =>
  keys.access_key && keys.secret_key
    ? accessKeyIdentity(keys.access_key, keys.secret_key)
    : discoveredIdentity;

const differ = (own: Setting<string>, other: Setting<string>): boolean =>
  Boolean(own && other && own !== other);

/**
 * A device belongs to one user, and its serial number and secret belong together. So `[aws]` passes them on
 * only to profiles of the same identity, and neither half to a profile that names another device.
 */
const mfaSettings = (own: ProfileSection, aws: AwsSection, sameIdentity: boolean): MfaSettings => {
  const sameDevice =
    sameIdentity && !differ(own.mfa_serial, aws.mfa_serial) && !differ(own.mfa_secret, aws.mfa_secret);
  const serialNumber = inherit(own.mfa_serial, sameDevice ? aws.mfa_serial : undefined);
  const secretInFile = inherit(own.mfa_secret, sameDevice ? aws.mfa_secret : undefined);
  return {
    enabled: inherit(own.mfa_enabled, aws.mfa_enabled) ?? true,
    ...(serialNumber !== undefined && { serialNumber }),
    ...(secretInFile !== undefined && { secretInFile }),
  };
};

/** One profile, its missing settings taken from `[aws]` and `[metadata]`. */
export const buildProfile = (
  name: string,
  own: ProfileSection,
  { aws, metadata }: Defaults,
  origin: Profile['origin'],
): Profile => {
  const awsIdentity = identityOf(aws);
  const identity = own.access_key === undefined ? awsIdentity : identityOf(own);
  const tokenDurationSeconds = inherit(own.token_duration, metadata.token_duration);
  const roleArn = inherit(own.role_arn, metadata.role_arn);
  return {
    name,
    identity,
    region: inherit(own.region, aws.region) ?? 'us-east-1',
    ...(tokenDurationSeconds !== undefined && { tokenDurationSeconds }),
    ...(roleArn !== undefined && { roleArn }),
    mfa: mfaSettings(own, aws, identity.id === awsIdentity.id),
    longRoleSession: inherit(own.long_role_session, metadata.long_role_session) ?? false,
    origin,
  };
};
