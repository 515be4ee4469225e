import type { ConfigProblem } from '../config/config-problem.ts';
import type { LocatedDocument } from './located-document.ts';

/** Keys of amazon-ec2-metadata-mock that do nothing here, and why. */
const ignored: readonly (readonly [path: readonly string[], why: string])[] = [
  [['metadata', 'paths'], 'paths are those of EC2; they follow from the values'],
  [['dynamic', 'paths'], 'paths are those of EC2; they follow from the values'],
  [['userdata', 'paths'], 'paths are those of EC2; they follow from the values'],
  [['metadata', 'values', 'iam-info'], 'it follows from the active profile'],
  [['metadata', 'values', 'iam-security-credentials'], 'credentials are those of the active profile'],
  [['metadata', 'values', 'iam-security-credentials-role'], 'the role is that of the active profile'],
  [['server'], 'set host and port in [metadata] of the configuration file, or with --host and --port'],
  [['mock-ip-count'], 'every program on this machine sees events'],
  [['config-file'], 'name the file when you start Metafob'],
  [['save-config-to-file'], 'Metafob saves no configuration'],
];

export const aemmWarnings = (
  file: string,
  content: unknown,
  lineOf: LocatedDocument['lineOf'],
): readonly ConfigProblem[] =>
  ignored
    .filter(([path]) => has(content, path))
    .map(([path, why]) => {
      const key = path.join('.');
      return { file, line: lineOf(path), key, message: `${key} is ignored: ${why}` };
    });

const has = (content: unknown, [name, ...rest]: readonly string[]): boolean => {
  if (name === undefined) return true;
  if (typeof content !== 'object' || content === null) return false;
  const found = Object.entries(content).find(([key]) => key === name);
  return found !== undefined && has(found[1], rest);
};
