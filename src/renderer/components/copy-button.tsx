import { useEffect, useState } from 'preact/hooks';
import { ActionButton } from './action-button.tsx';

type Outcome = 'copied' | 'refused';

const outcomeText: Record<Outcome, string> = { copied: 'Copied', refused: 'Not allowed' };
const shownForMs = 2000;

/** As the copy command of a menu does it: needs no permission, only the click that led here. */
const copyByCommand = (text: string): boolean => {
  const put = (event: ClipboardEvent): void => {
    event.clipboardData?.setData('text/plain', text);
    event.preventDefault();
  };
  document.addEventListener('copy', put, { once: true });
  const copied = document.execCommand('copy');
  document.removeEventListener('copy', put);
  return copied;
};

/**
 * Browsers refuse the clipboard to pages without the focus, and to plain HTTP beyond this machine; the desktop
 * app gives its pages no permission at all.
 */
const copy = async (text: string): Promise<Outcome> => {
  try {
    await navigator.clipboard.writeText(text);
    return 'copied';
  } catch {
    return copyByCommand(text) ? 'copied' : 'refused';
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
