import { useRef, useState } from 'preact/hooks';
import type { ActionResult } from '../bridge.ts';

export type ActionError = Extract<ActionResult, { ok: false }>['error'];

export interface Action {
  readonly busy: boolean;
  /** Why the last run failed; undefined while a new one is under way. */
  readonly error: ActionError | undefined;
  /** Runs one request at a time: a second one while the first is under way does nothing. */
  run<Value>(request: () => Promise<ActionResult<Value>>): Promise<ActionResult<Value> | undefined>;
}

/** State for a control that asks something of the engine. */
export const useAction = (): Action => {
  const underWay = useRef(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ActionError>();

  return {
    busy,
    error,
    run: async (request) => {
      if (underWay.current) return undefined;
      underWay.current = true;
      setBusy(true);
      setError(undefined);
      const result = await request();
      underWay.current = false;
      setBusy(false);
      if (!result.ok) setError(result.error);
      return result;
    },
  };
};
