import { join } from 'node:path';

/** Files of the AWS tools that hold keys. */
export interface AwsKeyFiles {
  /** The shared credentials file: `~/.aws/credentials`, or what AWS_SHARED_CREDENTIALS_FILE names. */
  readonly credentials: string;
  /** `~/.aws/config`, or what AWS_CONFIG_FILE names: keys may stand there too. */
  readonly config: string;
  /** Where older versions of AWS-recipes keep long-term keys: `~/.aws/credentials.no-mfa`. */
  readonly withoutMfa: string;
}

export const awsKeyFiles = (
  environment: Readonly<Record<string, string | undefined>>,
  homeDirectory: string,
): AwsKeyFiles => ({
  credentials: environment.AWS_SHARED_CREDENTIALS_FILE || join(homeDirectory, '.aws', 'credentials'),
  config: environment.AWS_CONFIG_FILE || join(homeDirectory, '.aws', 'config'),
  withoutMfa: join(homeDirectory, '.aws', 'credentials.no-mfa'),
});

/** Where newer versions of AWS-recipes keep the long-term keys of a profile, in the credentials file. */
export const sectionWithoutMfa = (profile: string): string => `${profile}-nomfa`;
