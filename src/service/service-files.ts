import { dirname, join } from 'node:path';
import { ownConfigFile, type Whereabouts } from '../node/config/locate-config-files.ts';
import { runningServicePath } from './running-service.ts';

/** What a running service keeps on disk for the programs of its user. */
export interface ServiceFiles {
  /** Tokens of the container endpoint, one file for each profile, as long as the service runs. */
  readonly tokenDirectory: string;
  /** Which profile has which port of its own, from one start to the next. */
  readonly profilePortsFile: string;
}

export function serviceFiles(
  whereabouts: Pick<Whereabouts, 'environment' | 'homeDirectory' | 'platform'>,
): ServiceFiles {
  const { environment, homeDirectory, platform = process.platform } = whereabouts;
  return {
    tokenDirectory: join(dirname(runningServicePath(environment, platform, homeDirectory)), 'tokens'),
    profilePortsFile: join(
      dirname(ownConfigFile({ ...whereabouts, workingDirectory: homeDirectory })),
      'profile-ports.json',
    ),
  };
}
