import {
  createCredentialChain,
  fromEnv,
  fromHttp,
  fromIni,
  fromTokenFile,
} from '@aws-sdk/credential-providers';
import type { AwsCredentialIdentity, AwsCredentialIdentityProvider } from '@smithy/types';
import type { Identity } from '../../core/profiles/profile.ts';
import type { Credentials } from '../../core/sessions/credentials.ts';

/** What to sign a call with: session credentials where given, else the identity's own. */
export function signingCredentials(
  identity: Identity,
  source: Credentials | undefined,
): AwsCredentialIdentity | AwsCredentialIdentityProvider {
  if (source !== undefined) {
    const { accessKeyId, secretAccessKey, sessionToken } = source;
    return { accessKeyId, secretAccessKey, sessionToken };
  }
  switch (identity.kind) {
    case 'access-key':
      return { accessKeyId: identity.accessKeyId, secretAccessKey: identity.secretAccessKey };
    case 'discovered':
      return discover();
  }
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
