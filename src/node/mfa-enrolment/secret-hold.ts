import type { MfaSecretPort } from '../../core/ports.ts';
import type { Profile } from '../../core/profiles/profile.ts';

/** A way to the MFA secrets that can be closed for one identity, while its present code must not be used. */
export interface HeldSecrets extends MfaSecretPort {
  /** Lets nobody find the secret of the profile's identity until the returned function is called. */
  hold(profile: Profile): () => void;
}

export function createHeldSecrets(secrets: MfaSecretPort): HeldSecrets {
  const held = new Map<string, Promise<void>>();
  return {
    async find(profile) {
      await held.get(profile.identity.id);
      return secrets.find(profile);
    },
    hold({ identity }) {
      let open = (): void => {};
      const closed = new Promise<void>((resolve) => {
        open = resolve;
      });
      held.set(identity.id, closed);
      return () => {
        if (held.get(identity.id) === closed) held.delete(identity.id);
        open();
      };
    },
  };
}
