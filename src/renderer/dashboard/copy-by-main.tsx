import type { ActionResult } from '../bridge.ts';
import { ActionButton } from '../components/action-button.tsx';
import { useAction } from '../hooks/use-action.ts';
import { ActionProblem } from './action-problem.tsx';
import { useBriefly } from './use-briefly.ts';

interface CopyByMainProps {
  readonly label: string;
  readonly target?: string;
  copy(): Promise<ActionResult>;
}

/** A button for a text that the main process puts onto the clipboard. */
export const CopyByMain = ({ label, target, copy }: CopyByMainProps) => {
  const action = useAction();
  const [copied, setCopied] = useBriefly();

  return (
    <>
      <ActionButton
        unavailable={action.busy}
        onClick={() => void action.run(copy).then((result) => setCopied(result?.ok ?? false))}
        {...(target === undefined ? {} : { target })}
      >
        {copied ? 'Copied' : label}
      </ActionButton>
      <span class="visually-hidden" role="status">
        {copied && 'Copied'}
      </span>
      {action.error && <ActionProblem error={action.error} />}
    </>
  );
};
