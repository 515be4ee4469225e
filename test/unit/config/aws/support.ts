import {
  type AwsProfileOptions,
  buildAwsProfiles,
} from '../../../../src/node/config/aws/build-aws-profiles.ts';
import { parseSharedFile } from '../../../../src/node/config/aws/parse-shared-file.ts';

/** Contents of the files. */
export interface AwsTexts {
  readonly config?: string;
  readonly credentials?: string;
  readonly withoutMfa?: string;
}

const read = (file: string, text: string) => {
  const parsed = parseSharedFile(text);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.failure));
  return { file, sections: parsed.value };
};

export const awsProfiles = (
  { config, credentials, withoutMfa }: AwsTexts,
  options: Partial<AwsProfileOptions> = {},
) =>
  buildAwsProfiles(
    {
      ...(config !== undefined && { config: read('config', config) }),
      ...(credentials !== undefined && { credentials: read('credentials', credentials) }),
      ...(withoutMfa !== undefined && { withoutMfa: read('credentials.no-mfa', withoutMfa) }),
    },
    { environment: {}, platform: 'linux', ...options },
  );

export const awsProfile = (texts: AwsTexts, name: string, options: Partial<AwsProfileOptions> = {}) =>
  awsProfiles(texts, options).profiles.find((profile) => profile.name === name);

/** `file:line: message` */
export const awsWarnings = (texts: AwsTexts): readonly string[] =>
  awsProfiles(texts).warnings.map(({ file, line, message }) => `${file}:${line}: ${message}`);

export const namesOf = (texts: AwsTexts): readonly string[] =>
  awsProfiles(texts).profiles.map(({ name }) => name);

export const aliceKeys = 'aws_access_key_id = AKIAALICE\naws_secret_access_key = alice-secret\n';
export const bobKeys = 'aws_access_key_id = AKIABOB\naws_secret_access_key = bob-secret\n';
export const serial = 'arn:aws:iam::123456789012:mfa/alice';
export const role = (name: string): string => `arn:aws:iam::123456789012:role/${name}`;
