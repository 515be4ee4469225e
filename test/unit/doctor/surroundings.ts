import { parseSharedFile } from '../../../src/node/config/aws/parse-shared-file.ts';
import { collectProfiles } from '../../../src/node/config/aws/shared-profiles.ts';
import { chooseAwsProfile } from '../../../src/node/doctor/collect/aws-files.ts';
import { endpointOf } from '../../../src/node/doctor/collect/endpoint.ts';
import { diagnose } from '../../../src/node/doctor/diagnose.ts';
import type {
  Answerer,
  HostFacts,
  ServiceFacts,
  Surroundings,
} from '../../../src/node/doctor/surroundings.ts';
import type { Finding } from '../../../src/shared/doctor.ts';
import type { SessionView, ViewState } from '../../../src/shared/view-state.ts';

export const now = Date.UTC(2026, 10, 22, 9, 0, 0);
export const serviceUrl = 'http://127.0.0.1:45000';

export const stateWith = (changes: Partial<ViewState> = {}, session?: SessionView): ViewState => ({
  now,
  activeProfile: 'work',
  profiles: [
    {
      name: 'work',
      active: true,
      region: 'eu-central-1',
      mfa: { mode: 'prompt' },
      session: session ?? { state: 'active', expiresAt: now + 3_600_000 },
      origin: '~/.config/metafob/config:1',
    },
  ],
  prompts: [],
  warnings: [],
  clockSkewMs: 0,
  ...changes,
});

export const running = (state: ViewState | undefined = stateWith()): ServiceFacts => ({
  kind: 'running',
  url: serviceUrl,
  profileUrls: ['http://127.0.0.1:45100'],
  state,
});

export interface Situation {
  readonly place?: Surroundings['place'];
  readonly environment?: Readonly<Record<string, string>>;
  readonly awsProfile?: string;
  /** Contents of the files of the AWS tools. */
  readonly config?: string;
  readonly credentials?: string;
  readonly service?: ServiceFacts;
  /** Who answers where programs ask for metadata. */
  readonly answerer?: Answerer | undefined;
  readonly container?: Surroundings['container'];
  readonly host?: Partial<HostFacts>;
}

/** All is well there, but for what the situation says. */
export function surroundingsWith(situation: Situation): Surroundings {
  const environment = {
    AWS_REGION: 'eu-west-1',
    AWS_DEFAULT_REGION: 'eu-west-1',
    AWS_EC2_METADATA_SERVICE_ENDPOINT: `${serviceUrl}/`,
    ...situation.environment,
  };
  const sections = (file: string, text = '') => {
    const parsed = parseSharedFile(text);
    if (!parsed.ok) throw new Error(`${file} is broken`);
    return { file, sections: parsed.value };
  };
  const profiles = collectProfiles({
    config: sections('~/.aws/config', situation.config),
    credentials: sections('~/.aws/credentials', situation.credentials),
  });
  const awsProfile = chooseAwsProfile(environment, situation.awsProfile);
  const chosen = profiles.find(({ name }) => name === awsProfile.name);
  return {
    place: situation.place ?? 'shell',
    platform: 'linux',
    environment,
    now,
    awsProfile,
    awsFiles: { profiles, problems: [] },
    service: situation.service ?? running(),
    endpoint: {
      ...endpointOf(environment, chosen),
      answerer: 'answerer' in situation ? situation.answerer : 'metafob',
    },
    container: situation.container,
    host: {
      ec2Evidence: undefined,
      isContainer: false,
      keyring: { kind: 'unlocked' },
      trayIsShown: undefined,
      otherTools: [],
      ...situation.host,
    },
    shell: {
      variables: ({ set = {}, unset = [] }) =>
        [
          ...unset.map((name) => `unset ${name}`),
          ...Object.entries(set).map(([name, value]) => `${name}=${value}`),
        ].join('; '),
      metafob: (...words) => ['metafob', ...words].join(' '),
      both: (first, second) => `${first} && ${second}`,
    },
  };
}

export const findingsIn = (situation: Situation): readonly Finding[] =>
  diagnose(surroundingsWith(situation)).findings;

/** `problem endpoint-not-set` for each finding. */
export const summaryOf = (situation: Situation): readonly string[] =>
  findingsIn(situation).map(({ id, severity }) => `${severity} ${id}`);

export const findingOf = (id: string, situation: Situation): Finding => {
  const finding = findingsIn(situation).find((candidate) => candidate.id === id);
  if (finding === undefined) throw new Error(`There is no finding ${id}: ${summaryOf(situation).join(', ')}`);
  return finding;
};

/** The line that mends it. */
export const lineOf = (id: string, situation: Situation): string | undefined => {
  const { fix } = findingOf(id, situation);
  return fix !== undefined && 'line' in fix ? fix.line : undefined;
};
