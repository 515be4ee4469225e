import { type Command, Option } from 'commander';
import { secretStoreChoices } from '../serve-options.ts';
import type { Perform } from './command-context.ts';
import type { DisableOptions } from './commands/mfa-disable.ts';
import type { EnableOptions } from './commands/mfa-enable.ts';

/** Commands about the MFA devices of the user whom the keys of a profile belong to. */
export function addMfaCommands(program: Command, perform: Perform): void {
  const mfa = program
    .command('mfa')
    .helpCommand(false)
    .description('add, list and remove MFA devices of your AWS user')
    .addHelpText('after', mfaHelp);

  mfa
    .command('enable')
    .description('add a virtual MFA device: shows its QR code and takes two codes')
    .argument('[profile]', 'a profile with the long-term key of the user; by default the one in use')
    .option('--name <device>', 'name of the device; by default the name of the user')
    .option('--keep-secret', 'keep the secret in the keychain, so that codes are computed')
    .option('--no-qr', 'show no QR code')
    .option('--show-secret', 'print the secret as text, also where no terminal is')
    .option('--config <file>', 'configuration file, instead of the usual places')
    .addOption(
      new Option('--secrets <store>', 'where the secret is kept')
        .choices(secretStoreChoices.filter((choice) => choice !== 'memory'))
        .default('auto'),
    )
    .addHelpText('after', enableExamples)
    .action(async (profile: string | undefined, options: EnableOptions, command: Command) => {
      const { enableMfa } = await import('./commands/mfa-enable.ts');
      await perform(command, (context) => enableMfa(context, profile, options));
    });

  mfa
    .command('list')
    .description('list the MFA devices of the user')
    .argument('[profile]', 'a profile with the long-term key of the user; by default the configured one')
    .option('--config <file>', 'configuration file, instead of the usual places')
    .action(async (profile: string | undefined, options: { config?: string }, command: Command) => {
      const { listMfa } = await import('./commands/mfa-list.ts');
      await perform(command, (context) => listMfa(context, profile, options.config));
    });

  mfa
    .command('disable')
    .description('take an MFA device from the user and delete it; needs a session with MFA')
    .argument('<serial>', 'serial number of the device, as “metafob mfa list” prints it')
    .option('--profile <profile>', 'a profile of the user without a role; by default the one in use')
    .option('--yes', 'do not ask')
    .action(async (serial: string, options: DisableOptions, command: Command) => {
      const { disableMfa } = await import('./commands/mfa-disable.ts');
      await perform(command, (context) => disableMfa(context, serial, options));
    });
}

const mfaHelp = `
Examples:
  metafob mfa enable production
  metafob mfa list production
  metafob mfa disable arn:aws:iam::123456789012:mfa/alice`;

const enableExamples = `
Examples:
  metafob mfa enable                        # scan the QR code, type two codes
  metafob mfa enable --keep-secret --no-qr  # no other device: Metafob makes the codes

Scan the QR code with the authenticator app, then type the code it shows and the
next one. With --keep-secret, scan it as well if you want a second way to sign in.
If anything fails, or with Ctrl-C, the new device is deleted again. --config and
--secrets are for when no service is running.`;
