import { readFile } from 'node:fs/promises';
import { toTimestamp } from '../../core/sessions/credentials.ts';
import type { AccessResponse } from '../../shared/manage-api.ts';
import type { BrokeredCredentials } from './broker.ts';

export type Variables = Readonly<Record<string, string>>;

/**
 * What would make a client use other credentials than those it is given: all that the AWS clients look at
 * before the container endpoint (AWS SDKs and Tools reference guide, "Standardized credential providers").
 */
export const conflictingVariables: readonly string[] = [
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_SECURITY_TOKEN',
  'AWS_CREDENTIAL_EXPIRATION',
  'AWS_CREDENTIAL_FILE',
  'AWS_PROFILE',
  'AWS_DEFAULT_PROFILE',
  'AWS_ROLE_ARN',
  'AWS_ROLE_SESSION_NAME',
  'AWS_WEB_IDENTITY_TOKEN_FILE',
  'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
  'AWS_CONTAINER_CREDENTIALS_FULL_URI',
  'AWS_CONTAINER_AUTHORIZATION_TOKEN',
  'AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE',
];

/**
 * A program with these asks the container endpoint whenever it needs credentials.
 *
 * @param withToken put the token itself there, for clients that are too old to read it from a file. It is good
 *   until the service starts anew; the file always holds the present one.
 */
export async function containerVariables(
  profile: string,
  { containerUrl, tokenFile, region }: Omit<AccessResponse, 'metadataUrl'>,
  withToken: boolean,
): Promise<Variables> {
  return {
    AWS_CONTAINER_CREDENTIALS_FULL_URI: containerUrl,
    ...(withToken
      ? { AWS_CONTAINER_AUTHORIZATION_TOKEN: await readFile(tokenFile, 'utf8') }
      : { AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: tokenFile }),
    ...regionVariables(region),
    METAFOB_PROFILE: profile,
  };
}

/** Credentials for a program that has nowhere to ask again: they end when they end. */
export const keyVariables = (credentials: BrokeredCredentials): Variables => ({
  AWS_ACCESS_KEY_ID: credentials.accessKeyId,
  AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
  AWS_SESSION_TOKEN: credentials.sessionToken,
  AWS_CREDENTIAL_EXPIRATION: toTimestamp(credentials.expiresAt),
  ...regionVariables(credentials.region),
  METAFOB_PROFILE: credentials.profile,
  METAFOB_PROFILE_EXPIRATION: toTimestamp(credentials.expiresAt),
});

/** What imsa exports (imsa.py), and the same under Metafob's own name. */
export const exportedVariables = (credentials: BrokeredCredentials): Variables => ({
  AWS_ACCESS_KEY_ID: credentials.accessKeyId,
  AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
  AWS_SESSION_TOKEN: credentials.sessionToken,
  METAFOB_PROFILE: credentials.profile,
  METAFOB_PROFILE_EXPIRATION: toTimestamp(credentials.expiresAt),
  IMSA_PROFILE: credentials.profile,
  IMSA_PROFILE_EXPIRATION: toTimestamp(credentials.expiresAt),
});

const regionVariables = (region: string): Variables => ({
  AWS_REGION: region,
  AWS_DEFAULT_REGION: region,
});

/** An environment in which `added` is what counts. */
export function environmentWith(
  environment: Readonly<Record<string, string | undefined>>,
  added: Variables,
): Record<string, string | undefined> {
  const kept = Object.entries(environment).filter(([name]) => !conflictingVariables.includes(name));
  return { ...Object.fromEntries(kept), ...added };
}
