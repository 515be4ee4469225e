import { type Command, InvalidArgumentError } from 'commander';
import type { Perform } from './command-context.ts';
import type { InstallOptions } from './commands/address.ts';

/** Commands about 169.254.169.254, where AWS clients look when nothing is configured. */
export function addAddressCommands(program: Command, perform: Perform): void {
  const address = program
    .command('address')
    .helpCommand(false)
    .description('make Metafob answer at 169.254.169.254, without running it as root')
    .addHelpText('after', addressHelp);

  address
    .command('install')
    .description('give the metadata addresses to this machine and redirect them to Metafob')
    .option('--dry-run', 'print what would be done, and do nothing')
    .option('--port <number>', 'the local port at which Metafob listens', portNumber, 45_000)
    .option('--ipv6', 'also fd00:ec2::254 (the default where there is IPv6)')
    .option('--no-ipv6', 'only 169.254.169.254')
    .option('--docker [bridge]', 'also for containers on this bridge (default: docker0)')
    .addHelpText('after', installHelp)
    .action(async (options: InstallOptions, command: Command) => {
      const { installAddress } = await import('./commands/address.ts');
      await perform(command, (context) => installAddress(context, options));
    });

  address
    .command('status')
    .description('show what is installed, and who answers at 169.254.169.254')
    .action(async (_options, command: Command) => {
      const { addressStatus } = await import('./commands/address-status.ts');
      await perform(command, addressStatus);
    });

  address
    .command('remove')
    .description('undo the installation')
    .option('--dry-run', 'print what would be done, and do nothing')
    .addHelpText('after', removeHelp)
    .action(async (options: { readonly dryRun?: true }, command: Command) => {
      const { removeAddress } = await import('./commands/address.ts');
      await perform(command, (context) => removeAddress(context, options.dryRun === true));
    });
}

function portNumber(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port >= 1 && port <= 65_535) return port;
  throw new InvalidArgumentError('Give a number from 1 to 65535.');
}

const addressHelp = `
Examples:
  metafob address install --dry-run    # what it would do, as shell commands
  sudo metafob address install
  metafob address status

Only install and remove need root. The service itself stays an ordinary program
on an ordinary port; the system redirects port 80 of these addresses to it.`;

const installHelp = `
Examples:
  metafob address install --dry-run
  sudo metafob address install
  sudo metafob address install --port 45001 --no-ipv6

Nothing is changed when something else uses the addresses, or on a real EC2
instance. A second run changes only what is different.`;

const removeHelp = `
Examples:
  metafob address remove --dry-run
  sudo metafob address remove`;
