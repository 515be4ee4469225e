import { credentialSourceOf } from '../credential-source.ts';
import { activeProfileOf, chosenProfile, connectedName } from '../facts.ts';
import type { Check, Surroundings } from '../surroundings.ts';

/** A profile that has credentials of its own: clients take those, and never ask for instance metadata. */
export const profileHasItsOwnSource: Check = (surroundings) => {
  const { awsProfile, platform } = surroundings;
  const source = credentialSourceOf(chosenProfile(surroundings), platform);
  if (source.kind !== 'own') return [];
  const { what, setting } = source;
  return [
    {
      id: 'profile-has-own-source',
      severity: 'problem',
      title: `The AWS profile “${awsProfile.name}” has ${what}`,
      why: `${setting.key} on line ${setting.line} of ${setting.file} comes before instance metadata, so clients do not ask Metafob. The line gives programs another AWS profile, which does; or remove the setting, unless Metafob itself starts from it.`,
      fix: fixFor(surroundings),
    },
  ];
};

function fixFor(surroundings: Surroundings) {
  const { shell } = surroundings;
  const active = activeProfileOf(surroundings);
  if (active === undefined) return { sentence: 'Start Metafob, and run this again for the line to type.' };
  const connected = connectedName(surroundings, active.name);
  if (connected !== undefined) return { line: shell.variables({ set: { AWS_PROFILE: connected } }) };
  const name = freeName(surroundings, active.name);
  const words = name === active.name ? [active.name] : [active.name, '--as', name];
  return {
    line: shell.both(shell.metafob('connect', ...words), shell.variables({ set: { AWS_PROFILE: name } })),
  };
}

/** A name that no section of the AWS files has. */
function freeName({ awsFiles }: Surroundings, wanted: string): string {
  const taken = new Set(awsFiles.profiles.map(({ name }) => name));
  const candidates = [wanted, `${wanted}-mfa`];
  for (let number = 2; ; number += 1) {
    const free = candidates.find((name) => name !== 'default' && !taken.has(name));
    if (free !== undefined) return free;
    candidates.push(`${wanted}-mfa-${number}`);
  }
}

/** A web identity in the environment comes before instance metadata as well. */
export const webIdentityInEnvironment: Check = ({ environment, shell }) =>
  environment.AWS_WEB_IDENTITY_TOKEN_FILE && environment.AWS_ROLE_ARN
    ? [
        {
          id: 'web-identity-in-environment',
          severity: 'problem',
          title: 'AWS_WEB_IDENTITY_TOKEN_FILE and AWS_ROLE_ARN are set',
          why: 'Clients take a role with this token, before they ask for instance metadata.',
          fix: { line: shell.variables({ unset: ['AWS_WEB_IDENTITY_TOKEN_FILE', 'AWS_ROLE_ARN'] }) },
        },
      ]
    : [];
