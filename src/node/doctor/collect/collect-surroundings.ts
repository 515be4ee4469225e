import type { Ask } from '../../host/who-answers.ts';
import { originOf } from '../facts.ts';
import type { ShellLines } from '../shell-lines.ts';
import type { ServiceFacts, Surroundings } from '../surroundings.ts';
import { chooseAwsProfile, readAwsFiles } from './aws-files.ts';
import { askContainer } from './container.ts';
import { askEndpoint, endpointOf } from './endpoint.ts';
import { lookAtHost } from './host.ts';

export interface CollectOptions {
  readonly place: Surroundings['place'];
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly homeDirectory: string;
  readonly workingDirectory: string;
  /** ms since the epoch */
  readonly now: number;
  /** Instead of AWS_PROFILE. */
  readonly awsProfile?: string;
  readonly service: ServiceFacts;
  readonly shell: ShellLines;
  readonly ask: Ask;
  readonly trayIsShown?: boolean;
}

/** Looks at files, processes and addresses of this machine. Changes nothing, and asks nobody beyond it. */
export async function collectSurroundings(options: CollectOptions): Promise<Surroundings> {
  const { place, environment, platform, now, service, shell, ask } = options;
  const awsProfile = chooseAwsProfile(environment, options.awsProfile);
  const awsFiles = await readAwsFiles(options);
  const chosen = awsFiles.profiles.find(({ name }) => name === awsProfile.name);
  const wanted = endpointOf(environment, chosen);
  const isService = service.kind === 'running' && originOf(wanted.url) === service.url;
  const [endpoint, container, host] = await Promise.all([
    isService ? ({ ...wanted, answerer: 'metafob' } as const) : askEndpoint(ask, wanted),
    askContainer(ask, environment),
    lookAtHost({ ...environment }, platform, options.trayIsShown),
  ]);
  return {
    place,
    platform,
    environment,
    now,
    awsProfile,
    awsFiles,
    service,
    endpoint,
    container,
    host,
    shell,
  };
}
