import type { InstanceEventKind, ScheduledEvent } from '../../core/instance-metadata/events.ts';
import type { Result } from '../../core/result.ts';
import type {
  EventBody,
  EventRequest,
  InstanceResponse,
  OverrideProblem,
} from '../../shared/instance-api.ts';

type Changed = Promise<Result<void, readonly OverrideProblem[]>>;

/** What the faces may do with the instance and its events. Failures are sentences, or say where in the document. */
export interface InstanceControl {
  view(): Promise<InstanceResponse>;
  /** The override document; empty where there is none. */
  document(): Promise<Result<string, readonly OverrideProblem[]>>;
  /** Checks and replaces the document; with problems, nothing is written. */
  writeDocument(text: string): Changed;
  /** Sets one key of the document, or takes it out without a value. */
  set(key: string, value: string | undefined): Changed;
  /** Puts the document aside. */
  removeDocument(): Changed;
  /** Makes another instance, with new ids; what a person has set stays. */
  regenerate(): Promise<void>;
  /** In PEM: what signatures of the identity document are verified with. */
  certificate(): Promise<Result<string, string>>;
  /** The failure is a sentence: there are too many already. */
  schedule(request: EventRequest): Result<EventBody, string>;
  scheduled(): readonly EventBody[];
  /** Returns how many there were. */
  clear(kind: InstanceEventKind | 'all'): number;
}

/** @param now ms since the epoch */
export function eventBody({ id, event, activeFrom }: ScheduledEvent, now: number): EventBody {
  return { id, kind: event.kind, detail: detailOf(event), activeFrom, active: activeFrom <= now };
}

function detailOf(event: ScheduledEvent['event']): string {
  switch (event.kind) {
    case 'spot-interruption':
      return event.action;
    case 'rebalance-recommendation':
      return 'recommended';
    case 'scheduled-maintenance':
      return event.state === undefined || event.state === 'active'
        ? event.code
        : `${event.code}, ${event.state}`;
    case 'target-lifecycle-state':
      return event.state;
  }
}
