import type { Identity, Profile } from '../../../core/profiles/profile.ts';
import { createMfaSecrets } from '../../../node/secrets/mfa-secrets.ts';
import type { SecretStore } from '../../../node/secrets/secret-store.ts';
import { CliError } from '../cli-error.ts';
import type { CliIo } from '../cli-io.ts';
import { findProfile, type LocalOptions, readConfiguration } from '../local-secrets.ts';
import { storeResult } from './secret.ts';

/**
 * Remembers the stored MFA secret of a profile, and stores it again for another identity of the same user:
 * secrets are kept by access key. Does nothing when there is no such profile or no secret.
 */
export async function mfaSecretOf(
  io: CliIo,
  options: LocalOptions,
  store: SecretStore,
  name: string,
  isSameUser: (profile: Profile) => boolean = () => true,
): Promise<(identity: Identity) => Promise<void>> {
  const profile = await profileIfAny(io, options, name);
  if (profile === undefined || !isSameUser(profile)) return async () => undefined;
  const secrets = createMfaSecrets(store);
  const { secretInFile: _, ...mfa } = profile.mfa;
  const found = await secrets.find({ ...profile, mfa });
  if (found.kind !== 'found') return async () => undefined;
  return async (identity) => {
    if (identity.id === profile.identity.id) return;
    await storeResult(secrets.set({ ...profile, identity }, found.secret));
  };
}

async function profileIfAny(io: CliIo, options: LocalOptions, name: string): Promise<Profile | undefined> {
  try {
    return findProfile(await readConfiguration(io, options), name);
  } catch (error) {
    if (error instanceof CliError) return undefined;
    throw error;
  }
}
