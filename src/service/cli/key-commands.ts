import { type Command, Option } from 'commander';
import { secretStoreChoices } from '../serve-options.ts';
import type { Perform } from './command-context.ts';
import type { AssumeRoleOptions } from './commands/assume-role.ts';
import type { ConfigureOptions } from './commands/configure.ts';
import type { LocalOptions } from './local-secrets.ts';

/** Commands about long-term access keys and about files that hold keys. */
export function addKeyCommands(program: Command, perform: Perform): void {
  withLocalOptions(program.command('configure'))
    .description('store a long-term access key for a profile, from questions or the file of the AWS console')
    .argument('<profile>', 'name of the profile')
    .option('--csv <file>', 'file that the AWS console gave; “-” reads it from standard input')
    .option('--access-key <id>', 'access key id; the secret key then comes from standard input or a question')
    .option('--mfa-serial <arn>', 'serial number of the MFA device; otherwise AWS is asked')
    .option('--region <region>', 'region of the profile')
    .option('--no-verify', 'store the key without asking AWS about it')
    .addHelpText('after', configureHelp)
    .action(async (profile: string, options: ConfigureOptions, command: Command) => {
      const { configure } = await import('./commands/configure.ts');
      await perform(command, (context) => configure(context, profile, options));
    });

  withLocalOptions(program.command('assume-role'))
    .description('assume a role from the session of a profile, and keep it as a profile of its own')
    .argument('<role>', 'ARN of the role, or name of a profile that has one')
    .requiredOption('--as <name>', 'name of the new profile, or of the section with --write')
    .option('--profile <name>', 'profile whose session assumes the role; by default the one in use')
    .option('--external-id <id>', 'external id that the role asks for')
    .option('--duration <seconds>', 'how long the role session lasts: 900 to 43200 (3600 from a session)')
    .option('--session-name <name>', 'name of the role session, for the logs of AWS')
    .option('--write', 'write the credentials into ~/.aws/credentials')
    .addHelpText('after', assumeRoleHelp)
    .action(async (role: string, options: AssumeRoleOptions, command: Command) => {
      const { assumeRole } = await import('./commands/assume-role.ts');
      await perform(command, (context) => assumeRole(context, role, options));
    });

  withLocalOptions(program.command('rotate'))
    .description('replace the long-term access key of a profile by a new one')
    .argument('<profile>', 'name of the profile')
    .addHelpText('after', rotateHelp)
    .action(async (profile: string, options: LocalOptions, command: Command) => {
      const { rotate } = await import('./commands/rotate.ts');
      await perform(command, (context) => rotate(context, profile, options));
    });
}

const withLocalOptions = (command: Command): Command =>
  command
    .option('--config <file>', 'configuration file, instead of the usual places')
    .addOption(
      new Option('--secrets <store>', 'where the secret key is kept')
        .choices(secretStoreChoices.filter((choice) => choice !== 'memory'))
        .default('auto'),
    );

const configureHelp = `
Examples:
  metafob configure work           # asks for the key, hidden
  metafob configure work --csv ~/Downloads/accessKeys.csv
  pass show aws/secret | metafob configure work --access-key AKIAEXAMPLE

The secret key is never an argument, because other users can see those. It goes
into the keychain, and the rest into Metafob's configuration; or both into
~/.aws/credentials.no-mfa or [NAME-nomfa] of ~/.aws/credentials, where
AWS-recipes uses these.`;

const assumeRoleHelp = `
Examples:
  metafob assume-role arn:aws:iam::111122223333:role/Audit --as audit
  metafob assume-role arn:aws:iam::111122223333:role/Audit --profile work \\
    --external-id 42 --as audit --write
  metafob assume-role production --as production --write

The role is assumed once, to see that it can be. Without --write it becomes a
profile that Metafob serves and renews; with --write its credentials go into a
section of the credentials file, where they end when they expire.`;

const rotateHelp = `
Examples:
  metafob rotate work

Makes a second key, checks that it works, puts it where the old one was, and
deactivates and deletes the old one. If anything fails, the old key stays. AWS
allows two keys, so a second one must be deleted first.`;
