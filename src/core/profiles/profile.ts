/** Where a profile's base credentials come from. Identities are equal when their `id` is. */
export type Identity =
  | {
      readonly kind: 'access-key';
      readonly id: string;
      readonly accessKeyId: string;
      readonly secretAccessKey: string;
    }
  /** A long-term key of which only the id stands in the configuration; the secret is in the keychain. */
  | { readonly kind: 'stored-key'; readonly id: string; readonly accessKeyId: string }
  /** The ordinary discovery of the AWS SDKs (environment, shared files…), but never instance metadata. */
  | { readonly kind: 'discovered'; readonly id: 'discovered' }
  /** A program that prints credentials, as `credential_process` of ~/.aws/config. */
  | { readonly kind: 'process'; readonly id: string; readonly command: string }
  /** A role of another metadata service, which hands out its credentials. */
  | { readonly kind: 'upstream'; readonly id: string; readonly url: string; readonly role: string }
  /** Credentials that were posted to the admin listener. */
  | { readonly kind: 'bootstrap'; readonly id: 'bootstrap' };

export const accessKeyIdentity = (accessKeyId: string, secretAccessKey: string): Identity => ({
  kind: 'access-key',
  id: accessKeyId,
  accessKeyId,
  secretAccessKey,
});

export const storedKeyIdentity = (accessKeyId: string): Identity => ({
  kind: 'stored-key',
  id: `stored:${accessKeyId}`,
  accessKeyId,
});

export const processIdentity = (command: string): Identity => ({
  kind: 'process',
  id: `process:${command}`,
  command,
});

/** @param url base address of the metadata service, such as `http://afp.example:8080` */
export const upstreamIdentity = (url: string, role: string): Identity => ({
  kind: 'upstream',
  id: `upstream:${url}/${role}`,
  url,
  role,
});

export const bootstrapIdentity: Identity = { kind: 'bootstrap', id: 'bootstrap' };

export const discoveredIdentity: Identity = { kind: 'discovered', id: 'discovered' };

export interface MfaSettings {
  /** False: never ask for a code, even if the user has MFA devices. */
  readonly enabled: boolean;
  /** ARN of a virtual device or the serial of a hardware one. Looked up when absent. */
  readonly serialNumber?: string;
  /** Base32 secret that stood in plain text in the configuration file. */
  readonly secretInFile?: string;
}

/**
 * `when-used`: what programs use is renewed ahead of its end. `always`: made at once and kept valid, used or
 * not. `prefetch`: the same, but renewed at a random moment between 50 and 90 % of the lifetime, as alppaca.
 */
export type Renewal = 'when-used' | 'always' | 'prefetch';

/** What the user picks by name. */
export interface Profile {
  readonly name: string;
  readonly identity: Identity;
  readonly region: string;
  /** As configured, in seconds; clamped when it is used. */
  readonly tokenDurationSeconds?: number;
  /** May hold the variable `${aws:username}`. */
  readonly roleArn?: string;
  readonly externalId?: string;
  /** 2 to 64 characters of `[\w+=,.@-]`; made from the user's name when absent. */
  readonly roleSessionName?: string;
  /** Name of the profile with whose role session this profile's role is assumed (role chaining). */
  readonly sourceProfile?: string;
  readonly mfa: MfaSettings;
  /** Make the role session from the long-term keys with its own code, so that it may exceed one hour. */
  readonly longRoleSession: boolean;
  /** When new credentials are made without anybody asking; `when-used` when absent. */
  readonly renewal?: Renewal;
  /** Renew the role session with its own credentials as long as it lives. */
  readonly renewsItself?: boolean;
  /** The name under which instance metadata lists the profile, where it is not its role's. */
  readonly metadataRoleName?: string;
  /** Where it was defined: file path and line (1 = first). */
  readonly origin: { readonly file: string; readonly line: number };
}
