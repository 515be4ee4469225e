import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { ServiceWorld } from '../../integration/service/support/service-world.ts';
import { awsEnvironment, createScratchHome, endpointVariables } from '../../support/aws-environment.ts';

export interface ClientEnvironmentOptions {
  /** Of the service; its ordinary one with the final slash by default, `null` leaves the variable out. */
  readonly endpoint?: string | null;
  /** Content of `~/.aws/config`. */
  readonly config?: string;
  /** Content of `~/.aws/credentials`. */
  readonly credentials?: string;
  readonly variables?: Readonly<Record<string, string>>;
}

/**
 * The environment of a developer who has set one variable only, the endpoint of the metadata service, in a
 * home directory without any other configuration. The endpoint of STS stands for the real AWS.
 */
export async function clientEnvironment(
  { service, simulator }: ServiceWorld,
  {
    endpoint = `${service.url}/`,
    config = '',
    credentials = '',
    variables = {},
  }: ClientEnvironmentOptions = {},
): Promise<Record<string, string>> {
  const home = await createScratchHome();
  onTestFinished(() => home.remove());
  const directory = join(home.path, '.aws');
  await mkdir(directory);
  await writeFile(join(directory, 'config'), config);
  await writeFile(join(directory, 'credentials'), credentials);
  return awsEnvironment(home, {
    ...endpointVariables(simulator.url),
    ...(endpoint === null ? {} : { AWS_EC2_METADATA_SERVICE_ENDPOINT: endpoint }),
    ...variables,
  });
}
