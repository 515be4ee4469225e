import { type EventKind, EventRequest } from '../../../shared/instance-api.ts';

/** What stands in the form for an event. */
export interface EventFields {
  readonly kind: EventKind;
  /** Action, code or state; not used where the event has none. */
  readonly detail: string;
  readonly start: 'now' | 'after' | 'at';
  readonly afterSeconds: string;
  /** Of a field for local date and time: `2026-11-22T14:30`. */
  readonly at: string;
}

const detailField: Readonly<Record<EventKind, string | undefined>> = {
  'spot-interruption': 'action',
  'rebalance-recommendation': undefined,
  'scheduled-maintenance': 'code',
  'target-lifecycle-state': 'state',
};

/** The request for an event; undefined when the form is not complete. */
export function eventRequest({
  kind,
  detail,
  start,
  afterSeconds,
  at,
}: EventFields): EventRequest | undefined {
  const field = detailField[kind];
  const parsed = EventRequest.safeParse({
    kind,
    ...(field !== undefined && { [field]: detail }),
    ...(start === 'after' && { afterSeconds: afterSeconds.trim() === '' ? undefined : Number(afterSeconds) }),
    // Without a zone it is the local one.
    ...(start === 'at' && { at: new Date(at).getTime() }),
  });
  if (start === 'after' && afterSeconds.trim() === '') return undefined;
  return parsed.success ? parsed.data : undefined;
}
