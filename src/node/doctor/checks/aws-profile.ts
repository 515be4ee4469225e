import type { Fix } from '../../../shared/doctor.ts';
import { nearestWord } from '../../config/nearest-word.ts';
import type { Check, Surroundings } from '../surroundings.ts';

/** A profile that is in no file: the AWS CLI and boto3 refuse to start with it. */
export const missingProfile: Check = (surroundings) => {
  const { awsProfile, awsFiles } = surroundings;
  const { name, chosenBy } = awsProfile;
  if (chosenBy === 'nothing' || name === 'default') return [];
  if (awsFiles.profiles.some((profile) => profile.name === name)) return [];
  return [
    {
      id: 'profile-missing',
      severity: 'problem',
      title: `There is no AWS profile “${name}”`,
      why: `${chosenBy === 'option' ? 'It' : `${chosenBy} names it, but it`} is neither in ~/.aws/config nor in ~/.aws/credentials. The AWS CLI and boto3 stop there, and ask nobody.`,
      fix: fixOf(surroundings),
    },
  ];
};

function fixOf({ awsProfile, awsFiles, service, shell }: Surroundings): Fix {
  const { name, chosenBy } = awsProfile;
  const ours = service.kind === 'running' ? (service.state?.profiles ?? []) : [];
  if (ours.some((profile) => profile.name === name)) return { line: shell.metafob('connect', name) };
  const names = awsFiles.profiles.map((profile) => profile.name);
  const similar = nearestWord(name, names);
  switch (chosenBy) {
    case 'option':
    case 'nothing':
      return { sentence: `The profiles are: ${names.join(', ') || 'none'}.` };
    case 'AWS_PROFILE':
    case 'AWS_DEFAULT_PROFILE':
      return {
        line: shell.variables(
          similar === undefined ? { unset: [chosenBy] } : { set: { [chosenBy]: similar } },
        ),
      };
  }
}

/** A file that cannot be read: the AWS CLI fails with it, whatever the rest says. */
export const unreadableFiles: Check = ({ awsFiles }) =>
  awsFiles.problems.map(({ file, line, message }) => ({
    id: 'file-unreadable',
    severity: 'problem',
    title: `The AWS CLI cannot read ${file}`,
    why: `${file}:${line}: ${message}.`,
    fix: { sentence: `Correct line ${line} of ${file}.` },
  }));
