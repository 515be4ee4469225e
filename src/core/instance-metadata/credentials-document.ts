import { type Credentials, toTimestamp } from '../sessions/credentials.ts';
import { describeFailure, type Failure } from '../sessions/failure.ts';

/** EC2 writes `"Key" : "value"`, one a line; clients exist that read it line by line. */
const document = (fields: readonly (readonly [string, string])[]): string =>
  `{\n${fields.map(([key, value]) => `  ${JSON.stringify(key)} : ${JSON.stringify(value)}`).join(',\n')}\n}`;

/** What `iam/security-credentials/ROLE` answers; with an account id it is the `-extended` form. */
export const credentialsDocument = (credentials: Credentials, accountId?: string): string =>
  document([
    ['Code', 'Success'],
    ['LastUpdated', toTimestamp(credentials.obtainedAt)],
    ['Type', 'AWS-HMAC'],
    ['AccessKeyId', credentials.accessKeyId],
    ['SecretAccessKey', credentials.secretAccessKey],
    ['Token', credentials.sessionToken],
    ['Expiration', toTimestamp(credentials.expiresAt)],
    ...(accountId === undefined ? [] : [['AccountId', accountId] as const]),
  ]);

/**
 * A failure as EC2 tells it: status 200, a `Code` other than `Success` and a message (EC2 user guide,
 * "Troubleshoot IAM roles"). Clients show the message, or go on to their next source of credentials.
 */
export const failureDocument = (cause: Failure, now: number): string =>
  document([
    ['Code', 'AssumeRoleUnauthorizedAccess'],
    ['Message', describeFailure(cause)],
    ['LastUpdated', toTimestamp(now)],
  ]);

/** `iam/info`, for an active profile with a role. The id is made up but stable, as real ones are. */
export function instanceProfileDocument(roleArn: string, now: number): string {
  const [, partition, account, name] = roleArn.match(/^arn:([^:]+):iam::(\d+):role\/(?:.*\/)?([^/]+)$/) ?? [];
  const arn = `arn:${partition ?? 'aws'}:iam::${account ?? ''}:instance-profile/${name ?? ''}`;
  return document([
    ['Code', 'Success'],
    ['LastUpdated', toTimestamp(now)],
    ['InstanceProfileArn', arn],
    ['InstanceProfileId', `AIPA${stableId(arn, 17)}`],
  ]);
}

const ID_ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Letters that depend on the text only (FNV-1a, continued for each letter). */
function stableId(text: string, length: number): string {
  let hash = 0x811c9dc5;
  let id = '';
  for (let index = 0; id.length < length; index += 1) {
    hash = Math.imul(hash ^ (text.charCodeAt(index % text.length) + index), 0x01000193) >>> 0;
    if (index >= text.length) id += ID_ALPHABET.charAt(hash % ID_ALPHABET.length);
  }
  return id;
}
