import type { ConfigProblem } from '../config-problem.ts';
import { exposedFileWarning } from '../plain-text-secrets.ts';
import type { SourceProfiles } from '../profile-source.ts';
import type { ReadConfigFile } from '../read-config-file.ts';
import { type AwsProfileOptions, buildAwsProfiles } from './build-aws-profiles.ts';
import { parseSharedFile, type SharedSection } from './parse-shared-file.ts';
import type { SharedFile } from './shared-profiles.ts';

/** Those that exist; `withoutMfa` is the file of AWS-recipes beside the credentials. */
export interface AwsFiles {
  readonly config?: string;
  readonly credentials?: string;
  readonly withoutMfa?: string;
}

/** Reads the files of the AWS tools. A file that the AWS CLI could not read either is told in warnings. */
export const readAwsFiles = async (
  files: AwsFiles,
  readFile: ReadConfigFile,
  options: AwsProfileOptions,
): Promise<SourceProfiles> => {
  const warnings: ConfigProblem[] = [];
  const read = async (file: string | undefined): Promise<SharedFile | undefined> => {
    if (file === undefined) return undefined;
    const content = await readFile(file);
    if (!content.ok) {
      warnings.push({ file, line: 1, message: `${content.failure}; its profiles are missing` });
      return undefined;
    }
    const parsed = parseSharedFile(content.value.text);
    if (parsed.ok) {
      warnings.push(...exposedWarnings(file, parsed.value, content.value.mode));
      return { file, sections: parsed.value };
    }
    const message = (reason: string) =>
      `${reason}; the AWS CLI cannot read this file, so its profiles are missing`;
    warnings.push(
      ...parsed.failure.map(({ line, message: reason }) => ({ file, line, message: message(reason) })),
    );
    return undefined;
  };
  const [config, credentials, withoutMfa] = [
    await read(files.config),
    await read(files.credentials),
    await read(files.withoutMfa),
  ];
  const built = buildAwsProfiles(
    {
      ...(config !== undefined && { config }),
      ...(credentials !== undefined && { credentials }),
      ...(withoutMfa !== undefined && { withoutMfa }),
    },
    options,
  );
  return { ...built, warnings: [...warnings, ...built.warnings] };
};

const secretKey = 'aws_secret_access_key';

const exposedWarnings = (
  file: string,
  sections: readonly SharedSection[],
  mode: number | undefined,
): readonly ConfigProblem[] => {
  const secret = sections
    .map(({ entries }) => entries.get(secretKey))
    .find((entry) => entry !== undefined && entry.value !== '');
  return secret === undefined ? [] : exposedFileWarning({ file, line: secret.line, key: secretKey }, mode);
};
