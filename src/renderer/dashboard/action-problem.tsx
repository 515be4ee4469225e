import type { ActionError } from '../hooks/use-action.ts';

/** Why the last action of a control failed. Always there, so that a screen reader hears what appears in it. */
export const ActionProblem = ({ error }: { error: ActionError | undefined }) => (
  <p class="problem" role="alert">
    {error?.message}
  </p>
);
