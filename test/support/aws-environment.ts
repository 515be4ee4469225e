import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** An empty home directory, so that no client finds this machine's configuration. */
export interface ScratchHome {
  readonly path: string;
  remove(): Promise<void>;
}

export const createScratchHome = async (): Promise<ScratchHome> => {
  const path = await mkdtemp(join(tmpdir(), 'metafob-home-'));
  // What a service started may still write its last file there.
  return { path, remove: () => rm(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }) };
};

/**
 * The whole environment for a real AWS client: none of this machine's AWS_* and proxy variables come along.
 * `variables` are added, for example credentials or `AWS_EC2_METADATA_SERVICE_ENDPOINT`.
 */
export const awsEnvironment = (
  home: ScratchHome,
  variables: Readonly<Record<string, string>> = {},
): Record<string, string> => ({
  PATH: process.env.PATH ?? '',
  HOME: home.path,
  USERPROFILE: home.path,
  LANG: 'C.UTF-8',
  AWS_DEFAULT_REGION: 'eu-west-1',
  AWS_REGION: 'eu-west-1',
  AWS_PAGER: '',
  ...variables,
});

/** Points clients at an STS simulator. The AWS CLI before 2.13 needs `--endpoint-url` instead. */
export const endpointVariables = (simulatorUrl: string): Record<string, string> => ({
  AWS_ENDPOINT_URL_STS: simulatorUrl,
  AWS_ENDPOINT_URL_IAM: simulatorUrl,
  AWS_ENDPOINT_URL_SIGNIN: simulatorUrl,
});

export interface CommandOutcome {
  readonly exitCode: number | string;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program to its end. Rejects only if it cannot be started. */
export const runCommand = (
  command: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<CommandOutcome> =>
  new Promise((resolve, reject) => {
    execFile(command, args, { env: environment }, (error, stdout, stderr) => {
      if (error?.code === 'ENOENT') {
        reject(new Error(`${command} is not installed or not in PATH.`, { cause: error }));
        return;
      }
      resolve({ exitCode: error?.code ?? error?.signal ?? 0, stdout, stderr });
    });
  });
