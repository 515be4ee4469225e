import { type Command, Option } from 'commander';
import { type ShellName, shellNames } from '../shell-code.ts';
import type { CommandContext, Perform } from './command-context.ts';
import type { ConnectOptions } from './commands/connect.ts';
import type { ExecOptions } from './commands/exec.ts';

export interface ExecCommandParts {
  readonly perform: Perform;
  readonly contextOf: (command: Command) => CommandContext;
  readonly exit: (code: number) => void;
}

const tokenHelp = 'the token in a variable, not in a file; for boto3 before 1.33, AWS CLI before 2.15';

interface ShellOptions {
  readonly token?: true;
  readonly shell?: ShellName;
  readonly config?: string;
}

/** Commands that bring the credentials of any profile to other programs. */
export function addExecCommands(program: Command, parts: ExecCommandParts): void {
  addExec(program, parts);
  addShellCommands(program, parts);
  addFileCommands(program, parts);
}

function addExec(program: Command, { contextOf, exit }: ExecCommandParts): void {
  program
    .command('exec')
    .description('run a program with the credentials of a profile')
    .usage('[options] [profile] -- <program> [arguments...]')
    .argument('[profile]', 'name of the profile; by default the one in use')
    .argument('[program...]', 'after “--”: what to run')
    .option('--keys', 'give it the keys themselves, for programs that know no other way')
    .option('--token', tokenHelp)
    .option('--config <file>', 'without a running service: configuration file')
    .addHelpText('after', execExamples)
    .action(async (_profile, _program, options: ExecOptions, command: Command) => {
      const { profile, words } = splitWords(command.args, wordsAfterDashes(program));
      const { exec } = await import('./commands/exec.ts');
      exit(await exec(contextOf(command), profile, words, options));
    });
}

function addShellCommands(program: Command, { perform }: ExecCommandParts): void {
  withShell(program.command('env'))
    .description('print code that lets the programs of this shell use a profile')
    .argument('[profile]', 'name of the profile; by default the one in use')
    .option('--token', tokenHelp)
    .addHelpText('after', envExamples)
    .action(async (profile: string | undefined, options: ShellOptions, command: Command) => {
      const { env } = await import('./commands/env.ts');
      await perform(command, (context) => env(context, profile, options));
    });

  withShell(program.command('export'))
    .description('print code that sets the keys of a profile in this shell')
    .argument('<profile>', 'name of the profile')
    .option('--config <file>', 'without a running service: configuration file')
    .addHelpText('after', exportExamples)
    .action(async (profile: string, options: ShellOptions, command: Command) => {
      const { exportKeys } = await import('./commands/export.ts');
      await perform(command, (context) => exportKeys(context, profile, options));
    });

  program
    .command('assume')
    .description('switch to a profile, with a session: “login” and “use” in one')
    .argument('<profile>', 'name of the profile')
    .addHelpText('after', '\nExample:\n  metafob assume production')
    .action(async (profile: string, _options, command: Command) => {
      const { assume } = await import('./commands/assume.ts');
      await perform(command, (context) => assume(context, profile));
    });
}

function addFileCommands(program: Command, { perform }: ExecCommandParts): void {
  program
    .command('credential-process')
    .description('print credentials as credential_process in ~/.aws/config wants them')
    .argument('<profile>', 'name of the profile')
    .option('--config <file>', 'without a running service: configuration file')
    .addHelpText('after', processExamples)
    .action(async (profile: string, { config }: { config?: string }, command: Command) => {
      const { credentialProcess } = await import('./commands/credential-process.ts');
      await perform(command, (context) => credentialProcess(context, profile, config));
    });

  program
    .command('connect')
    .description('write a profile into ~/.aws/config, so that AWS_PROFILE and --profile find it')
    .argument('[profile]', 'name of the profile')
    .addOption(
      new Option('--by <way>', 'how AWS tools get the credentials')
        .choices(['process', 'port', 'container'])
        .default('process'),
    )
    .option('--as <name>', 'name for AWS tools, when it is not that of the profile')
    .option('--remove [name]', 'undo it; without a name, for all')
    .addHelpText('after', connectExamples)
    .action(
      async (
        profile: string | undefined,
        { remove, ...options }: ConnectOptions & { readonly remove?: string | true },
        command: Command,
      ) => {
        const { connectProfile, disconnect } = await import('./commands/connect.ts');
        if (remove !== undefined) {
          const name = remove === true ? profile : remove;
          await perform(command, (context) => disconnect(context, name));
          return;
        }
        if (profile === undefined) command.error("error: missing required argument 'profile'");
        await perform(command, (context) => connectProfile(context, profile, options));
      },
    );
}

const withShell = (command: Command): Command =>
  command.addOption(new Option('--shell <name>', 'the shell; guessed from SHELL').choices(shellNames));

/** How many words stood after `--`; undefined without one. Commander keeps the words and drops the dashes. */
function wordsAfterDashes(program: Command): number | undefined {
  const typed: readonly unknown[] =
    'rawArgs' in program && Array.isArray(program.rawArgs) ? program.rawArgs : [];
  const dashes = typed.indexOf('--');
  return dashes === -1 ? undefined : typed.length - dashes - 1;
}

function splitWords(words: readonly string[], afterDashes: number | undefined) {
  if (afterDashes === undefined) return { profile: words[0], words: [] };
  const dashes = words.length - afterDashes;
  return { profile: dashes === 0 ? undefined : words[0], words: words.slice(dashes) };
}

const execExamples = `
Examples:
  metafob exec production -- aws s3 ls
  metafob exec -- terraform plan            # the profile in use
  metafob exec production --keys -- ./deploy.sh

The program asks a container endpoint on 127.0.0.1 for credentials, again when they
end. A code is asked for before it starts. AWS_PROFILE and keys in the environment
do not reach it; keys under [default] in ~/.aws/credentials would still come first:
then use --keys. Without a running service, the endpoint lives as long as the program.`;

const envExamples = `
Examples:
  eval "$(metafob env production)"          # bash, zsh
  metafob env production | source           # fish
  metafob env production | Out-String | Invoke-Expression    # PowerShell

Each shell can use another profile at the same time. Programs started there ask the
running service, which asks for a code when one is needed.`;

const exportExamples = `
Examples:
  eval $(metafob export production)         # bash, zsh
  metafob export production | source        # fish

The keys end with the session (METAFOB_PROFILE_EXPIRATION); “metafob env” has keys
renewed. The profile in use stays. IMSA_PROFILE and IMSA_PROFILE_EXPIRATION are set
for prompts made for imsa.`;

const processExamples = `
Example, in ~/.aws/config (“metafob connect production” writes it):
  [profile production]
  credential_process = metafob credential-process production

It waits until a code was given: in the desktop app, in the page, or in the terminal
that the program runs in.`;

const connectExamples = `
Examples:
  metafob connect production                # by credential_process
  metafob connect production --by port      # by a metadata port of its own
  metafob connect production --as prod-mfa
  metafob connect --remove production
  metafob connect --remove                  # everything that was connected

The file gets a section with your profile's name, and a backup. A section that
Metafob did not write stays as it is: choose another name with --as.`;
