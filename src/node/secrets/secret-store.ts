import type { Result } from '../../core/result.ts';

/**
 * What a store says about one account. `locked`: there may be a secret, but it cannot be read now, so nobody
 * should offer to replace it. `unavailable`: this store does not work on this machine at all.
 */
export type SecretRead =
  | { readonly kind: 'found'; readonly secret: string }
  | { readonly kind: 'none' }
  | { readonly kind: 'locked'; readonly reason: string }
  | { readonly kind: 'unavailable'; readonly reason: string };

/** Why nothing was written or removed: a sentence or two for a person, without any secret. */
export interface SecretStoreFailure {
  /**
   * `locked` and `unavailable` as in SecretRead; `damaged`: what is stored cannot be understood and was left
   * untouched; `busy`: another process is writing.
   */
  readonly kind: 'locked' | 'unavailable' | 'damaged' | 'busy';
  readonly reason: string;
}

/** A place for secrets, each under an account name. No method throws: every failure is a value. */
export interface SecretStore {
  /** Which place this is, and why it was chosen, for logs and `metafob status`. */
  readonly description: string;
  read(account: string): Promise<SecretRead>;
  write(account: string, secret: string): Promise<Result<void, SecretStoreFailure>>;
  /** The value is false when there was nothing to remove. */
  remove(account: string): Promise<Result<boolean, SecretStoreFailure>>;
}
