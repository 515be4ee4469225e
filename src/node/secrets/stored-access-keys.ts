import { failed, type Result, success } from '../../core/result.ts';
import { type Failure, failure } from '../../core/sessions/failure.ts';
import type { BaseCredentials } from '../base-credentials/sources.ts';
import type { SecretStore, SecretStoreFailure } from './secret-store.ts';

/** The secret halves of long-term access keys. */
export interface StoredAccessKeys {
  find(accessKeyId: string): Promise<Result<BaseCredentials, Failure>>;
  set(accessKeyId: string, secretAccessKey: string): Promise<Result<void, SecretStoreFailure>>;
  /** The value is false when none was stored. */
  remove(accessKeyId: string): Promise<Result<boolean, SecretStoreFailure>>;
}

const accountOf = (accessKeyId: string): string => `access-key:${accessKeyId}`;

export const createStoredAccessKeys = (store: SecretStore): StoredAccessKeys => ({
  async find(accessKeyId) {
    const answer = await store.read(accountOf(accessKeyId));
    switch (answer.kind) {
      case 'found':
        return success({ accessKeyId, secretAccessKey: answer.secret });
      case 'none':
        return failed(
          failure(
            'source-failed',
            `no secret key is stored for ${accessKeyId}; store it with “metafob configure”`,
          ),
        );
      case 'locked':
      case 'unavailable':
        return failed(failure('source-failed', answer.reason));
    }
  },
  set: (accessKeyId, secretAccessKey) => store.write(accountOf(accessKeyId), secretAccessKey),
  remove: (accessKeyId) => store.remove(accountOf(accessKeyId)),
});
