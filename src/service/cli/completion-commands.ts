import { Argument, type Command } from 'commander';
import type { Perform } from './command-context.ts';

/** Shells that a completion script can be made for. */
export const shells = ['bash', 'zsh', 'fish', 'powershell'] as const;

/** @param copy Makes a fresh copy of the command line without these two commands. */
export function addCompletionCommands(program: Command, perform: Perform, copy: () => Command): void {
  program
    .command('completion')
    .description('print a script that completes commands and profile names in a shell')
    .addArgument(new Argument('<shell>', 'the shell').choices(shells))
    .addHelpText('after', examples)
    .action(async (shell: (typeof shells)[number], _options, command: Command) => {
      const { completionScript } = await import('./commands/completion.ts');
      await perform(command, async () => completionScript(shell));
    });

  program
    .command('complete', { hidden: true })
    .description('answer the completion script (words after “--”)')
    .argument('[words...]')
    .action(async (words: string[], _options, command: Command) => {
      const { complete } = await import('./commands/completion.ts');
      await perform(command, (context) => complete(context, copy(), words));
    });
}

const examples = `
Examples:
  echo 'source <(metafob completion bash)' >> ~/.bashrc   # needs bash-completion
  echo 'source <(metafob completion zsh)' >> ~/.zshrc     # after compinit
  metafob completion fish > ~/.config/fish/completions/metafob.fish

Profile names come from the running service.`;
