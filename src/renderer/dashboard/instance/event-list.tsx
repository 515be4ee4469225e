import type { EventBody, EventKind } from '../../../shared/instance-api.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { useAction } from '../../hooks/use-action.ts';
import { ActionProblem } from '../action-problem.tsx';
import { eventTitles, toldText } from './event-text.ts';
import type { InstanceBridge } from './instance-bridge.ts';

interface EventListProps {
  readonly events: readonly EventBody[];
  readonly bridge: Pick<InstanceBridge, 'clear'>;
  /** ms since the epoch */
  readonly now: number;
  readonly onCleared: () => void;
}

/** What programs are told, or will be. */
export const EventList = ({ events, bridge, now, onCleared }: EventListProps) => {
  const action = useAction();

  const clear = async (kind?: EventKind): Promise<void> => {
    const result = await action.run(() => bridge.clear(kind));
    if (result?.ok) onCleared();
  };

  const kinds = [...new Set(events.map(({ kind }) => kind))];
  return (
    <>
      {events.length === 0 ? (
        <p class="about">
          No event is scheduled: programs that ask for one are told that there is none (404).
        </p>
      ) : (
        <ul class="rows" aria-label="Events">
          {kinds.map((kind) => (
            <li key={kind} class="row event">
              <h3>{eventTitles[kind]}</h3>
              <ul class="event-times">
                {events
                  .filter((event) => event.kind === kind)
                  .map((event) => (
                    <li key={event.id}>
                      {event.detail}, <span class="event-told">{toldText(event, now)}</span>
                    </li>
                  ))}
              </ul>
              <ActionButton target={eventTitles[kind]} onClick={() => void clear(kind)}>
                Clear
              </ActionButton>
            </li>
          ))}
        </ul>
      )}
      {kinds.length > 1 && (
        <div class="actions clear-all">
          <ActionButton onClick={() => void clear()}>Clear all</ActionButton>
        </div>
      )}
      <ActionProblem error={action.error} />
    </>
  );
};
