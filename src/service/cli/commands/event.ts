import type { EventBody, EventKind, EventWish } from '../../../shared/instance-api.ts';
import type { CommandContext } from '../command-context.ts';
import { connect } from '../connect.ts';
import { alignColumns, type Cell } from '../output/columns.ts';
import { type Report, sentence } from '../output/report.ts';
import { timeUntil } from '../output/time-until.ts';

/** From when on an event is told: ms since the epoch, or ms from now. */
export interface EventStartOptions {
  readonly at?: number;
  readonly after?: number;
}

/** How events are called on the command line. */
export const eventNames = {
  spot: 'spot-interruption',
  rebalance: 'rebalance-recommendation',
  maintenance: 'scheduled-maintenance',
  autoscaling: 'target-lifecycle-state',
} as const satisfies Record<string, EventKind>;
export type EventName = keyof typeof eventNames;

const nameOf: Readonly<Record<EventKind, EventName>> = {
  'spot-interruption': 'spot',
  'rebalance-recommendation': 'rebalance',
  'scheduled-maintenance': 'maintenance',
  'target-lifecycle-state': 'autoscaling',
};

export async function scheduleEvent(
  context: CommandContext,
  wish: EventWish,
  { at, after }: EventStartOptions,
): Promise<Report> {
  const client = await connect(context);
  const start = at !== undefined ? { at } : after !== undefined ? { afterSeconds: after / 1000 } : {};
  const event = await client.instance.schedule({ ...wish, ...start });
  const told = event.active
    ? 'is told from now on'
    : `is told ${timeUntil(event.activeFrom, context.io.now())}`;
  return sentence(
    `The event ${nameOf[event.kind]} (${event.detail}) ${told}. “metafob event clear ${nameOf[event.kind]}” takes it back.`,
    eventJson(event),
  );
}

/** When an interruption happens that is to come a while after it is told; ms since the epoch. */
export const interruptionTime = (now: number, start: EventStartOptions, delay: number): number =>
  (start.at ?? now + (start.after ?? 0)) + delay;

export async function listEvents(context: CommandContext): Promise<Report> {
  const events = await (await connect(context)).instance.events();
  const now = context.io.now();
  return {
    json: { events: events.map(eventJson) },
    text: (paint) =>
      events.length === 0
        ? 'No event is scheduled.'
        : alignColumns(
            events.map((event): Cell[] => [
              { text: nameOf[event.kind], format: 'bold' },
              event.detail,
              event.active ? 'told now' : `told ${timeUntil(event.activeFrom, now)}`,
            ]),
            paint,
          ).join('\n'),
  };
}

export async function clearEvents(context: CommandContext, name: EventName | undefined): Promise<Report> {
  const client = await connect(context);
  const cleared = await client.instance.clear(name && eventNames[name]);
  const text =
    cleared === 0
      ? 'There was no such event.'
      : cleared === 1
        ? 'One event is cleared; its path does not exist any more.'
        : `${cleared} events are cleared; their paths do not exist any more.`;
  return sentence(text, { cleared });
}

const eventJson = ({ activeFrom, ...event }: EventBody): object => ({
  ...event,
  activeFrom: new Date(activeFrom).toISOString(),
});
