import {
  createCredentialChain,
  fromEnv,
  fromHttp,
  fromIni,
  fromTokenFile,
} from '@aws-sdk/credential-providers';
import type { AwsCredentialIdentity, AwsCredentialIdentityProvider } from '@smithy/types';
import type { Identity } from '../../core/profiles/profile.ts';
import type { Result } from '../../core/result.ts';
import type { Credentials } from '../../core/sessions/credentials.ts';
import type { Failure } from '../../core/sessions/failure.ts';
import type { BaseCredentialSources, BaseCredentials } from '../base-credentials/sources.ts';

/** A failure value on its way through the AWS SDK, which only knows exceptions. */
export class SourceFailure extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.kind);
    this.failure = failure;
  }
}

/** What to sign a call with: session credentials where given, else the identity's own. */
export function signingCredentials(
  identity: Identity,
  source: Credentials | undefined,
  sources: BaseCredentialSources,
): AwsCredentialIdentity | AwsCredentialIdentityProvider {
  if (source !== undefined) {
    const { accessKeyId, secretAccessKey, sessionToken } = source;
    return { accessKeyId, secretAccessKey, sessionToken };
  }
  switch (identity.kind) {
    case 'access-key':
      return { accessKeyId: identity.accessKeyId, secretAccessKey: identity.secretAccessKey };
    case 'stored-key':
      return async () => toSdk(await sources.storedKey(identity.accessKeyId));
    case 'process':
      return async () => toSdk(await sources.process(identity.command));
    case 'upstream':
      return async () => toSdk(await sources.upstream(identity.url, identity.role));
    case 'bootstrap':
      return async () => toSdk(await sources.bootstrap());
    case 'discovered':
      return discover();
  }
}

function toSdk(result: Result<BaseCredentials, Failure>): AwsCredentialIdentity {
  if (!result.ok) throw new SourceFailure(result.failure);
  const { accessKeyId, secretAccessKey, sessionToken, expiresAt } = result.value;
  return {
    accessKeyId,
    secretAccessKey,
    ...(sessionToken === undefined ? {} : { sessionToken }),
    ...(expiresAt === undefined ? {} : { expiration: new Date(expiresAt) }),
  };
}

/**
 * The ordinary AWS discovery (environment, shared files with processes and SSO, web identity, container)
 * without instance metadata: that would be this very service, asking itself.
 */
function discover(): AwsCredentialIdentityProvider {
  const container =
    process.env.AWS_CONTAINER_CREDENTIALS_RELATIVE_URI ?? process.env.AWS_CONTAINER_CREDENTIALS_FULL_URI;
  return createCredentialChain(
    fromEnv(),
    fromIni(),
    fromTokenFile(),
    ...(container === undefined ? [] : [fromHttp()]),
  );
}
