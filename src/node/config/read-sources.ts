import { failed, type Result, success } from '../../core/result.ts';
import type { ConfigProblem } from './config-problem.ts';
import type { SourceFiles } from './locate-config-files.ts';
import type { Environment, SourceProfiles } from './profile-source.ts';
import { readConfigFile } from './read-config-file.ts';
import type { ProfileSourceName } from './section-schemas.ts';

/**
 * Reads the files of other tools that exist and are wanted, each winning over the ones after it. What reads
 * them is loaded only then, so that a start without them is not slower.
 */
export const readSources = async (
  files: SourceFiles,
  wanted: readonly ProfileSourceName[],
  environment: Environment,
): Promise<Result<readonly SourceProfiles[], readonly ConfigProblem[]>> => {
  const sources: SourceProfiles[] = [];
  if (files.imsa !== undefined && wanted.includes('imsa')) {
    const { readImsaFile } = await import('./imsa/read-imsa-file.ts');
    const imsa = await readImsaFile(files.imsa, readConfigFile, environment);
    if (!imsa.ok) return failed(imsa.failure);
    sources.push(imsa.value);
  }
  if (Object.keys(files.aws).length > 0 && wanted.includes('aws')) {
    const { readAwsFiles } = await import('./aws/read-aws-files.ts');
    sources.push(await readAwsFiles(files.aws, readConfigFile, { environment }));
  }
  return success(sources);
};

/** The files that `readSources` reads. */
export const filesOfSources = (
  { imsa, aws }: SourceFiles,
  wanted: readonly ProfileSourceName[],
): readonly string[] => [
  ...(imsa !== undefined && wanted.includes('imsa') ? [imsa] : []),
  ...(wanted.includes('aws') ? Object.values(aws) : []),
];
