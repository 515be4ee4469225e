import { parseSharedFile } from '../../config/aws/parse-shared-file.ts';
import { collectProfiles, type SharedFile } from '../../config/aws/shared-profiles.ts';
import type { ConfigProblem } from '../../config/config-problem.ts';
import { locateConfigFiles, type Whereabouts } from '../../config/locate-config-files.ts';
import { readConfigFile } from '../../config/read-config-file.ts';
import type { AwsFiles, AwsProfileChoice } from '../surroundings.ts';

/** `~/.aws/config` and `~/.aws/credentials` as AWS clients see them; files that are not there count as empty. */
export async function readAwsFiles(whereabouts: Omit<Whereabouts, 'explicitFile'>): Promise<AwsFiles> {
  const located = await locateConfigFiles(whereabouts);
  const { config, credentials } = located.ok ? located.value.sources.aws : {};
  const problems: ConfigProblem[] = [];
  const [open, secret] = [await readFile(config, problems), await readFile(credentials, problems)];
  return {
    profiles: collectProfiles({
      ...(open !== undefined && { config: open }),
      ...(secret !== undefined && { credentials: secret }),
    }),
    problems,
  };
}

async function readFile(
  file: string | undefined,
  problems: ConfigProblem[],
): Promise<SharedFile | undefined> {
  if (file === undefined) return undefined;
  const content = await readConfigFile(file);
  if (!content.ok) {
    problems.push({ file, line: 1, message: content.failure });
    return undefined;
  }
  const parsed = parseSharedFile(content.value.text);
  if (parsed.ok) return { file, sections: parsed.value };
  problems.push(...parsed.failure.map((problem) => ({ file, ...problem })));
  return undefined;
}

/** Which AWS profile a program uses. botocore looks at AWS_DEFAULT_PROFILE first, but nobody sets both. */
export function chooseAwsProfile(
  environment: Readonly<Record<string, string | undefined>>,
  option: string | undefined,
): AwsProfileChoice {
  if (option !== undefined) return { name: option, chosenBy: 'option' };
  const { AWS_PROFILE: profile, AWS_DEFAULT_PROFILE: older } = environment;
  if (profile) return { name: profile, chosenBy: 'AWS_PROFILE' };
  if (older) return { name: older, chosenBy: 'AWS_DEFAULT_PROFILE' };
  return { name: 'default', chosenBy: 'nothing' };
}
