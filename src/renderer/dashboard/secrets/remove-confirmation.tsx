import { useEffect, useRef } from 'preact/hooks';
import { ActionButton } from '../../components/action-button.tsx';

interface RemoveConfirmationProps {
  readonly profile: string;
  readonly onRemove: () => void;
  readonly onKeep: () => void;
}

/** A removed secret cannot be brought back, so this asks once more. */
export const RemoveConfirmation = ({ profile, onRemove, onKeep }: RemoveConfirmationProps) => {
  const keep = useRef<HTMLButtonElement>(null);

  useEffect(() => keep.current?.focus(), []);

  return (
    <section class="note" aria-label={`Remove the secret of ${profile}?`}>
      <p>
        The secret cannot be brought back. Without it and without another device you cannot sign in with MFA.
      </p>
      <div class="actions">
        <ActionButton buttonRef={keep} onClick={onKeep}>
          Keep it
        </ActionButton>
        <ActionButton onClick={onRemove}>Remove it</ActionButton>
      </div>
    </section>
  );
};
