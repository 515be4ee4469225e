import { failed } from '../core/result.ts';
import { failure } from '../core/sessions/failure.ts';
import type { BaseCredentialSources } from '../node/base-credentials/sources.ts';
import type { SecretStore } from '../node/secrets/secret-store.ts';

export interface SourceParts {
  readonly secretStore: SecretStore;
  /** What the admin listener received; without one, nothing ever is. */
  readonly bootstrap?: BaseCredentialSources['bootstrap'];
}

/** Every place of base credentials besides the configuration. Each is loaded at its first use. */
export const createBaseCredentialSources = ({
  secretStore,
  bootstrap = noBootstrap,
}: SourceParts): BaseCredentialSources => ({
  async storedKey(accessKeyId) {
    const { createStoredAccessKeys } = await import('../node/secrets/stored-access-keys.ts');
    return createStoredAccessKeys(secretStore).find(accessKeyId);
  },
  async process(command) {
    const { runCredentialProcess } = await import('../node/base-credentials/credential-process.ts');
    return runCredentialProcess(command);
  },
  async upstream(url, role) {
    const { fetchUpstreamCredentials } = await import('../node/upstream/upstream-credentials.ts');
    return fetchUpstreamCredentials(url, role);
  },
  bootstrap,
});

const noBootstrap: BaseCredentialSources['bootstrap'] = async () =>
  failed(failure('source-failed', 'no bootstrap credentials were received yet'));
