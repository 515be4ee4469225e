import type { Check, Surroundings } from '../surroundings.ts';

/** What belongs together: whoever removes the keys removes all of it. */
export const keyVariables = [
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_SECURITY_TOKEN',
  'AWS_CREDENTIAL_EXPIRATION',
];

/** Keys in the environment come before everything else in every client. */
export const keysInEnvironment: Check = (surroundings) => {
  const { environment, shell } = surroundings;
  if (!environment.AWS_ACCESS_KEY_ID && !environment.AWS_SECRET_ACCESS_KEY) return [];
  const unset = keyVariables.filter((name) => environment[name] !== undefined);
  const fix = { line: shell.variables({ unset }) };
  const expiry = expiryOf(surroundings);
  const state = stateOfKeys(surroundings, expiry);
  const exported = environment.METAFOB_PROFILE;
  if (exported !== undefined && exported !== '' && state === undefined) {
    return [
      {
        id: 'keys-in-environment',
        severity: 'note',
        title: `This shell has the keys of profile “${exported}”, from “metafob export” or “metafob exec --keys”`,
        why: 'Programs use them until they end, and do not notice when you switch to another profile.',
        fix,
      },
    ];
  }
  return [
    {
      id: 'keys-in-environment',
      severity: 'problem',
      title: `Keys are set in the environment (${keyName(environment.AWS_ACCESS_KEY_ID)})`,
      why: `Every AWS client takes AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY before anything else, so nobody asks Metafob.${state === undefined ? '' : ` ${state}`}`,
      fix,
    },
  ];
};

/** An access key id is no secret, but a list of whole ones is of use to nobody. */
const keyName = (id: string | undefined): string =>
  id === undefined || id.length < 8 ? 'without a usable key id' : `a key that ends in ${id.slice(-4)}`;

function expiryOf({ environment }: Surroundings): number | undefined {
  const text = environment.AWS_CREDENTIAL_EXPIRATION || environment.METAFOB_PROFILE_EXPIRATION || '';
  const time = Date.parse(text);
  return Number.isNaN(time) ? undefined : time;
}

/** Why the keys are of no use even so, in a sentence. */
function stateOfKeys({ environment, now }: Surroundings, expiry: number | undefined): string | undefined {
  const { AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: secret } = environment;
  const hasToken = Boolean(environment.AWS_SESSION_TOKEN || environment.AWS_SECURITY_TOKEN);
  if (!id || !secret) return 'One of the two is missing, so clients fail.';
  if (expiry !== undefined && expiry <= now) return 'They have expired.';
  if (id.startsWith('ASIA') && !hasToken) {
    return 'They are those of a session, but its AWS_SESSION_TOKEN is missing, so AWS refuses them.';
  }
  if (id.startsWith('AKIA') && hasToken) {
    return 'AWS_SESSION_TOKEN is set as well, but such a key has none, so AWS refuses them.';
  }
  return undefined;
}
