import { useState } from 'preact/hooks';
import type { EnabledMfaDevice, MfaEnrolment } from '../../shared/manage-api.ts';
import { Modal } from '../code-prompt/modal.tsx';
import { ActionButton } from '../components/action-button.tsx';
import { CopyButton } from '../components/copy-button.tsx';
import { EnableForm } from './enable-form.tsx';
import { QrCode } from './qr-code.tsx';
import { type MfaDeviceBridge, useMfaEnrolment } from './use-mfa-enrolment.ts';

interface MfaDeviceDialogProps {
  readonly profile: string;
  readonly bridge: MfaDeviceBridge;
  readonly onClose: () => void;
}

const Secret = ({ enrolment }: { readonly enrolment: MfaEnrolment }) => {
  const [shown, setShown] = useState(false);
  return (
    <div class="new-device-secret">
      <QrCode text={enrolment.otpauthUri} label="QR code with the secret of the new device" />
      <div class="actions">
        <ActionButton expanded={shown} onClick={() => setShown(!shown)}>
          {shown ? 'Hide the secret key' : 'Show the secret key as text'}
        </ActionButton>
        {shown && <CopyButton text={enrolment.secret} target="the secret key" />}
      </div>
      {shown && <code>{enrolment.secret}</code>}
    </div>
  );
};

const Enabled = ({
  device,
  onClose,
}: {
  readonly device: EnabledMfaDevice;
  readonly onClose: () => void;
}) => (
  <>
    <p role="status">
      The device is enabled. {device.secretKept && 'Its secret is kept, and Metafob makes the codes. '}
      Both codes are used up: the next session needs the code after them, which is half a minute away at most.
    </p>
    <p>{device.configuration.message}</p>
    <div class="modal-actions">
      <ActionButton look="primary" onClick={onClose}>
        Done
      </ActionButton>
    </div>
  </>
);

/** Adds a virtual MFA device: its QR code, two codes, and the way back. The secret is nowhere else. */
export const MfaDeviceDialog = ({ profile, bridge, onClose }: MfaDeviceDialogProps) => {
  const { stage, action, enable, leave } = useMfaEnrolment(bridge, profile, onClose);
  return (
    <Modal
      heading={`New MFA device for ${profile}`}
      descriptionId="new-device-about"
      onCancel={() => void leave()}
    >
      <p id="new-device-about" class="about">
        {stage.kind === 'open' ? (
          <>
            Scan the QR code with an authenticator app, then type two codes that it shows one after the other.
            This enables the device <code>{stage.enrolment.serialNumber}</code> for the user{' '}
            {stage.enrolment.userName}.
          </>
        ) : (
          'A virtual MFA device of the user whose keys the profile has.'
        )}
      </p>
      {stage.kind === 'starting' && <p role="status">Asking AWS for a device…</p>}
      {stage.kind === 'open' && (
        <div class="new-device">
          <Secret enrolment={stage.enrolment} />
          <EnableForm
            busy={action.busy}
            problem={action.error?.message}
            onEnable={(proof) => void enable(proof)}
            onCancel={() => void leave()}
          />
        </div>
      )}
      {stage.kind === 'enabled' && <Enabled device={stage.device} onClose={onClose} />}
      {stage.kind === 'not-started' && (
        <>
          <p class="problem" role="alert">
            {action.error?.message}
          </p>
          <div class="modal-actions">
            <ActionButton onClick={onClose}>Close</ActionButton>
          </div>
        </>
      )}
    </Modal>
  );
};
