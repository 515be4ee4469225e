import { useState } from 'preact/hooks';
import { ActionButton } from '../components/action-button.tsx';
import { MfaDeviceDialog } from './mfa-device-dialog.tsx';
import type { MfaDeviceBridge } from './use-mfa-enrolment.ts';

interface AddMfaDeviceProps {
  readonly profile: string;
  /** Whether the profile can use a new device. */
  readonly offered: boolean;
  readonly bridge: MfaDeviceBridge;
}

/** A button, and the dialog behind it. */
export const AddMfaDevice = ({ profile, offered, bridge }: AddMfaDeviceProps) => {
  const [open, setOpen] = useState(false);
  // A device that was just added is no reason to go away: what was done is still to be read in the dialog, and
  // the keyboard focus comes back to the button.
  const [used, setUsed] = useState(false);
  if (!offered && !used) return null;
  return (
    <>
      <ActionButton
        target={`to ${profile}`}
        onClick={() => {
          setUsed(true);
          setOpen(true);
        }}
      >
        Add an MFA device
      </ActionButton>
      {open && <MfaDeviceDialog profile={profile} bridge={bridge} onClose={() => setOpen(false)} />}
    </>
  );
};
