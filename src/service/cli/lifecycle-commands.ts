import type { Command } from 'commander';
import type { Perform } from './command-context.ts';
import { serveArguments, withServeOptions } from './serve-command.ts';

/** Starting and stopping a service in the background, by the system's service manager where it is set up. */
export function addLifecycleCommands(program: Command, perform: Perform): void {
  withServeOptions(program.command('start'))
    .description('start the service in the background')
    .addHelpText('after', startExamples)
    .action(async (options, command: Command) => {
      const { start } = await import('./commands/lifecycle.ts');
      await perform(command, (context) => start(context, serveArguments(options)));
    });

  program
    .command('stop')
    .description('stop the service; programs get no more credentials from it')
    .addHelpText('after', stopExamples)
    .action(async (_options, command: Command) => {
      const { stop } = await import('./commands/lifecycle.ts');
      await perform(command, stop);
    });

  withServeOptions(program.command('restart'))
    .description('stop the service and start it again; sessions are made anew')
    .addHelpText('after', '\nExample:\n  metafob restart')
    .action(async (options, command: Command) => {
      const { restart } = await import('./commands/lifecycle.ts');
      await perform(command, (context) => restart(context, serveArguments(options)));
    });

  addUnitCommands(program, perform);
}

function addUnitCommands(program: Command, perform: Perform): void {
  const unit = program.command('unit').description('run the service by systemd').helpCommand(false);

  withServeOptions(unit.command('install'))
    .description('write the unit file, start the service and start it with every login (or boot)')
    .option('--system', 'a unit of the system, started at boot; needs root')
    .option('--user <name>', 'with --system: whom to run the service as (default: who called sudo)')
    .option('--dry-run', 'print the unit file and what would be done')
    .addHelpText('after', unitExamples)
    .action(async (options, command: Command) => {
      const { installUnit } = await import('./commands/unit.ts');
      await perform(command, (context) => installUnit(context, options, serveArguments(options)));
    });

  unit
    .command('remove')
    .description('stop the service and remove the unit file')
    .option('--system', 'the unit of the system; needs root')
    .option('--dry-run', 'print what would be done')
    .action(async (options: { system?: true; dryRun?: true }, command: Command) => {
      const { removeUnit } = await import('./commands/unit.ts');
      await perform(command, (context) => removeUnit(context, options));
    });
}

const startExamples = `
Examples:
  metafob start                      # by systemd where “metafob unit install” was run
  metafob start --config ~/.imsa
  metafob start && metafob assume profile_one

“metafob serve” does the same in the foreground and asks for codes in its terminal.`;

const stopExamples = `
Examples:
  metafob stop

Credentials that a program has already taken are valid until they expire.`;

const unitExamples = `
Examples:
  metafob unit install
  metafob unit install --dry-run
  sudo metafob unit install --system --config /etc/alppaca`;
