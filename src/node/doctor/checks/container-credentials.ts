import type { Check, ContainerFacts, Surroundings } from '../surroundings.ts';

const variables = [
  'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
  'AWS_CONTAINER_CREDENTIALS_FULL_URI',
  'AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE',
  'AWS_CONTAINER_AUTHORIZATION_TOKEN',
];

/** Container credentials come before instance metadata; those of `metafob env` are ours. */
export const containerCredentials: Check = (surroundings) => {
  const { container, environment } = surroundings;
  if (container === undefined) return [];
  const profile = environment.METAFOB_PROFILE;
  if (container.answer === 'accepted') {
    return [
      {
        id: 'container-credentials',
        severity: 'note',
        title: `Programs get profile ${profile ? `“${profile}” ` : ''}through container credentials`,
        why: 'This shell was set up with “metafob env” or “metafob exec”. Switching to another profile changes nothing here.',
      },
    ];
  }
  return [
    {
      id: 'container-credentials',
      severity: 'problem',
      title: `${container.variable} is set, ${titles[container.answer]}`,
      why: 'Clients ask there before they ask for instance metadata, and do not go on when it fails.',
      fix: { line: mendingLine(surroundings) },
    },
  ];
};

const titles: Readonly<Record<Exclude<ContainerFacts['answer'], 'accepted'>, string>> = {
  refused: 'but Metafob refuses its token, perhaps that of an earlier start',
  other: 'and leads to something that is not Metafob',
  nobody: 'but nobody answers there',
  'token-unreadable': 'but the file of its token cannot be read',
};

const mendingLine = ({ environment, shell }: Surroundings): string =>
  shell.variables({ unset: variables.filter((name) => environment[name] !== undefined) });
