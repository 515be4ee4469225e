import { type Command, Option } from 'commander';
import { secretStoreChoices } from '../serve-options.ts';
import type { Perform } from './command-context.ts';
import type { LocalOptions } from './local-secrets.ts';

/** Commands about MFA secrets, from which Metafob computes codes by itself. */
export function addSecretCommands(program: Command, perform: Perform): void {
  const secret = program
    .command('secret')
    .helpCommand(false)
    .description('keep MFA secrets, so that codes are computed instead of asked for')
    .addHelpText('after', secretHelp);

  withLocalOptions(secret.command('set'))
    .description('store the MFA secret of a profile, from a hidden question or standard input')
    .argument('<profile>', 'name of the profile')
    .addHelpText('after', setExamples)
    .action(async (profile: string, options: LocalOptions, command: Command) => {
      const { setSecret } = await import('./commands/secret.ts');
      await perform(command, (context) => setSecret(context, profile, options));
    });

  withLocalOptions(secret.command('remove'))
    .description('remove the stored MFA secret of a profile')
    .argument('<profile>', 'name of the profile')
    .addHelpText('after', removeExamples)
    .action(async (profile: string, options: LocalOptions, command: Command) => {
      const { removeSecret } = await import('./commands/secret.ts');
      await perform(command, (context) => removeSecret(context, profile, options));
    });

  withLocalOptions(secret.command('import'))
    .description('move plain-text MFA secrets from the configuration file into the store')
    .addHelpText('after', importExamples)
    .action(async (options: LocalOptions, command: Command) => {
      const { importSecrets } = await import('./commands/secret-import.ts');
      await perform(command, (context) => importSecrets(context, options));
    });
}

const withLocalOptions = (command: Command): Command =>
  command
    .option('--config <file>', 'configuration file, instead of the usual places')
    .addOption(
      new Option('--secrets <store>', 'where the secret is kept')
        .choices(secretStoreChoices.filter((choice) => choice !== 'memory'))
        .default('auto'),
    );

const secretHelp = `
Examples:
  metafob secret set production    # asks for the secret, hidden
  metafob secret remove production
  metafob secret import            # moves mfa_secret out of the configuration

An MFA secret is the “secret key” that AWS shows when a virtual MFA device is set
up. Profiles with the same access key share one. It is kept in the keychain of
the system, or else in an encrypted file.`;

const setExamples = `
Examples:
  metafob secret set production
  pass show aws/mfa | metafob secret set production

The secret is base32 text or an otpauth:// URI. It is never an argument, because
other users can see those. If a service is running, it stores the secret;
--config and --secrets are for when none is running.`;

const removeExamples = `
Examples:
  metafob secret remove production

If a service is running, it removes the secret; --config and --secrets are for
when none is running.`;

const importExamples = `
Examples:
  metafob secret import
  metafob secret import --config ~/.aws-mock-metadata/config

Each secret is stored, read back and compared before its line is replaced by a
comment. A copy of the file with the secrets masked stays beside it. A running
service notices the change by itself.`;
