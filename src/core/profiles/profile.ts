/** Where a profile's base credentials come from. Identities are equal when their `id` is. */
export type Identity =
  | {
      readonly kind: 'access-key';
      readonly id: string;
      readonly accessKeyId: string;
      readonly secretAccessKey: string;
    }
  /** The ordinary discovery of the AWS SDKs (environment, shared files…), but never instance metadata. */
  | { readonly kind: 'discovered'; readonly id: 'discovered' };

export const accessKeyIdentity = (accessKeyId: string, secretAccessKey: string): Identity => ({
  kind: 'access-key',
  id: accessKeyId,
  accessKeyId,
  secretAccessKey,
});

export const discoveredIdentity: Identity = { kind: 'discovered', id: 'discovered' };

export interface MfaSettings {
  /** False: never ask for a code, even if the user has MFA devices. */
  readonly enabled: boolean;
  /** ARN of a virtual device or the serial of a hardware one. Looked up when absent. */
  readonly serialNumber?: string;
  /** Base32 secret that stood in plain text in the configuration file. */
  readonly secretInFile?: string;
}

/** What the user picks by name. */
export interface Profile {
  readonly name: string;
  readonly identity: Identity;
  readonly region: string;
  /** As configured, in seconds; clamped when it is used. */
  readonly tokenDurationSeconds?: number;
  /** May hold the variable `${aws:username}`. */
  readonly roleArn?: string;
  readonly mfa: MfaSettings;
  /** Make the role session from the long-term keys with its own code, so that it may exceed one hour. */
  readonly longRoleSession: boolean;
  /** Where it was defined: file path and line (1 = first). */
  readonly origin: { readonly file: string; readonly line: number };
}
