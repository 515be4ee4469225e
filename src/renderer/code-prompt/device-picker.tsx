import { deviceName } from '../view/aws-names.ts';

interface DevicePickerProps {
  readonly devices: readonly string[];
  readonly chosen: string;
  readonly onChoose: (serialNumber: string) => void;
}

/** Which of the user's MFA devices the code will come from. */
export const DevicePicker = ({ devices, chosen, onChoose }: DevicePickerProps) => (
  <fieldset class="device-picker">
    <legend>MFA device</legend>
    {devices.map((serialNumber) => (
      <label key={serialNumber} title={serialNumber}>
        <input
          type="radio"
          name="mfa-device"
          value={serialNumber}
          checked={serialNumber === chosen}
          onChange={() => onChoose(serialNumber)}
        />
        <span>{deviceName(serialNumber)}</span>
      </label>
    ))}
  </fieldset>
);
