import { failed, type Result, success } from '../../../core/result.ts';
import type { ConfigProblem } from '../config-problem.ts';
import { exposedFileWarning } from '../plain-text-secrets.ts';
import type { Environment, SourceProfiles } from '../profile-source.ts';
import type { ReadConfigFile } from '../read-config-file.ts';
import { buildImsaProfiles } from './build-imsa-profiles.ts';
import { type ImsaProfile, parseImsa } from './parse-imsa.ts';

/** Reads a file in the format of ~/.imsa. As with Metafob's own files, one fault makes the whole file fail. */
export const readImsaFile = async (
  file: string,
  readFile: ReadConfigFile,
  environment: Environment,
): Promise<Result<SourceProfiles, readonly ConfigProblem[]>> => {
  const content = await readFile(file);
  if (!content.ok) return failed([{ file, line: 1, message: content.failure }]);
  const read = parseImsa(content.value.text);
  if (!read.ok) return failed(read.failure.map((problem) => ({ file, ...problem })));
  const built = buildImsaProfiles(file, read.value, environment);
  if (!built.ok) return built;
  const exposed = read.value
    .flatMap(secretsOf)
    .slice(0, 1)
    .flatMap((secret) => exposedFileWarning({ file, ...secret }, content.value.mode));
  return success({ ...built.value, warnings: [...built.value.warnings, ...exposed] });
};

const secretKey = 'aws_secret_access_key';

const secretsOf = ({ entries }: ImsaProfile) => {
  const secret = entries.get(secretKey);
  return secret?.value ? [{ line: secret.line, key: secretKey }] : [];
};
