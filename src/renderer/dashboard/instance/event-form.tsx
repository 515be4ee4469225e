import { useState } from 'preact/hooks';
import { type EventKind, EventKind as EventKindSchema, eventKinds } from '../../../shared/instance-api.ts';
import { useAction } from '../../hooks/use-action.ts';
import { ActionProblem } from '../action-problem.tsx';
import { eventDetails, eventTitles } from './event-text.ts';
import { type EventFields, eventRequest } from './event-wish.ts';
import type { InstanceBridge } from './instance-bridge.ts';

const starts = [
  ['now', 'Now'],
  ['after', 'After a delay'],
  ['at', 'At a time'],
] as const;

const fieldsOf = (kind: EventKind): EventFields => ({
  kind,
  detail: eventDetails[kind]?.options[0] ?? '',
  start: 'now',
  afterSeconds: '30',
  at: '',
});

interface EventFormProps {
  readonly bridge: Pick<InstanceBridge, 'schedule'>;
  readonly onScheduled: () => void;
}

/** Tells the instance of something: what, and from when on. */
export const EventForm = ({ bridge, onScheduled }: EventFormProps) => {
  const [fields, setFields] = useState(() => fieldsOf('spot-interruption'));
  const action = useAction();
  const detail = eventDetails[fields.kind];
  const request = eventRequest(fields);

  const schedule = async (): Promise<void> => {
    if (request === undefined) return;
    const result = await action.run(() => bridge.schedule(request));
    if (result?.ok) onScheduled();
  };

  return (
    <form
      class="row event-form"
      onSubmit={(event) => {
        event.preventDefault();
        void schedule();
      }}
    >
      <div class="event-fields">
        <label class="event-field">
          Event
          <select
            class="select-field"
            value={fields.kind}
            onChange={({ currentTarget: { value } }) =>
              setFields({ ...fieldsOf(EventKindSchema.parse(value)), start: fields.start, at: fields.at })
            }
          >
            {eventKinds.map((kind) => (
              <option key={kind} value={kind}>
                {eventTitles[kind]}
              </option>
            ))}
          </select>
        </label>
        {detail !== undefined && (
          <label class="event-field">
            {detail.label}
            <select
              class="select-field"
              value={fields.detail}
              onChange={({ currentTarget: { value } }) => setFields({ ...fields, detail: value })}
            >
              {detail.options.map((option) => (
                <option key={option} value={option}>
                  {option}
                </option>
              ))}
            </select>
          </label>
        )}
      </div>
      <fieldset class="event-start">
        <legend>Programs are told</legend>
        {starts.map(([start, label]) => (
          <label key={start} class="event-start-choice">
            <input
              type="radio"
              name="event-start"
              checked={fields.start === start}
              onChange={() => setFields({ ...fields, start })}
            />
            {label}
          </label>
        ))}
      </fieldset>
      {fields.start === 'after' && (
        <label class="event-field">
          Seconds from now
          <input
            class="text-field"
            type="number"
            min={0}
            max={31_536_000}
            required
            value={fields.afterSeconds}
            onInput={({ currentTarget: { value } }) => setFields({ ...fields, afterSeconds: value })}
          />
        </label>
      )}
      {fields.start === 'at' && (
        <label class="event-field">
          Local date and time
          <input
            class="text-field"
            type="datetime-local"
            step={1}
            required
            value={fields.at}
            onInput={({ currentTarget: { value } }) => setFields({ ...fields, at: value })}
          />
        </label>
      )}
      <div class="actions">
        <button type="submit" class="button primary" aria-disabled={action.busy ? 'true' : undefined}>
          Schedule event
        </button>
      </div>
      <ActionProblem error={action.error} />
    </form>
  );
};
