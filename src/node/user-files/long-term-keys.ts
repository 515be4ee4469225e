import type { IniDialect } from './ini-lines.ts';

export interface LongTermKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly mfaSerial?: string;
}

export interface SessionKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  /** Form `2026-01-31T12:00:00Z`. */
  readonly expiration: string;
  readonly mfaSerial?: string;
}

export type HeldKeys =
  | { readonly kind: 'none' }
  | { readonly kind: 'session' }
  | { readonly kind: 'long-term'; readonly keys: LongTermKeys };

/** The names of both halves of an access key, in each dialect. */
export const keyNames = (dialect: IniDialect): { readonly id: string; readonly secret: string } =>
  dialect === 'aws'
    ? { id: 'aws_access_key_id', secret: 'aws_secret_access_key' }
    : { id: 'access_key', secret: 'secret_key' };

/** What a section of a credentials file holds. `aws_mfa_serial` is the spelling of AWS-recipes. */
export function heldKeys(entries: ReadonlyMap<string, string> | undefined): HeldKeys {
  const accessKeyId = entries?.get('aws_access_key_id');
  const secretAccessKey = entries?.get('aws_secret_access_key');
  if (!accessKeyId || !secretAccessKey) return { kind: 'none' };
  // Ids of temporary keys begin with ASIA; `aws_security_token` is the old name of the session token.
  const isSession =
    entries?.get('aws_session_token') || entries?.get('aws_security_token') || accessKeyId.startsWith('ASIA');
  if (isSession) return { kind: 'session' };
  const mfaSerial = entries?.get('aws_mfa_serial') ?? entries?.get('mfa_serial');
  return { kind: 'long-term', keys: { accessKeyId, secretAccessKey, ...(mfaSerial && { mfaSerial }) } };
}

/** Entries of a section with long-term keys, as AWS-recipes writes them. */
export const longTermEntries = ({ accessKeyId, secretAccessKey, mfaSerial }: LongTermKeys) => ({
  aws_access_key_id: accessKeyId,
  aws_secret_access_key: secretAccessKey,
  ...(mfaSerial !== undefined && { aws_mfa_serial: mfaSerial }),
});

/** Entries of a section with a session. Other tools ignore `x_security_token_expires`. */
export const sessionEntries = (session: SessionKeys) => ({
  ...longTermEntries(session),
  aws_session_token: session.sessionToken,
  x_security_token_expires: session.expiration,
});
