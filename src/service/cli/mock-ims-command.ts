import { type Command, InvalidArgumentError, Option } from 'commander';
import { type MockFailure, mockFailures } from '../../node/upstream/mock-ims.ts';
import type { CliIo } from './cli-io.ts';
import { exitCodes } from './exit-codes.ts';
import { parsePort } from './serve-command.ts';

interface ParsedOptions {
  readonly port: number;
  readonly role?: readonly string[];
  readonly lifetime: number;
  readonly fail?: MockFailure;
}

const DEFAULT_ROLE = 'test_role';

/** The service that alppaca fetches from, for trying out upstream mode without one. */
export function addMockImsCommand(program: Command, io: CliIo, exit: (code: number) => void): void {
  program
    .command('mock-ims')
    .description('play another metadata service to fetch from, for trying out the configuration of alppaca')
    .option('--port <number>', 'port to listen on', parsePort, 8080)
    .option('--role <name...>', `role to offer, and more of them (default: ${DEFAULT_ROLE})`)
    .option('--lifetime <seconds>', 'how long credentials last', parseLifetime, 60)
    .addOption(new Option('--fail <fault>', 'answer everything with a fault').choices(mockFailures))
    .addHelpText('after', examples)
    .action(async ({ port, role = [DEFAULT_ROLE], lifetime, fail }: ParsedOptions) => {
      const { mockIms } = await import('./commands/mock-ims.ts');
      await mockIms(
        io,
        { port, roles: role, lifetimeSeconds: lifetime, ...(fail === undefined ? {} : { fail }) },
        stopSignal(),
      );
      exit(exitCodes.done);
    });
}

function stopSignal(): AbortSignal {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => controller.abort());
  return controller.signal;
}

function parseLifetime(text: string): number {
  const seconds = Number(text);
  if (/^\d{1,6}$/.test(text) && seconds > 0) return seconds;
  throw new InvalidArgumentError('A lifetime is a whole number of seconds above 0.');
}

const examples = `
Examples:
  metafob mock-ims
  metafob mock-ims --port 8080 --role test_role other_role --lifetime 60
  metafob mock-ims --fail 500

The three terminals of alppaca's README. In the first one the mock:
  metafob mock-ims
In the second one the service, with “ims_host: localhost”, “ims_port: 8080” and
“ims_protocol: http” in its configuration:
  metafob serve --config config.yaml
In the third one a client:
  curl localhost:25772/latest/meta-data/iam/security-credentials/
  curl localhost:25772/latest/meta-data/iam/security-credentials/test_role

The credentials are made up, and end --lifetime seconds after they are asked for.
Metafob keeps none for the last 10 seconds, but fetches new ones.`;
