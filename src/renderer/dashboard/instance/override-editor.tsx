import { useEffect, useRef, useState } from 'preact/hooks';
import type { InstanceResponse, OverrideProblem, OverridesWritten } from '../../../shared/instance-api.ts';
import type { ActionResult } from '../../bridge.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { useAction } from '../../hooks/use-action.ts';
import { ActionProblem } from '../action-problem.tsx';
import type { InstanceBridge } from './instance-bridge.ts';

interface OverrideEditorProps {
  readonly overrides: InstanceResponse['overrides'];
  readonly bridge: Pick<InstanceBridge, 'overrides' | 'writeOverrides' | 'removeOverrides'>;
  readonly onChanged: () => void;
}

const example = 'instance:\n  type: m7g.large\ntags: { Name: web }';

/** The document that sets values. It is checked as a whole; with mistakes, nothing is written. */
export const OverrideEditor = ({ overrides, bridge, onChanged }: OverrideEditorProps) => {
  // Undefined as long as nobody typed: then it shows what the service has.
  const [draft, setDraft] = useState<string>();
  const [saved, setSaved] = useState('');
  const [refused, setRefused] = useState<readonly OverrideProblem[]>();
  const action = useAction();
  const field = useRef<HTMLTextAreaElement>(null);
  const problems = refused ?? overrides.problems;

  useEffect(() => {
    let shown = true;
    void bridge.overrides().then((result) => {
      if (shown && result.ok) setSaved(result.value.text);
    });
    return () => {
      shown = false;
    };
  }, [bridge, overrides]);

  const change = async (request: () => Promise<ActionResult<OverridesWritten>>): Promise<void> => {
    const result = await action.run(request);
    if (!result?.ok) return;
    if (result.value.problems.length > 0) {
      setRefused(result.value.problems);
      return;
    }
    setRefused(undefined);
    setDraft(undefined);
    onChanged();
  };

  const discard = (): void => {
    setDraft(undefined);
    setRefused(undefined);
    field.current?.focus();
  };

  return (
    <div class="row overrides">
      <label for="override-document">Document that sets values</label>
      <p class="about" id="override-file">
        YAML or JSON, kept in <code>{overrides.file}</code>. Keys are those of the list above; whatever is not
        named stays as it was generated.
      </p>
      <textarea
        ref={field}
        id="override-document"
        class="text-field"
        rows={10}
        spellcheck={false}
        aria-describedby="override-file override-problems"
        aria-invalid={problems.length > 0}
        placeholder={example}
        value={draft ?? saved}
        onInput={({ currentTarget: { value } }) => setDraft(value)}
      />
      <div id="override-problems" role="alert">
        {problems.length > 0 && (
          <>
            <p class="problem">
              {refused === undefined
                ? 'The document has mistakes; the last good one is in use.'
                : 'Nothing was saved: the document has mistakes.'}
            </p>
            <ul class="override-problems">
              {problems.map(({ line, key, message }) => (
                <li key={`${line} ${key} ${message}`}>
                  Line {line}: {message}
                </li>
              ))}
            </ul>
          </>
        )}
      </div>
      {overrides.warnings.map((warning) => (
        <p key={warning} class="about">
          {warning}
        </p>
      ))}
      <div class="actions">
        <ActionButton
          look="primary"
          unavailable={action.busy || draft === undefined}
          onClick={() => void change(() => bridge.writeOverrides(draft ?? saved))}
        >
          Save document
        </ActionButton>
        {draft !== undefined && (
          <ActionButton unavailable={action.busy} onClick={discard}>
            Discard changes
          </ActionButton>
        )}
        {overrides.exists && draft === undefined && (
          <ActionButton onClick={() => void change(() => bridge.removeOverrides())}>
            Put document aside
          </ActionButton>
        )}
      </div>
      <ActionProblem error={action.error} />
    </div>
  );
};
