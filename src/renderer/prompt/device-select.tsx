import { deviceName } from '../view/aws-names.ts';

interface DeviceSelectProps {
  readonly devices: readonly string[];
  readonly chosen: string;
  readonly onChoose: (serialNumber: string) => void;
}

/** Which of the user's MFA devices the code will come from; one line high, however many there are. */
export const DeviceSelect = ({ devices, chosen, onChoose }: DeviceSelectProps) => (
  <div class="device-select">
    <label for="mfa-device">MFA device</label>
    <select
      id="mfa-device"
      class="select-field"
      value={chosen}
      title={chosen}
      onChange={(event) => onChoose(event.currentTarget.value)}
    >
      {devices.map((serialNumber) => (
        <option key={serialNumber} value={serialNumber}>
          {deviceName(serialNumber)}
        </option>
      ))}
    </select>
  </div>
);
