import type { EventBody, EventKind } from '../../../shared/instance-api.ts';
import { lifecycleStates, maintenanceCodes, spotActions } from '../../../shared/instance-event-values.ts';

/** How events are called, in the order of the list to choose from. */
export const eventTitles: Readonly<Record<EventKind, string>> = {
  'spot-interruption': 'Spot interruption',
  'rebalance-recommendation': 'Rebalance recommendation',
  'scheduled-maintenance': 'Maintenance',
  'target-lifecycle-state': 'Target lifecycle state',
};

/** What else is to be chosen for an event: its name, and what there is. */
export const eventDetails: Readonly<
  Record<EventKind, { readonly label: string; readonly options: readonly string[] } | undefined>
> = {
  'spot-interruption': { label: 'Action', options: spotActions },
  'rebalance-recommendation': undefined,
  'scheduled-maintenance': { label: 'Code', options: maintenanceCodes },
  'target-lifecycle-state': { label: 'State', options: lifecycleStates },
};

const minute = 60;
const hour = 60 * minute;

/** Whether programs see an event by now, or when they will. Both times in ms since the epoch. */
export function toldText({ activeFrom }: Pick<EventBody, 'activeFrom'>, now: number): string {
  const seconds = Math.ceil((activeFrom - now) / 1000);
  if (seconds <= 0) return 'told now';
  if (seconds < minute) return `told in ${seconds} s`;
  if (seconds < hour) return `told in ${Math.floor(seconds / minute)} min ${seconds % minute} s`;
  return `told in ${Math.floor(seconds / hour)} h ${Math.floor((seconds % hour) / minute)} min`;
}
