import type { ComponentChildren, Ref } from 'preact';

interface ActionButtonProps {
  readonly children: ComponentChildren;
  onClick(): void;
  /** What the action applies to, for screen readers: the page repeats the same words for each profile. */
  readonly target?: string;
  readonly look?: 'primary' | 'plain' | 'chosen';
  /** Not usable now. The button keeps the keyboard focus, unlike a disabled one. */
  readonly unavailable?: boolean;
  readonly expanded?: boolean;
  readonly buttonRef?: Ref<HTMLButtonElement>;
}

export const ActionButton = ({
  children,
  onClick,
  target,
  look = 'plain',
  unavailable = false,
  expanded,
  buttonRef,
}: ActionButtonProps) => (
  <button
    ref={buttonRef ?? null}
    type="button"
    class={`button ${look}`}
    aria-disabled={unavailable ? 'true' : undefined}
    aria-expanded={expanded}
    onClick={() => {
      if (!unavailable) onClick();
    }}
  >
    {children}
    {target !== undefined && <span class="visually-hidden"> {target}</span>}
  </button>
);
