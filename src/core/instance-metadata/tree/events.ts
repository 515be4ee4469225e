import { toTimestamp } from '../../sessions/credentials.ts';
import { ec2JsonList } from '../ec2-json.ts';
import { type InstanceEvent, type Maintenance, stateOf } from '../events.ts';
import { type Category, type Facts, text } from './category.ts';

/** What is going to happen to the instance; everything is absent until it is announced. */
export const eventCategories: readonly Category[] = [
  text('meta-data/autoscaling/target-lifecycle-state', '2021-07-15', (facts) => {
    return latest(facts, 'target-lifecycle-state')?.event.state;
  }),
  text('meta-data/events/maintenance/history', '2018-08-17', (facts) => maintenance(facts, false)),
  text('meta-data/events/maintenance/scheduled', '2018-08-17', (facts) => maintenance(facts, true)),
  text('meta-data/events/recommendations/rebalance', '2020-10-27', rebalance),
  text('meta-data/spot/instance-action', '2016-11-15', spotAction),
  text('meta-data/spot/termination-time', '2014-11-05', terminationTime),
];

const SPOT_NOTICE_MS = 2 * 60_000;
const WEEK_MS = 7 * 24 * 3_600_000;

type EventOf<Kind> = Extract<InstanceEvent, { kind: Kind }>;
interface Announced<Kind> {
  readonly id: string;
  readonly event: EventOf<Kind>;
  readonly activeFrom: number;
}

function announced<Kind extends InstanceEvent['kind']>({ events }: Facts, kind: Kind): Announced<Kind>[] {
  const isOfKind = (event: InstanceEvent): event is EventOf<Kind> => event.kind === kind;
  return events.active.flatMap(({ id, event, activeFrom }) =>
    isOfKind(event) ? [{ id, event, activeFrom }] : [],
  );
}

const latest = <Kind extends InstanceEvent['kind']>(facts: Facts, kind: Kind) =>
  announced(facts, kind).at(-1);

function rebalance(facts: Facts): string | undefined {
  const found = latest(facts, 'rebalance-recommendation');
  if (found === undefined) return undefined;
  return JSON.stringify({ noticeTime: toTimestamp(found.event.noticeTime ?? found.activeFrom) });
}

function spotAction(facts: Facts): string | undefined {
  const found = latest(facts, 'spot-interruption');
  if (found === undefined) return undefined;
  return JSON.stringify({ action: found.event.action, time: toTimestamp(interruptionTime(found)) });
}

/** Only for instances that are going to be terminated (EC2 user guide). */
function terminationTime(facts: Facts): string | undefined {
  const found = latest(facts, 'spot-interruption');
  return found?.event.action === 'terminate' ? toTimestamp(interruptionTime(found)) : undefined;
}

function interruptionTime({ event, activeFrom }: Announced<'spot-interruption'>): number {
  return event.time ?? activeFrom + SPOT_NOTICE_MS;
}

function maintenance(facts: Facts, isActive: boolean): string | undefined {
  const found = announced(facts, 'scheduled-maintenance').filter(
    ({ event }) => (stateOf(event) === 'active') === isActive,
  );
  return found.length === 0 ? undefined : ec2JsonList(found.map(maintenanceDocument));
}

function maintenanceDocument({ id, event, activeFrom }: Announced<'scheduled-maintenance'>) {
  const { code, eventId, notBefore = activeFrom, notAfter = activeFrom + WEEK_MS, notBeforeDeadline } = event;
  return {
    NotBefore: longTime(notBefore),
    Code: code,
    Description: `${prefixes[stateOf(event)]}The instance is scheduled for ${code}`,
    EventId: eventId ?? `instance-${id}`,
    NotAfter: longTime(notAfter),
    NotBeforeDeadline: notBeforeDeadline === undefined ? undefined : longTime(notBeforeDeadline),
    State: stateOf(event),
  };
}

const prefixes = { active: '', completed: '[Completed] ', canceled: '[Canceled] ' } as const satisfies Record<
  NonNullable<Maintenance['state']>,
  string
>;

/** `21 Jan 2019 09:00:43 GMT` */
const longTime = (time: number): string => new Date(time).toUTCString().replace(/^\w+, /, '');
