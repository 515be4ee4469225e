import { Argument, type Command, Option } from 'commander';
import {
  lifecycleStates,
  maintenanceCodes,
  maintenanceStates,
  spotActions,
} from '../../shared/instance-event-values.ts';
import type { Perform } from './command-context.ts';
import type { EventName, EventStartOptions } from './commands/event.ts';
import { parseDuration, parseTime } from './moments.ts';

const names: readonly EventName[] = ['spot', 'rebalance', 'maintenance', 'autoscaling'];

interface SpotOptions extends EventStartOptions {
  readonly action: (typeof spotActions)[number];
  readonly time?: number;
  readonly in?: number;
}

interface MaintenanceOptions extends EventStartOptions {
  readonly code: (typeof maintenanceCodes)[number];
  readonly state: (typeof maintenanceStates)[number];
  readonly notBefore?: number;
  readonly notAfter?: number;
}

/** Commands about what the instance is told of. */
export function addEventCommands(program: Command, perform: Perform): void {
  const event = program
    .command('event')
    .helpCommand(false)
    .description('tell programs of an interruption, a recommendation or a maintenance')
    .addHelpText('after', eventHelp);

  withStart(event.command('spot'))
    .description('interrupt a spot instance')
    .addOption(new Option('--action <action>', 'what happens').choices(spotActions).default('terminate'))
    .addOption(
      new Option('--in <duration>', 'how long after it is told (default: 2m)')
        .argParser(parseDuration)
        .conflicts('time'),
    )
    .option('--time <time>', 'when it happens', parseTime)
    .action(async ({ action, time, in: delay, ...start }: SpotOptions, command: Command) => {
      const { interruptionTime, scheduleEvent } = await import('./commands/event.ts');
      await perform(command, (context) => {
        const at = delay === undefined ? time : interruptionTime(context.io.now(), start, delay);
        const wish = { kind: 'spot-interruption', action, ...(at !== undefined && { time: at }) } as const;
        return scheduleEvent(context, wish, start);
      });
    });

  withStart(event.command('rebalance'))
    .description('recommend to move away: the risk of an interruption is higher')
    .action(async (start: EventStartOptions, command: Command) => {
      const { scheduleEvent } = await import('./commands/event.ts');
      await perform(command, (context) =>
        scheduleEvent(context, { kind: 'rebalance-recommendation' }, start),
      );
    });

  withStart(event.command('maintenance'))
    .description('announce a maintenance')
    .addOption(new Option('--code <code>', 'which').choices(maintenanceCodes).default('system-reboot'))
    .addOption(
      new Option('--state <state>', 'completed and canceled ones are history')
        .choices(maintenanceStates)
        .default('active'),
    )
    .option('--not-before <time>', 'when it begins at the earliest (default: now)', parseTime)
    .option('--not-after <time>', 'when it ends at the latest (default: a week later)', parseTime)
    .action(async ({ at, after, ...options }: MaintenanceOptions, command: Command) => {
      const { scheduleEvent } = await import('./commands/event.ts');
      await perform(command, (context) =>
        scheduleEvent(
          context,
          { kind: 'scheduled-maintenance', ...options },
          { ...(at !== undefined && { at }), ...(after !== undefined && { after }) },
        ),
      );
    });

  withStart(event.command('autoscaling'))
    .description('announce a lifecycle state')
    .addOption(
      new Option('--state <state>', 'the state to come').choices(lifecycleStates).makeOptionMandatory(),
    )
    .action(
      async (
        { state, ...start }: EventStartOptions & { state: (typeof lifecycleStates)[number] },
        command: Command,
      ) => {
        const { scheduleEvent } = await import('./commands/event.ts');
        await perform(command, (context) =>
          scheduleEvent(context, { kind: 'target-lifecycle-state', state }, start),
        );
      },
    );

  event
    .command('list')
    .description('list the events')
    .action(async (_options, command: Command) => {
      const { listEvents } = await import('./commands/event.ts');
      await perform(command, listEvents);
    });

  event
    .command('clear')
    .description('take events back: their paths are 404 again')
    .addArgument(new Argument('[kind]', 'only those of a kind').choices(names))
    .action(async (kind: EventName | undefined, _options, command: Command) => {
      const { clearEvents } = await import('./commands/event.ts');
      await perform(command, (context) => clearEvents(context, kind));
    });
}

const withStart = (command: Command): Command =>
  command
    .addOption(
      new Option('--after <duration>', 'tell it a while from now, such as 30s or 2m')
        .argParser(parseDuration)
        .conflicts('at'),
    )
    .option('--at <time>', 'tell it from a time on, such as 2026-01-05T09:00:00Z', parseTime);

const eventHelp = `
Examples:
  metafob event spot                           # terminated in two minutes
  metafob event spot --action stop --in 5m --after 30s
  metafob event rebalance
  metafob event maintenance --code instance-stop
  metafob event autoscaling --state Standby
  metafob event list
  metafob event clear spot

The path of an event does not exist before it is told, nor after it is cleared.`;
