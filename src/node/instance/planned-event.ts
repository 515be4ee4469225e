import type { EventStart, InstanceEvent } from '../../core/instance-metadata/events.ts';

/** For `EventStore.schedule`, when the service starts. */
export interface PlannedEvent {
  readonly event: InstanceEvent;
  readonly start: EventStart;
}
