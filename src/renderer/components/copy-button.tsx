import { useEffect, useState } from 'preact/hooks';
import { ActionButton } from './action-button.tsx';

type Outcome = 'copied' | 'refused';

const outcomeText: Record<Outcome, string> = { copied: 'Copied', refused: 'Not allowed' };
const shownForMs = 2000;

/** Browsers refuse the clipboard to pages without the focus, and to plain HTTP beyond this machine. */
const copy = async (text: string): Promise<Outcome> => {
  try {
    await navigator.clipboard.writeText(text);
    return 'copied';
  } catch {
    return 'refused';
  }
};

interface CopyButtonProps {
  readonly text: string;
  readonly label?: string;
  /** What is copied, for screen readers. */
  readonly target?: string;
}

export const CopyButton = ({ text, label = 'Copy', target }: CopyButtonProps) => {
  const [outcome, setOutcome] = useState<Outcome>();

  useEffect(() => {
    if (outcome === undefined) return;
    const timer = window.setTimeout(() => setOutcome(undefined), shownForMs);
    return () => window.clearTimeout(timer);
  }, [outcome]);

  return (
    <>
      <ActionButton
        onClick={() => void copy(text).then(setOutcome)}
        {...(target === undefined ? {} : { target })}
      >
        {outcome === undefined ? label : outcomeText[outcome]}
      </ActionButton>
      <span class="visually-hidden" role="status">
        {outcome !== undefined && outcomeText[outcome]}
      </span>
    </>
  );
};
