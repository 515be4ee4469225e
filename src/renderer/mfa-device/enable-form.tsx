import { useEffect, useRef, useState } from 'preact/hooks';
import type { MfaDeviceProof } from '../../shared/manage-api.ts';
import { ActionButton } from '../components/action-button.tsx';
import { codeDigits, codeHint } from '../view/token-code.ts';

interface EnableFormProps {
  readonly busy: boolean;
  /** Why AWS or the service refused the last try. */
  readonly problem: string | undefined;
  readonly onEnable: (proof: MfaDeviceProof) => void;
  readonly onCancel: () => void;
}

const sameCode = 'These are the same code twice. Wait until the device shows the next one.';

/** Two codes in a row, or the wish that Metafob keeps the secret and makes the codes. */
export const EnableForm = ({ busy, problem, onEnable, onCancel }: EnableFormProps) => {
  const [codes, setCodes] = useState<readonly [string, string]>(['', '']);
  const [keepSecret, setKeepSecret] = useState(false);
  const [hint, setHint] = useState<string>();
  const fields = [useRef<HTMLInputElement>(null), useRef<HTMLInputElement>(null)] as const;
  const problemLine = useRef<HTMLParagraphElement>(null);
  const message = busy ? undefined : (hint ?? problem);

  // In a small window it is below the edge.
  useEffect(() => {
    if (message !== undefined) problemLine.current?.scrollIntoView({ block: 'nearest' });
  }, [message]);

  const submit = (): void => {
    if (busy) return;
    const [first, second] = codes;
    const wrong = [first, second].findIndex((code) => codeHint(code) !== undefined);
    const found = codeHint(first) ?? codeHint(second) ?? (first === second ? sameCode : undefined);
    const objection = keepSecret ? undefined : found;
    setHint(objection);
    if (objection === undefined) onEnable(keepSecret ? { keepSecret: true } : { codes: [first, second] });
    else fields[wrong === 0 ? 0 : 1].current?.focus();
  };

  const field = (index: 0 | 1, label: string) => (
    <div>
      <label for={`new-device-code-${index}`}>{label}</label>
      <input
        ref={fields[index]}
        id={`new-device-code-${index}`}
        class="text-field"
        type="text"
        inputMode="numeric"
        autocomplete="off"
        spellcheck={false}
        readOnly={busy}
        value={codes[index]}
        aria-invalid={message !== undefined}
        aria-describedby="new-device-problem"
        onInput={({ currentTarget }) => {
          const digits = codeDigits(currentTarget.value);
          currentTarget.value = digits;
          setCodes(index === 0 ? [digits, codes[1]] : [codes[0], digits]);
        }}
      />
    </div>
  );

  return (
    <form
      class="enable-device"
      aria-busy={busy}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <label class="keep-secret">
        <input
          type="checkbox"
          checked={keepSecret}
          disabled={busy}
          onChange={({ currentTarget }) => setKeepSecret(currentTarget.checked)}
        />
        Keep the secret in the keychain: Metafob makes the codes and never asks
      </label>
      {keepSecret ? (
        <p class="about">
          Scan the QR code as well if you want a second way to sign in: AWS shows the secret this once only.
        </p>
      ) : (
        <div class="two-codes">
          {field(0, 'First code')}
          {field(1, 'The code after it')}
        </div>
      )}
      <p ref={problemLine} id="new-device-problem" class="problem" role="alert">
        {message}
      </p>
      <div class="modal-actions">
        <ActionButton onClick={onCancel}>Cancel</ActionButton>
        <button type="submit" class="button primary" aria-disabled={busy ? 'true' : undefined}>
          {busy ? 'Working…' : 'Enable device'}
        </button>
      </div>
    </form>
  );
};
