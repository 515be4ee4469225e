import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { z } from 'zod';
import { createNetwork, type Network } from '../../../integration/addresses/support/network.ts';
import {
  awsEnvironment,
  type CommandOutcome,
  createScratchHome,
  endpointVariables,
  runCommand,
} from '../../../support/aws-environment.ts';
import { registerSecret } from '../../../support/log-recorder.ts';
import { bob, roles } from '../../../support/sts-simulator/example-world.ts';
import { installAddress } from './install-address.ts';
import { startUnprivilegedService, type UnprivilegedService } from './unprivileged-service.ts';

/** Every network has all ports for itself. */
const simulatorPort = 25_999;
export const servicePort = 25_000;

const simulatorProgram = join(
  import.meta.dirname,
  ...['..', '..', '..', 'support', 'sts-simulator', 'main.ts'],
);

export type Imdsv2 = 'optional' | 'required';

/** A role without MFA, in a region that no client takes by itself. */
const configuration = `
[aws]
access_key = ${bob.accessKeyId}
secret_key = ${bob.secretAccessKey}
mfa_enabled = no
region = eu-central-1

[profile:reader]
role_arn = ${roles.readOnly}

[metadata]
profile = reader
`;

export const region = 'eu-central-1';
export const roleName = 'ReadOnly';
export const roleSession = 'arn:aws:sts::111122223333:assumed-role/ReadOnly/metafob-session';

/** The metadata address, the service behind it and AWS's simulator, alone in a network. */
export interface NamespaceWorld {
  readonly network: Network;
  readonly service: UnprivilegedService;
  /** Runs a program in the network, in an empty home, with nothing said about metadata or credentials. */
  run(
    command: string,
    words?: readonly string[],
    variables?: Readonly<Record<string, string>>,
  ): Promise<CommandOutcome>;
  /** What curl prints for a metadata path, read with a token. */
  read(path: string): Promise<string>;
  /** The key that the address serves now. */
  accessKeyId(): Promise<string>;
}

export interface NamespaceWorldOptions {
  readonly name: string;
  readonly imdsv2: Imdsv2;
  /** Added to the configuration file. */
  readonly moreConfiguration?: string;
}

const Credentials = z.object({
  Code: z.literal('Success'),
  AccessKeyId: z.string(),
  SecretAccessKey: z.string(),
  Token: z.string(),
});

/** Goes away with the test. */
export async function namespaceWorld({
  name,
  imdsv2,
  moreConfiguration = '',
}: NamespaceWorldOptions): Promise<NamespaceWorld> {
  registerSecret(bob.secretAccessKey);
  const network = createNetwork();
  installAddress(network, servicePort);
  const simulatorUrl = `http://127.0.0.1:${simulatorPort}`;
  await network.start(simulatorUrl, {}, simulatorProgram, '--port', String(simulatorPort));
  const service = await startUnprivilegedService(network, {
    name,
    configuration: configuration + moreConfiguration,
    port: servicePort,
    simulatorUrl,
    arguments: ['--imdsv2', imdsv2],
  });
  const home = await createScratchHome();
  onTestFinished(() => home.remove());
  // The region is one of the things that clients are to find at the address.
  const { AWS_REGION: _, AWS_DEFAULT_REGION: __, ...environment } = awsEnvironment(home);

  const run: NamespaceWorld['run'] = (command, words = [], variables = {}) =>
    runCommand('ip', ['netns', 'exec', network.name, command, ...words], {
      ...environment,
      ...endpointVariables(simulatorUrl),
      ...variables,
    });

  const read = async (path: string): Promise<string> => {
    const script = `token=$(curl -sS -X PUT -H 'X-aws-ec2-metadata-token-ttl-seconds: 60' "$0/latest/api/token")
echo "X-aws-ec2-metadata-token: $token" | curl -sS -H @- "$0$1"`;
    const { exitCode, stdout, stderr } = await run('sh', ['-c', script, 'http://169.254.169.254', path]);
    if (exitCode !== 0) throw new Error(`${path}: ${stderr}`);
    return stdout;
  };

  return {
    network,
    service,
    run,
    read,
    async accessKeyId() {
      const answer = await read(`/latest/meta-data/iam/security-credentials/${roleName}`);
      const { AccessKeyId, SecretAccessKey, Token } = Credentials.parse(JSON.parse(answer));
      registerSecret(SecretAccessKey);
      registerSecret(Token);
      return AccessKeyId;
    },
  };
}
