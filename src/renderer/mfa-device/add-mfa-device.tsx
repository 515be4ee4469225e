import { useState } from 'preact/hooks';
import { ActionButton } from '../components/action-button.tsx';
import { MfaDeviceDialog } from './mfa-device-dialog.tsx';
import type { MfaDeviceBridge } from './use-mfa-enrolment.ts';

interface AddMfaDeviceProps {
  readonly profile: string;
  readonly bridge: MfaDeviceBridge;
}

/** A button, and the dialog behind it. */
export const AddMfaDevice = ({ profile, bridge }: AddMfaDeviceProps) => {
  const [open, setOpen] = useState(false);
  return (
    <>
      <ActionButton target={`to ${profile}`} onClick={() => setOpen(true)}>
        Add an MFA device
      </ActionButton>
      {open && <MfaDeviceDialog profile={profile} bridge={bridge} onClose={() => setOpen(false)} />}
    </>
  );
};
