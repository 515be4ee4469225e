import { homedir } from 'node:os';
import type { Engine } from '../core/engine.ts';
import { INSIDE_SERVICE } from '../node/base-credentials/inside-service.ts';
import { collectSurroundings } from '../node/doctor/collect/collect-surroundings.ts';
import { diagnose } from '../node/doctor/diagnose.ts';
import type { ServiceFacts, Surroundings } from '../node/doctor/surroundings.ts';
import type { ProfileAccess } from '../node/http/manage/access-routes.ts';
import { sendRequest } from '../node/http/send-request.ts';
import type { DoctorReport } from '../shared/doctor.ts';
import { createShellLines } from './doctor-shell-lines.ts';

/** What only the desktop app knows. */
export interface DesktopFacts {
  readonly trayIsShown?: boolean;
}

export interface ServiceDoctorOptions extends DesktopFacts {
  readonly engine: Pick<Engine, 'view'>;
  /** Where the service listens now. */
  readonly url: string | undefined;
  readonly profileAccess: Pick<ProfileAccess, 'access'>;
  readonly environment: Surroundings['environment'];
}

/** The same as `metafob doctor`, for programs with the environment that the service itself was started with. */
export async function examineService(options: ServiceDoctorOptions): Promise<DoctorReport> {
  const { trayIsShown } = options;
  const { platform } = process;
  const environment = environmentOfUser(options.environment);
  const surroundings = await collectSurroundings({
    place: 'service',
    environment,
    platform,
    homeDirectory: homedir(),
    workingDirectory: process.cwd(),
    now: Date.now(),
    service: await ownFacts(options),
    shell: await createShellLines({ environment, platform }),
    ask: sendRequest,
    ...(trayIsShown === undefined ? {} : { trayIsShown }),
  });
  return diagnose(surroundings);
}

async function ownFacts({ engine, url, profileAccess }: ServiceDoctorOptions): Promise<ServiceFacts> {
  if (url === undefined) return { kind: 'not-running', url: '' };
  const state = engine.view();
  const found = await Promise.all(state.profiles.map(({ name }) => profileAccess.access(name)));
  const profileUrls = found.flatMap((access) =>
    access.ok && access.value.metadataUrl !== undefined ? [new URL(access.value.metadataUrl).origin] : [],
  );
  return { kind: 'running', url, profileUrls, state };
}

/** Without what the service set for itself, so that it does not wait for its own metadata. */
function environmentOfUser(environment: Surroundings['environment']): Surroundings['environment'] {
  const { AWS_EC2_METADATA_SERVICE_ENDPOINT: _, [INSIDE_SERVICE]: isInside, ...own } = environment;
  return isInside === undefined ? environment : own;
}
