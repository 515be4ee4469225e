import { settingOf } from '../../config/aws/shared-profiles.ts';
import { chosenProfile } from '../facts.ts';
import type { Check } from '../surroundings.ts';

const isTrue = (text: string | undefined): boolean => text?.toLowerCase() === 'true';

/** The switch that makes all clients ask no metadata service at all. */
export const metadataDisabled: Check = ({ environment, shell }) =>
  isTrue(environment.AWS_EC2_METADATA_DISABLED)
    ? [
        {
          id: 'metadata-disabled',
          severity: 'problem',
          title: 'AWS_EC2_METADATA_DISABLED is true',
          why: 'With it no AWS client asks for instance metadata, and so none asks Metafob.',
          fix: { line: shell.variables({ unset: ['AWS_EC2_METADATA_DISABLED'] }) },
        },
      ]
    : [];

/** Clients that insist on IMDSv2 get it from Metafob. */
export const versionOneDisabled: Check = (surroundings) => {
  const profile = chosenProfile(surroundings);
  const configured = profile && settingOf(profile, 'ec2_metadata_v1_disabled')?.value;
  return isTrue(surroundings.environment.AWS_EC2_METADATA_V1_DISABLED ?? configured)
    ? [
        {
          id: 'version-one-disabled',
          severity: 'fine',
          title: 'Clients use IMDSv2 only',
          why: 'Metafob speaks both versions, so this works.',
        },
      ]
    : [];
};

/** Metafob sends something every 0.4 seconds while a person looks for the code; whole seconds are the least. */
export const timeoutTooShort: Check = (surroundings) => {
  const { environment, shell } = surroundings;
  const profile = chosenProfile(surroundings);
  const setting = profile && settingOf(profile, 'metadata_service_timeout');
  const name = 'AWS_METADATA_SERVICE_TIMEOUT';
  const value = environment[name] ?? setting?.value;
  if (value === undefined || /^ *[1-9]\d* *$/.test(value)) return [];
  const where =
    environment[name] === undefined ? `On line ${setting?.line} of ${setting?.file}, it` : `${name}`;
  return [
    {
      id: 'metadata-timeout',
      severity: 'problem',
      title: `The time limit for instance metadata is “${value}”`,
      why: `${where} has to be a whole number of seconds, at least 1; the AWS CLI and boto3 fail otherwise. Nothing needs to be set: clients wait for a code with their own limit of one second.`,
      fix: {
        // The variable wins over the file, so it mends both.
        line: shell.variables(setting === undefined ? { unset: [name] } : { set: { [name]: '1' } }),
      },
    },
  ];
};
