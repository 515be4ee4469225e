import {
  accessKeyIdentity,
  discoveredIdentity,
  type Identity,
  type MfaSettings,
  type Profile,
  processIdentity,
  storedKeyIdentity,
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

const identityOf = (keys: AwsSection | ProfileSection): Identity => {
  if (keys.access_key && keys.secret_key) return accessKeyIdentity(keys.access_key, keys.secret_key);
  if (keys.access_key && keys.secret_key_in) return storedKeyIdentity(keys.access_key);
  return keys.credential_process ? processIdentity(keys.credential_process) : discoveredIdentity;
};

const differ = (own: Setting<string>, other: Setting<string>): boolean =>
  Boolean(own && other && own !== other);

/**
 * A device belongs to one user, and its serial number and secret belong together. So `[aws]` passes them on
 * only to profiles of the same identity, and neither half to a profile that names another device. What a
 * process hands out is mostly temporary, with which AWS takes no codes: there a device must be named.
 */
const mfaSettings = (
  own: ProfileSection,
  aws: AwsSection,
  identity: Identity,
  sameIdentity: boolean,
): MfaSettings => {
  const sameDevice =
    sameIdentity && !differ(own.mfa_serial, aws.mfa_serial) && !differ(own.mfa_secret, aws.mfa_secret);
  const serialNumber = inherit(own.mfa_serial, sameDevice ? aws.mfa_serial : undefined);
  const secretInFile = inherit(own.mfa_secret, sameDevice ? aws.mfa_secret : undefined);
  const hasDevice = serialNumber !== undefined || secretInFile !== undefined;
  return {
    enabled: inherit(own.mfa_enabled, aws.mfa_enabled) ?? (identity.kind !== 'process' || hasDevice),
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
  const hasOwn = own.access_key !== undefined || own.credential_process !== undefined;
  const identity = hasOwn ? identityOf(own) : awsIdentity;
  const tokenDurationSeconds = inherit(own.token_duration, metadata.token_duration);
  const roleArn = inherit(own.role_arn, metadata.role_arn);
  return {
    name,
    identity,
    region: inherit(own.region, aws.region) ?? 'us-east-1',
    ...(tokenDurationSeconds !== undefined && { tokenDurationSeconds }),
    ...(roleArn !== undefined && { roleArn }),
    ...(own.external_id && { externalId: own.external_id }),
    ...(own.role_session_name && { roleSessionName: own.role_session_name }),
    ...(own.source_profile && { sourceProfile: own.source_profile }),
    mfa: mfaSettings(own, aws, identity, identity.id === awsIdentity.id),
    longRoleSession: inherit(own.long_role_session, metadata.long_role_session) ?? false,
    origin,
  };
};
