import type { Command } from 'commander';
import type { Perform } from './command-context.ts';

/** Commands about the machine that the service plays. */
export function addInstanceCommands(program: Command, perform: Perform): void {
  const instance = program
    .command('instance')
    .helpCommand(false)
    .description('show and change the machine that programs think they run on')
    .addHelpText('after', instanceHelp);

  instance
    .command('show')
    .description('list its values, and which of them were set')
    .action(async (_options, command: Command) => {
      const { showInstance } = await import('./commands/instance.ts');
      await perform(command, showInstance);
    });

  instance
    .command('edit')
    .description('tell where the document is that sets values, and what is wrong with it')
    .action(async (_options, command: Command) => {
      const { editInstance } = await import('./commands/instance.ts');
      await perform(command, editInstance);
    });

  instance
    .command('set')
    .description('set a value; without one, the generated value is back')
    .argument('<key>', 'as “instance show” lists it, or the path of an answer')
    .argument('[value]', 'the value; “null” takes away what an instance can be without')
    .addHelpText('after', setExamples)
    .action(async (key: string, value: string | undefined, _options, command: Command) => {
      const { setValue } = await import('./commands/instance.ts');
      await perform(command, (context) => setValue(context, key, value));
    });

  instance
    .command('reset')
    .description('put aside whatever was set')
    .option('--new', 'also make another instance, with new ids')
    .action(async (options: { readonly new?: true }, command: Command) => {
      const { resetInstance } = await import('./commands/instance.ts');
      await perform(command, (context) => resetInstance(context, options.new === true));
    });

  instance
    .command('certificate')
    .description('print the certificate that verifies signatures of the identity document')
    .action(async (_options, command: Command) => {
      const { printCertificate } = await import('./commands/instance.ts');
      await perform(command, printCertificate);
    });
}

const instanceHelp = `
Examples:
  metafob instance show
  metafob instance set instance.type m7g.large
  metafob instance reset
  metafob instance certificate > certificate.pem`;

const setExamples = `
Examples:
  metafob instance set instance.id i-0123456789abcdef0
  metafob instance set tags.Name web
  metafob instance set network.public-ipv4 null
  metafob instance set meta-data/placement/group-name cluster
  metafob instance set instance.type            # the generated one again`;
