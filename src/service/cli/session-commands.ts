import { type Command, Option } from 'commander';
import { secretStoreChoices } from '../serve-options.ts';
import type { Perform } from './command-context.ts';
import type { WriteOptions } from './commands/write-session.ts';

type LoginOptions = WriteOptions & { readonly write?: true };

/** Commands about profiles and their sessions, all of which talk to the running service. */
export function addSessionCommands(program: Command, perform: Perform): void {
  program
    .command('status')
    .description('show the profile in use, its session, and codes that are waited for')
    .addHelpText('after', statusExamples)
    .action(async (_options, command: Command) => {
      const { status } = await import('./commands/status.ts');
      await perform(command, status);
    });

  program
    .command('profiles')
    .description('list all profiles and their sessions')
    .addHelpText('after', profilesExamples)
    .action(async (_options, command: Command) => {
      const { profiles } = await import('./commands/profiles.ts');
      await perform(command, profiles);
    });

  program
    .command('use')
    .description('switch to a profile: its credentials are the ones that programs get')
    .argument('<profile>', 'name of the profile')
    .addHelpText('after', useExamples)
    .action(async (profile: string, _options, command: Command) => {
      const { use } = await import('./commands/use.ts');
      await perform(command, (context) => use(context, profile));
    });

  program
    .command('login')
    .description('make a session now, asking for a code if one is needed')
    .argument('[profile]', 'name of the profile; by default the one in use')
    .option('--code <digits>', 'the code from the MFA device; “-” reads it from standard input')
    .option('--write', 'also write the session into ~/.aws/credentials; needs no running service')
    .option('--as <name>', 'with --write: the section, by default the name of the profile')
    .option('--config <file>', 'with --write: configuration file, instead of the usual places')
    .addOption(
      new Option('--secrets <store>', 'with --write: where long-term keys are kept')
        .choices(secretStoreChoices)
        .default('auto'),
    )
    .addHelpText('after', loginExamples)
    .action(async (profile: string | undefined, options: LoginOptions, command: Command) => {
      if (options.write === true) {
        const { writeLogin } = await import('./commands/write-session.ts');
        await perform(command, (context) => writeLogin(context, profile, options));
        return;
      }
      const { login } = await import('./commands/login.ts');
      await perform(command, (context) => login(context, profile, options.code));
    });

  program
    .command('clear')
    .description('forget the session of a profile')
    .argument('[profile]', 'name of the profile; by default the one in use')
    .option('--all', 'forget all sessions')
    .addHelpText('after', clearExamples)
    .action(async (profile: string | undefined, { all }: { all?: boolean }, command: Command) => {
      const { clear } = await import('./commands/clear.ts');
      await perform(command, (context) => clear(context, profile, all === true));
    });
}

const statusExamples = `
Examples:
  metafob status
  metafob status --json | jq -r .session.state`;

const profilesExamples = `
Examples:
  metafob profiles
  metafob profiles --json | jq -r '.profiles[].name'`;

const useExamples = `
Examples:
  metafob use production
  metafob use production && metafob login`;

const loginExamples = `
Examples:
  metafob login                    # asks for the code when one is needed
  metafob login production
  my-code-tool | metafob login production --code -
  metafob login production --write # for tools that read only ~/.aws/credentials

A code given as “--code 123456” can be seen by other users in the process list,
and stays in the shell history. The question in the terminal and “--code -” are
safer.`;

const clearExamples = `
Examples:
  metafob clear                    # the profile in use
  metafob clear production
  metafob clear --all

Only this machine forgets: AWS accepts credentials that a program has already
taken until they expire.`;
