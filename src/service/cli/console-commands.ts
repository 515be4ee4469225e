import { type Command, InvalidArgumentError } from 'commander';
import type { Perform } from './command-context.ts';
import type { ConsoleOptions } from './commands/console.ts';

export function addConsoleCommands(program: Command, perform: Perform): void {
  program
    .command('console')
    .description('print an address that signs in to the AWS console with the role of a profile')
    .argument('[profile]', 'name of the profile; by default the one in use')
    .option('--open', 'open it in the browser instead')
    .option('--page <address>', 'page of the console to go to (https://…), instead of its home')
    .option('--duration <seconds>', 'how long to stay signed in, 900 to 43200', parseDuration)
    .addHelpText('after', examples)
    .action(async (profile: string | undefined, options: ConsoleOptions, command: Command) => {
      const { signIn } = await import('./commands/console.ts');
      await perform(command, (context) => signIn(context, profile, options));
    });
}

function parseDuration(text: string): number {
  const seconds = Number(text);
  if (/^\d{3,5}$/.test(text) && seconds >= 900 && seconds <= 43_200) return seconds;
  throw new InvalidArgumentError('A duration is a number of seconds from 900 to 43200.');
}

const examples = `
Examples:
  metafob console production --open
  metafob console production | wl-copy
  metafob console production --page https://console.aws.amazon.com/s3/home

Only profiles with a role can sign in: AWS does not accept sessions of users for
that. Whoever has the address is signed in, so treat it like a password; it works
for 15 minutes.`;
