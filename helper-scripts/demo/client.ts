import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { z } from 'zod';
import { awsEnvironment, createScratchHome } from '../../test/support/aws-environment.ts';

/** A program as any developer has them. It knows nothing of Metafob but the address. */
export interface Client {
  /** As a person would type it. */
  readonly commandLine: string;
  /** Asks STS who it is; resolves to the ARN that STS answered. Rejects with what the program said. */
  whoAmI(signal: AbortSignal): Promise<string>;
}

export interface ClientOptions {
  readonly serviceUrl: string;
  readonly simulatorUrl: string;
}

const Identity = z.object({ Arn: z.string() });

/** The AWS CLI if it is installed, else a small program with the AWS SDK for JavaScript. */
export async function findClient({ serviceUrl, simulatorUrl }: ClientOptions): Promise<Client> {
  const cli = ['aws', 'sts', 'get-caller-identity', '--output', 'json', '--endpoint-url', simulatorUrl];
  const sdk = [process.execPath, join(import.meta.dirname, 'sdk-client.ts'), simulatorUrl];
  const hasCli = await run(['aws', '--version'], {}, AbortSignal.timeout(20_000)).then(
    () => true,
    () => false,
  );
  return {
    commandLine: hasCli
      ? 'aws sts get-caller-identity'
      : 'node helper-scripts/demo/sdk-client.ts (the AWS CLI is not installed)',
    async whoAmI(signal) {
      const variables = { AWS_EC2_METADATA_SERVICE_ENDPOINT: `${serviceUrl}/` };
      return Identity.parse(JSON.parse(await run(hasCli ? cli : sdk, variables, signal))).Arn;
    },
  };
}

/** What a program wrote to standard output, run with an empty home directory. */
async function run(
  [program = '', ...args]: readonly string[],
  variables: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<string> {
  const home = await createScratchHome();
  try {
    return await new Promise<string>((resolve, reject) => {
      execFile(program, args, { env: awsEnvironment(home, variables), signal }, (error, stdout, stderr) => {
        if (error === null) resolve(stdout);
        else reject(signal.aborted ? error : new Error(stderr.trim() || error.message, { cause: error }));
      });
    });
  } finally {
    await home.remove();
  }
}
