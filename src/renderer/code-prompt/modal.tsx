import type { ComponentChildren } from 'preact';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import { Mark } from '../components/mark.tsx';

interface ModalProps {
  readonly heading: string;
  readonly descriptionId: string;
  readonly onCancel: () => void;
  readonly children: ComponentChildren;
}

/** A dialog in front of the page for as long as it is rendered; the focus returns when it goes. */
export const Modal = ({ heading, descriptionId, onCancel, children }: ModalProps) => {
  const dialog = useRef<HTMLDialogElement>(null);
  const headingId = useId();

  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);

  return (
    <dialog
      ref={dialog}
      class="modal"
      aria-labelledby={headingId}
      aria-describedby={descriptionId}
      onCancel={(event) => event.preventDefault()}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        // The page closes the dialog when the prompt is gone, not the browser on its own.
        event.preventDefault();
        onCancel();
      }}
    >
      <div class="modal-heading">
        <Mark />
        <h2 id={headingId}>{heading}</h2>
      </div>
      {children}
    </dialog>
  );
};
