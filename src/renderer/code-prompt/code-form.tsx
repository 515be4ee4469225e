import { useContext, useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { ActionButton } from '../components/action-button.tsx';
import { codeDigits, codeHint, isCompleteCode } from '../view/token-code.ts';
import { NextCode } from './next-code.tsx';
import { SubmitOnSixthDigit } from './submit-on-sixth-digit.ts';

interface CodeFormProps {
  /** True while a code is being checked. */
  readonly busy: boolean;
  /** Why the last code was refused. */
  readonly problem: string | undefined;
  readonly nextCodeAt: number | undefined;
  readonly now: number;
  readonly onSubmit: (code: string) => void;
  readonly onCancel: () => void;
}

/** The field for a token code. Submits by itself on the sixth digit or on a paste, unless the user turned that off. */
export const CodeForm = ({ busy, problem, nextCodeAt, now, onSubmit, onCancel }: CodeFormProps) => {
  const submitOnSixthDigit = useContext(SubmitOnSixthDigit);
  const field = useRef<HTMLInputElement>(null);
  const [digits, setDigits] = useState('');
  const [hint, setHint] = useState<string>();
  const message = busy ? undefined : (hint ?? problem);

  useEffect(() => {
    field.current?.focus();
  }, []);

  // Before the next paint, so that the first key typed after a refusal replaces the refused code.
  useLayoutEffect(() => {
    if (busy || problem === undefined) return;
    field.current?.focus();
    field.current?.select();
  }, [busy, problem]);

  const submit = (code: string): void => {
    setHint(codeHint(code));
    if (isCompleteCode(code) && !busy) onSubmit(code);
  };

  const enter = (typed: string): void => {
    const next = codeDigits(typed);
    // Also when the digits are the same as before: what was typed may hold other characters.
    if (field.current) field.current.value = next;
    setDigits(next);
    if (submitOnSixthDigit && isCompleteCode(next)) submit(next);
    else setHint(next.length > 6 ? codeHint(next) : undefined);
  };

  return (
    <form
      class="code-form"
      aria-busy={busy}
      onSubmit={(event) => {
        event.preventDefault();
        submit(digits);
      }}
    >
      <label for="token-code">Token code</label>
      <input
        ref={field}
        id="token-code"
        class="code-field"
        type="text"
        inputMode="numeric"
        autocomplete="one-time-code"
        autocapitalize="off"
        spellcheck={false}
        placeholder="······"
        readOnly={busy}
        value={digits}
        aria-invalid={message !== undefined}
        aria-describedby="token-code-problem"
        onInput={(event) => enter(event.currentTarget.value)}
        onPaste={(event) => {
          const pasted = codeDigits(event.clipboardData?.getData('text') ?? '');
          if (busy || !isCompleteCode(pasted)) return;
          // A whole code replaces whatever stands in the field.
          event.preventDefault();
          enter(pasted);
        }}
      />
      <p id="token-code-problem" class="problem" role="alert">
        {message}
      </p>
      {nextCodeAt !== undefined && !busy && <NextCode nextCodeAt={nextCodeAt} now={now} />}
      <div class="modal-actions">
        <ActionButton onClick={onCancel}>Cancel</ActionButton>
        <button type="submit" class="button primary" aria-disabled={busy ? 'true' : undefined}>
          {busy ? 'Checking…' : 'Use code'}
        </button>
      </div>
    </form>
  );
};
