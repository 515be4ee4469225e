import { useId, useState } from 'preact/hooks';
import type { ActionResult } from '../../bridge.ts';
import { useAction } from '../../hooks/use-action.ts';
import { ActionProblem } from '../action-problem.tsx';

interface SettingSwitchProps {
  readonly name: string;
  readonly about: string;
  readonly on: boolean;
  /** Cannot be changed on this computer. */
  readonly unavailable?: boolean;
  /** Stands by itself, not in a list of settings. */
  readonly alone?: boolean;
  change(on: boolean): Promise<ActionResult>;
}

/** A setting that is on or off. It takes effect at once. */
export const SettingSwitch = ({
  name,
  about,
  on,
  unavailable = false,
  alone = false,
  change,
}: SettingSwitchProps) => {
  const id = useId();
  const action = useAction();
  const [wanted, setWanted] = useState(on);

  return (
    <div class={alone ? 'setting alone' : 'setting'}>
      <label>
        <input
          type="checkbox"
          checked={action.busy ? wanted : on}
          disabled={unavailable}
          aria-describedby={id}
          onChange={({ currentTarget }) => {
            setWanted(currentTarget.checked);
            void action.run(() => change(currentTarget.checked));
          }}
        />
        {name}
      </label>
      <p id={id} class="about">
        {about}
      </p>
      <ActionProblem error={action.error} />
    </div>
  );
};
