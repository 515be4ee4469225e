import { useEffect, useRef } from 'preact/hooks';
import { SerialNumberForm } from '../code-prompt/serial-number-form.tsx';

interface DeviceCorrectionProps {
  readonly serialNumber: string;
  readonly isGuess: boolean;
  /** Why the serial number was refused. */
  readonly problem: string | undefined;
  readonly onChoose: (serialNumber: string) => void;
  readonly onBack: () => void;
}

/** Takes the place of the code while the person corrects the serial number of the device. */
export const DeviceCorrection = ({
  serialNumber,
  isGuess,
  problem,
  onChoose,
  onBack,
}: DeviceCorrectionProps) => {
  const container = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const field = container.current?.querySelector('input');
    field?.focus();
    field?.select();
  }, []);

  return (
    <div class="device-correction" ref={container}>
      <p class="problem" role="alert">
        {problem}
      </p>
      <SerialNumberForm serialNumber={serialNumber} isGuess={isGuess} onChoose={onChoose} />
      <button type="button" class="link" onClick={onBack}>
        Back to the code
      </button>
    </div>
  );
};
