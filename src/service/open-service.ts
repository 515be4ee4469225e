import { INSIDE_SERVICE } from '../node/base-credentials/inside-service.ts';
import type { Whereabouts } from '../node/config/locate-config-files.ts';
import { ListenError } from '../node/http/listen.ts';
import type { Logger } from './logger.ts';
import { removeRunningService, runningServicePath, writeRunningService } from './running-service.ts';
import type { Service, ServiceAddress } from './service.ts';

/** What our command line puts into the environment of a shell or a program. */
const handedOut = [
  'AWS_CONTAINER_CREDENTIALS_FULL_URI',
  'AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE',
  'AWS_CONTAINER_AUTHORIZATION_TOKEN',
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
] as const;

const METADATA_ADDRESS = '169.254.169.254';

/**
 * The AWS discovery of base keys, and the programs it may run, ask instance metadata where ~/.aws/config says
 * so (`credential_source`). That would be this service, waiting for itself: port 9 answers nobody.
 */
export function closeMetadataLoop(environment: NodeJS.ProcessEnv): void {
  environment.AWS_EC2_METADATA_SERVICE_ENDPOINT = 'http://127.0.0.1:9/';
  // Our own command line refuses to ask the service on behalf of the service.
  environment[INSIDE_SERVICE] = '1';
  if (environment.METAFOB_PROFILE === undefined) return;
  // A shell of “metafob exec”, “env” or “export”: its credentials are those of an earlier service.
  for (const name of handedOut) delete environment[name];
}

/**
 * The address of EC2 is often written in files of aws-mock-metadata, whose installer added it to the machine.
 * Where it is missing, the service is still of use on loopback: `onMissing` gets the sentence that says so.
 *
 * @throws ListenError when neither address can be bound
 */
export async function openWhereItIs(
  open: (address: ServiceAddress) => Promise<void>,
  address: ServiceAddress,
  onMissing: (message: string) => void,
): Promise<void> {
  try {
    await open(address);
  } catch (error) {
    const isMissing = error instanceof ListenError && error.code === 'EADDRNOTAVAIL';
    if (!isMissing || address.host !== METADATA_ADDRESS) throw error;
    onMissing(`This machine has no address ${address.host}, so Metafob listens on 127.0.0.1 instead.`);
    await open({ ...address, host: '127.0.0.1' });
  }
}

export interface PublishOptions {
  readonly service: Service;
  readonly whereabouts: Pick<Whereabouts, 'environment' | 'homeDirectory'>;
  readonly logger: Logger;
}

/** Lets the command line of the same user find an open service. Returns a function that ends it. */
export async function publishAddress(options: PublishOptions): Promise<() => Promise<void>> {
  const { service, whereabouts, logger } = options;
  const path = runningServicePath(whereabouts.environment, process.platform, whereabouts.homeDirectory);
  await writeRunningService(path, {
    processId: process.pid,
    url: service.listeners[0]?.url ?? '',
    token: service.bearerToken(),
  }).catch((error: unknown) =>
    logger.warn({ path, error: String(error) }, 'the command line cannot find us'),
  );
  return () => removeRunningService(path, process.pid);
}
