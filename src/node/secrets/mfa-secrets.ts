import type { MfaSecretLookup, MfaSecretPort } from '../../core/ports.ts';
import type { Profile } from '../../core/profiles/profile.ts';
import { failed, type Result } from '../../core/result.ts';
import type { OpenedSecretStore } from './open-secret-store.ts';
import { parseMfaSecret } from './parse-mfa-secret.ts';
import type { SecretStore, SecretStoreFailure } from './secret-store.ts';

export interface MfaSecretFailure {
  readonly kind: SecretStoreFailure['kind'] | 'invalid-secret';
  readonly reason: string;
}

export interface MfaSecrets extends MfaSecretPort {
  /** Stores the secret of the profile's identity, which all profiles on that identity share. */
  set(profile: Profile, secret: string): Promise<Result<void, MfaSecretFailure>>;
  /** The value is false when none was stored. A secret in the configuration file stays where it is. */
  remove(profile: Profile): Promise<Result<boolean, MfaSecretFailure>>;
  /** False when what is stored is lost with this process. */
  isLasting(): Promise<boolean>;
}

const accountOf = (profile: Profile): string => `mfa-secret:${profile.identity.id}`;

const checked = (secret: string, where: string): MfaSecretLookup => {
  const parsed = parseMfaSecret(secret);
  if (parsed.ok) return { kind: 'found', secret: parsed.value };
  return { kind: 'locked', reason: `${where}: ${parsed.failure}` };
};

const fromFile = ({ mfa, origin }: Profile, otherwise: MfaSecretLookup): MfaSecretLookup =>
  mfa.secretInFile === undefined
    ? otherwise
    : checked(mfa.secretInFile, `${origin.file}, line ${origin.line}, mfa_secret`);

/**
 * The MFA secrets of profiles: from the store, else from the configuration file. Nothing is remembered, so a
 * secret that is removed or a keychain that gets locked takes effect at once.
 */
export const createMfaSecrets = (
  store: SecretStore & Partial<Pick<OpenedSecretStore, 'place'>>,
): MfaSecrets => ({
  find: async (profile) => {
    const answer = await store.read(accountOf(profile));
    switch (answer.kind) {
      case 'found':
        return checked(answer.secret, 'The stored MFA secret');
      case 'locked':
        return fromFile(profile, { kind: 'locked', reason: answer.reason });
      case 'none':
      case 'unavailable':
        return fromFile(profile, { kind: 'none' });
    }
  },
  set: async (profile, secret) => {
    const parsed = parseMfaSecret(secret);
    if (!parsed.ok) return failed({ kind: 'invalid-secret', reason: parsed.failure });
    return store.write(accountOf(profile), parsed.value);
  },
  remove: (profile) => store.remove(accountOf(profile)),
  isLasting: async () => (await store.place?.()) !== 'memory',
});
