import { spawnSync } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import packageOfSdk from '@aws-sdk/client-sts/package.json' with { type: 'json' };
import { type CommandOutcome, runCommand } from '../../support/aws-environment.ts';

export type ClientKind = 'AWS CLI' | 'boto3' | 'AWS SDK for JavaScript';

/** A real AWS client, run as a process of its own with exactly the environment it is given. */
export interface AwsClient {
  readonly kind: ClientKind;
  /** With its version, such as `AWS CLI 2.9.19`. */
  readonly name: string;
  /** Older clients send everything that is not told otherwise to the real AWS. */
  readonly knowsEndpointVariables: boolean;
  /** Prints a JSON document with `UserId`, `Account` and `Arn`. */
  getCallerIdentity(environment: Readonly<Record<string, string>>): Promise<CommandOutcome>;
}

/** The JavaScript program, for a test that starts it in its own way. */
export const javaScriptProgram = join(import.meta.dirname, 'caller-identity.ts');
const pythonProgram = join(import.meta.dirname, 'caller-identity.py');

/** The first of this name in PATH and the system's own, which may be much older. */
const installed = (command: string): string[] => {
  const [first] = (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, command))
    .filter((file) => existsSync(file));
  const places = [first, join('/usr/bin', command)].filter((file) => file !== undefined && existsSync(file));
  return [...new Map(places.map((file) => [realpathSync(String(file)), String(file)])).values()];
};

const outputOf = (command: string, args: readonly string[]): string | undefined => {
  const { status, stdout } = spawnSync(command, args, { encoding: 'utf8' });
  return status === 0 ? stdout : undefined;
};

const isAtLeast = (version: string, [major, minor]: readonly [number, number]): boolean => {
  const [ownMajor = 0, ownMinor = 0] = version.split('.').map(Number);
  return ownMajor > major || (ownMajor === major && ownMinor >= minor);
};

const commandLineOf = (command: string): AwsClient[] => {
  const version = outputOf(command, ['--version'])?.match(/^aws-cli\/(\S+)/)?.[1];
  if (version === undefined) return [];
  return [
    {
      kind: 'AWS CLI',
      name: `AWS CLI ${version}`,
      knowsEndpointVariables: isAtLeast(version, version.startsWith('1.') ? [1, 29] : [2, 13]),
      getCallerIdentity: (environment) =>
        runCommand(
          command,
          // The option is for the versions that do not know the variable.
          [...['sts', 'get-caller-identity'], '--endpoint-url', environment.AWS_ENDPOINT_URL_STS ?? ''],
          environment,
        ),
    },
  ];
};

const botoOf = (command: string): AwsClient[] => {
  const version = outputOf(command, ['-c', 'import boto3; print(boto3.__version__)'])?.trim();
  if (version === undefined) return [];
  return [
    {
      kind: 'boto3',
      name: `boto3 ${version}`,
      knowsEndpointVariables: isAtLeast(version, [1, 28]),
      getCallerIdentity: (environment) => runCommand(command, [pythonProgram], environment),
    },
  ];
};

const javaScript: AwsClient = {
  kind: 'AWS SDK for JavaScript',
  name: `AWS SDK for JavaScript ${packageOfSdk.version}`,
  knowsEndpointVariables: true,
  getCallerIdentity: (environment) => runCommand(process.execPath, [javaScriptProgram], environment),
};

/** Every client on this machine: up to two versions of the AWS CLI and boto3, and the JavaScript SDK. */
export const findAwsClients = (): readonly AwsClient[] => [
  ...installed('aws').flatMap(commandLineOf),
  ...installed('python3').flatMap(botoOf),
  javaScript,
];
