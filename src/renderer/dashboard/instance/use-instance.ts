import { useCallback, useEffect, useState } from 'preact/hooks';
import type { InstanceResponse } from '../../../shared/instance-api.ts';
import type { ActionError } from '../../hooks/use-action.ts';
import type { InstanceBridge } from './instance-bridge.ts';

interface InstanceNow {
  /** Undefined until it was read for the first time. */
  readonly instance: InstanceResponse | undefined;
  readonly error: ActionError | undefined;
  readonly refresh: () => Promise<void>;
}

/**
 * The instance as the service tells it.
 *
 * @param occasions it is read again whenever one of these changes; always as many
 */
export const useInstance = (bridge: InstanceBridge, occasions: readonly unknown[]): InstanceNow => {
  const [read, setRead] = useState<Pick<InstanceNow, 'instance' | 'error'>>({
    instance: undefined,
    error: undefined,
  });

  const refresh = useCallback(async () => {
    const result = await bridge.view();
    setRead((before) =>
      result.ok
        ? { instance: result.value, error: undefined }
        : { instance: before.instance, error: result.error },
    );
  }, [bridge]);

  useEffect(() => void refresh(), [refresh, ...occasions]);
  return { ...read, refresh };
};
