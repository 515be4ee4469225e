import { ActionButton } from '../../components/action-button.tsx';
import { useAction } from '../../hooks/use-action.ts';
import { ActionProblem } from '../action-problem.tsx';
import type { DashboardState } from '../dashboard-state.ts';
import { ViewHeading } from '../view-heading.tsx';
import { EventForm } from './event-form.tsx';
import { EventList } from './event-list.tsx';
import type { InstanceBridge } from './instance-bridge.ts';
import { InstanceValues } from './instance-values.tsx';
import { OverrideEditor } from './override-editor.tsx';
import { useInstance } from './use-instance.ts';

interface InstanceViewProps {
  readonly current: DashboardState;
  readonly bridge: InstanceBridge;
}

/** The machine that programs think they run on: what it is told of, what it is, and what a person set. */
export const InstanceView = ({ current, bridge }: InstanceViewProps) => {
  const { state, desktop, now } = current;
  // The app tells of changes with its own state; region and account are those of the profile.
  const { accountId, region } = state.profiles.find(({ active }) => active) ?? {};
  const { instance, error, refresh } = useInstance(bridge, [desktop, accountId, region]);
  const action = useAction();
  const changed = (): void => void refresh();

  const regenerate = async (): Promise<void> => {
    const result = await action.run(() => bridge.regenerate());
    if (result?.ok) changed();
  };

  return (
    <>
      <section>
        <ViewHeading title="Instance">The machine that programs think they run on.</ViewHeading>
        <ActionProblem error={error} />
      </section>
      <section class="instance-section" aria-labelledby="events-heading">
        <h2 id="events-heading">Events</h2>
        <EventList events={instance?.events ?? []} bridge={bridge} now={now} onCleared={changed} />
        <EventForm bridge={bridge} onScheduled={changed} />
      </section>
      {instance !== undefined && (
        <section class="instance-section" aria-labelledby="values-heading">
          <h2 id="values-heading">Values</h2>
          <InstanceValues values={instance.values} />
          <div class="row another">
            <p class="about">Another instance has new ids and addresses; what you set stays as it is.</p>
            <ActionButton unavailable={action.busy} onClick={() => void regenerate()}>
              Make another instance
            </ActionButton>
            <ActionProblem error={action.error} />
          </div>
          <OverrideEditor overrides={instance.overrides} bridge={bridge} onChanged={changed} />
        </section>
      )}
    </>
  );
};
