import type { ProfileView } from '../../shared/view-state.ts';

/** Where the codes of a profile come from. */
export type SecretSource = 'store' | 'configuration' | 'person';

/** @param storedSecrets the profiles whose secret is in the keychain */
export const secretSource = (profile: ProfileView, storedSecrets: readonly string[]): SecretSource => {
  if (storedSecrets.includes(profile.name)) return 'store';
  return profile.mfa.mode === 'stored-secret' ? 'configuration' : 'person';
};

/** The same in a sentence. */
export const secretSourceText = (source: SecretSource): string => {
  switch (source) {
    case 'store':
      return 'Stored: Metafob makes the codes.';
    case 'configuration':
      return 'In the configuration file, in plain text: Metafob makes the codes. Store it here and remove it there.';
    case 'person':
      return 'Not stored: Metafob asks you for each code.';
  }
};

/** Profiles that need a code, or may need one: those for which a secret can be stored. */
export const profilesWithMfa = (profiles: readonly ProfileView[]): readonly ProfileView[] =>
  profiles.filter(({ mfa }) => mfa.mode !== 'none');
