import type {
  lifecycleStates,
  maintenanceCodes,
  maintenanceStates,
  spotActions,
} from '../../shared/instance-event-values.ts';

/** What an instance is told ahead of time. Times are ms since the epoch. */
export type InstanceEvent = SpotInterruption | RebalanceRecommendation | Maintenance | TargetLifecycleState;
export type InstanceEventKind = InstanceEvent['kind'];

export interface SpotInterruption {
  readonly kind: 'spot-interruption';
  readonly action: (typeof spotActions)[number];
  /** When it happens; two minutes after the notice unless it is given, as EC2 promises. */
  readonly time?: number | undefined;
}

export interface RebalanceRecommendation {
  readonly kind: 'rebalance-recommendation';
  /** The moment from which the event is active unless it is given. */
  readonly noticeTime?: number | undefined;
}

export interface Maintenance {
  readonly kind: 'scheduled-maintenance';
  readonly code: (typeof maintenanceCodes)[number];
  /** Active ones are in `scheduled`, the others in `history`; active unless it is given. */
  readonly state?: (typeof maintenanceStates)[number] | undefined;
  /** The moment from which the event is active unless it is given. */
  readonly notBefore?: number | undefined;
  /** A week after that moment unless it is given. */
  readonly notAfter?: number | undefined;
  /** Not told unless it is given. */
  readonly notBeforeDeadline?: number | undefined;
  readonly eventId?: string | undefined;
}

export interface TargetLifecycleState {
  readonly kind: 'target-lifecycle-state';
  readonly state: (typeof lifecycleStates)[number];
}

/** From when on an event is told: a time (ms since the epoch), or a delay (ms) after it is scheduled. */
export type EventStart = { readonly at: number } | { readonly afterMs: number };

export interface ScheduledEvent {
  readonly id: string;
  readonly event: InstanceEvent;
  /** ms since the epoch */
  readonly activeFrom: number;
}

/** What is told now. An equal object as long as nothing changes, so that answers can be remembered with it. */
export interface EventsNow {
  /** In the order in which they became active. */
  readonly active: readonly ScheduledEvent[];
  /** A spot interruption is scheduled, active or not: only spot instances are interrupted. */
  readonly onSpot: boolean;
}

export interface EventStore {
  /** Active at once unless `start` says otherwise. */
  schedule(event: InstanceEvent, start?: EventStart): ScheduledEvent;
  /** Forgets one kind, or all. Returns how many there were. */
  clear(kind: InstanceEventKind | 'all'): number;
  /** Moves a maintenance to the history. False when there is no active one with this id. */
  finishMaintenance(id: string, state: 'completed' | 'canceled'): boolean;
  /** In the order in which they were scheduled. */
  list(): readonly ScheduledEvent[];
  now(): EventsNow;
}

/**
 * The events of one service.
 *
 * @param now ms since the epoch
 */
export function createEventStore(now: () => number): EventStore {
  let scheduled: readonly ScheduledEvent[] = [];
  let lastNumber = 0;
  // What was told last, until when it holds.
  let told: { readonly events: EventsNow; readonly until: number } = { events: noEvents, until: Infinity };

  function change(changed: readonly ScheduledEvent[]): void {
    scheduled = changed;
    told = { events: noEvents, until: -Infinity };
  }

  function tell(time: number): void {
    const active = scheduled
      .filter(({ activeFrom }) => activeFrom <= time)
      .toSorted((first, second) => first.activeFrom - second.activeFrom);
    const onSpot = scheduled.some(({ event }) => event.kind === 'spot-interruption');
    const waiting = scheduled.map(({ activeFrom }) => activeFrom).filter((from) => from > time);
    told = { events: { active, onSpot }, until: Math.min(...waiting, Infinity) };
  }

  return {
    schedule(event, start = { afterMs: 0 }) {
      const activeFrom = 'at' in start ? start.at : now() + start.afterMs;
      lastNumber += 1;
      const entry = { id: `event-${lastNumber}`, event, activeFrom };
      change([...scheduled, entry]);
      return entry;
    },
    clear(kind) {
      const before = scheduled.length;
      change(scheduled.filter(({ event }) => kind !== 'all' && event.kind !== kind));
      return before - scheduled.length;
    },
    finishMaintenance(id, state) {
      const found = scheduled.find((entry) => entry.id === id);
      if (found?.event.kind !== 'scheduled-maintenance' || stateOf(found.event) !== 'active') return false;
      const finished = { ...found, event: { ...found.event, state } };
      change(scheduled.map((entry) => (entry === found ? finished : entry)));
      return true;
    },
    list: () => scheduled,
    now() {
      const time = now();
      if (time >= told.until) tell(time);
      return told.events;
    },
  };
}

export const stateOf = ({ state = 'active' }: Maintenance): (typeof maintenanceStates)[number] => state;

export const noEvents: EventsNow = { active: [], onSpot: false };
