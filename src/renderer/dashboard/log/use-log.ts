import { useEffect, useState } from 'preact/hooks';
import type { DesktopBridge } from '../../desktop/desktop-bridge.ts';
import type { ActionError } from '../../hooks/use-action.ts';

const readEveryMs = 2000;

interface Log {
  /** Undefined until they were read for the first time. */
  readonly lines: readonly string[] | undefined;
  readonly error: ActionError | undefined;
}

/** The newest lines of the log, read again every two seconds while the window is visible. */
export const useLog = (bridge: Pick<DesktopBridge, 'readLog'>): Log => {
  const [log, setLog] = useState<Log>({ lines: undefined, error: undefined });

  useEffect(() => {
    let timer: number | undefined;
    let ended = false;
    const read = async (): Promise<void> => {
      if (document.visibilityState === 'visible') {
        const result = await bridge.readLog();
        if (ended) return;
        setLog((before) =>
          result.ok
            ? { lines: result.value, error: undefined }
            : { lines: before.lines, error: result.error },
        );
      }
      timer = window.setTimeout(() => void read(), readEveryMs);
    };
    void read();
    return () => {
      ended = true;
      window.clearTimeout(timer);
    };
  }, [bridge]);
  return log;
};
