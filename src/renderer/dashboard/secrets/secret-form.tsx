import { useId, useState } from 'preact/hooks';
import { ActionButton } from '../../components/action-button.tsx';
import type { DesktopBridge } from '../../desktop/desktop-bridge.ts';
import { useAction } from '../../hooks/use-action.ts';
import { PictureInput } from './picture-input.tsx';
import { type PictureOutcome, pictureOutcome } from './picture-text.ts';
import { readQrPicture } from './qr-picture.ts';
import { useSecretField } from './use-secret-field.ts';

interface SecretFormProps {
  readonly profile: string;
  readonly bridge: Pick<DesktopBridge, 'storeSecret'>;
  readonly onStored: () => void;
  readonly onCancel?: () => void;
}

const nothingGiven = 'Paste the secret, or choose a picture of the QR code.';

/** Takes the MFA secret of a profile as text or as a picture of its QR code, which is decoded in this page. */
export const SecretForm = ({ profile, bridge, onStored, onCancel }: SecretFormProps) => {
  const id = useId();
  const field = useSecretField();
  const action = useAction();
  const [picture, setPicture] = useState<PictureOutcome>();
  const [hint, setHint] = useState<string>();
  const [dragging, setDragging] = useState(false);
  const problem = hint ?? action.error?.message ?? (picture?.found === false ? picture.message : undefined);

  const store = async (): Promise<void> => {
    if (action.busy) return;
    const secret = field.take();
    setPicture(undefined);
    setHint(secret === '' ? nothingGiven : undefined);
    if (secret === '') return field.focus();
    const result = await action.run(() => bridge.storeSecret(profile, secret));
    if (result?.ok) onStored();
    else field.focus();
  };

  const read = async (file: File | undefined): Promise<void> => {
    if (file === undefined) return;
    const text = await readQrPicture(file);
    const outcome = pictureOutcome(text);
    field.fill(outcome.found ? (text ?? '') : '');
    setHint(undefined);
    setPicture(outcome);
    field.focus();
  };

  return (
    <form
      class={dragging ? 'secret-form dragging' : 'secret-form'}
      aria-busy={action.busy}
      onSubmit={(event) => {
        event.preventDefault();
        void store();
      }}
      onDragOver={() => setDragging(true)}
      onDragLeave={() => setDragging(false)}
      onDrop={(event) => {
        setDragging(false);
        void read(event.dataTransfer?.files[0]);
      }}
    >
      <label for={id}>MFA secret of {profile}</label>
      <p id={`${id}-about`} class="about">
        The secret key that AWS shows for a virtual MFA device, the otpauth:// address, or a picture of the QR
        code: paste it here, drop it here, or choose the file.
      </p>
      <input
        ref={field.ref}
        id={id}
        class="text-field"
        type="password"
        autocomplete="off"
        spellcheck={false}
        maxLength={1000}
        readOnly={action.busy}
        aria-invalid={problem !== undefined}
        aria-describedby={`${id}-about ${id}-problem`}
        onPaste={(event) => {
          const file = event.clipboardData?.files[0];
          if (file === undefined) return;
          event.preventDefault();
          void read(file);
        }}
      />
      <p id={`${id}-problem`} class="problem" role="alert">
        {action.busy ? undefined : problem}
      </p>
      <p class="picture-found" role="status">
        {picture?.found && picture.message}
      </p>
      <div class="actions">
        <button type="submit" class="button primary" aria-disabled={action.busy ? 'true' : undefined}>
          {action.busy ? 'Storing…' : 'Store secret'}
        </button>
        <PictureInput onPicture={(file) => void read(file)} />
        {onCancel && <ActionButton onClick={onCancel}>Cancel</ActionButton>}
      </div>
    </form>
  );
};
