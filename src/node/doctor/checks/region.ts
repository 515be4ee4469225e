import { settingOf } from '../../config/aws/shared-profiles.ts';
import { activeProfileOf, chosenProfile } from '../facts.ts';
import type { Check } from '../surroundings.ts';

/** Without a region most clients stop before they ask for credentials. */
export const regionMissing: Check = (surroundings) => {
  const { environment, shell } = surroundings;
  const profile = chosenProfile(surroundings);
  if (profile !== undefined && settingOf(profile, 'region') !== undefined) return [];
  const { AWS_REGION: region, AWS_DEFAULT_REGION: defaultRegion } = environment;
  if (region && defaultRegion) return [];
  const wanted = region || defaultRegion || activeProfileOf(surroundings)?.region || 'us-east-1';
  const fix = { line: shell.variables({ set: { AWS_REGION: wanted, AWS_DEFAULT_REGION: wanted } }) };
  if (region || defaultRegion) {
    const [there, missing, who] = region
      ? ['AWS_REGION', 'AWS_DEFAULT_REGION', 'boto3 and AWS CLI 1 read']
      : ['AWS_DEFAULT_REGION', 'AWS_REGION', 'most SDKs, such as those for JavaScript and Go, read'];
    return [
      {
        id: 'region-incomplete',
        severity: 'warning',
        title: `${there} is set, ${missing} is not`,
        why: `${there} is not read by all clients: ${who} ${missing}, or “region” in the AWS profile.`,
        fix,
      },
    ];
  }
  return [
    {
      id: 'region-missing',
      // The service cannot know what a shell sets.
      severity: surroundings.place === 'service' ? 'note' : 'problem',
      title: 'No region is set',
      why: 'Most clients say “You must specify a region”, or “Region is missing”, before they do anything. They do not take it from Metafob.',
      fix,
    },
  ];
};
