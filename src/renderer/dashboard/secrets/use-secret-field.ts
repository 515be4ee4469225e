import type { RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

export interface SecretField {
  readonly ref: RefObject<HTMLInputElement | null>;
  fill(secret: string): void;
  /** What stands in the field. It is empty afterwards. */
  take(): string;
  focus(): void;
}

/**
 * A field whose value is kept nowhere but in the field itself, and no longer than until it is used or the
 * window is hidden. It has the focus at first.
 */
export const useSecretField = (): SecretField => {
  const ref = useRef<HTMLInputElement>(null);
  const put = (value: string): void => {
    if (ref.current) ref.current.value = value;
  };

  // Not after the next paint: from the first key on, hiding the window must empty the field.
  useLayoutEffect(() => {
    ref.current?.focus();
    const emptyWithWindow = (): void => {
      if (document.visibilityState === 'hidden' && ref.current) ref.current.value = '';
    };
    document.addEventListener('visibilitychange', emptyWithWindow);
    return () => document.removeEventListener('visibilitychange', emptyWithWindow);
  }, []);

  return {
    ref,
    fill: put,
    take: () => {
      const secret = ref.current?.value.trim() ?? '';
      put('');
      return secret;
    },
    focus: () => ref.current?.focus(),
  };
};
