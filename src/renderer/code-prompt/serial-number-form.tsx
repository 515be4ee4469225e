import { useState } from 'preact/hooks';

interface SerialNumberFormProps {
  readonly serialNumber: string;
  readonly isGuess: boolean;
  readonly onChoose: (serialNumber: string) => void;
}

/** Corrects the serial number of the MFA device, when it is not sure or was refused. */
export const SerialNumberForm = ({ serialNumber, isGuess, onChoose }: SerialNumberFormProps) => {
  const [edited, setEdited] = useState(serialNumber);
  return (
    <form
      class="serial-number-form"
      onSubmit={(event) => {
        event.preventDefault();
        onChoose(edited.trim());
      }}
    >
      <label for="serial-number">Serial number of the MFA device</label>
      <p id="serial-number-why">
        {isGuess ? 'Metafob derived it from your user name. ' : ''}The AWS console shows it under Security
        credentials.
      </p>
      <div class="serial-number-row">
        <input
          id="serial-number"
          class="text-field"
          type="text"
          required
          minLength={9}
          maxLength={256}
          spellcheck={false}
          autocomplete="off"
          aria-describedby="serial-number-why"
          value={edited}
          onInput={(event) => setEdited(event.currentTarget.value)}
        />
        <button type="submit" class="button plain">
          Use this device
        </button>
      </div>
    </form>
  );
};
