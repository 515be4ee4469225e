import { ViewState } from '../shared/view-state.ts';
import type { Connection } from './bridge.ts';

const firstDelayMs = 1000;
const longestDelayMs = 15_000;

/** The state in an event's data; undefined when a newer or older service sends what this page cannot read. */
const parseState = (data: unknown): ViewState | undefined => {
  try {
    return ViewState.safeParse(JSON.parse(String(data))).data;
  } catch {
    return undefined;
  }
};

/**
 * Follows a stream of `state` events. Reconnects by itself with growing pauses, and at once when the page is
 * shown again. A browser's own reconnection is not relied on: it gives up after an error status.
 */
export const subscribeToEvents = (
  url: string,
  onState: (state: ViewState) => void,
  onConnection: (connection: Connection) => void,
): (() => void) => {
  let source: EventSource | undefined;
  let timer: number | undefined;
  let delayMs = firstDelayMs;

  const disconnect = (): void => {
    window.clearTimeout(timer);
    timer = undefined;
    source?.close();
    source = undefined;
  };

  const retryLater = (): void => {
    disconnect();
    onConnection('lost');
    timer = window.setTimeout(connect, delayMs);
    delayMs = Math.min(delayMs * 2, longestDelayMs);
  };

  const connect = (): void => {
    disconnect();
    source = new EventSource(url);
    source.addEventListener('error', retryLater);
    source.addEventListener('state', (event) => {
      const state = parseState(event.data);
      if (state === undefined) return retryLater();
      delayMs = firstDelayMs;
      onConnection('connected');
      onState(state);
    });
  };

  const connectWhenShown = (): void => {
    if (document.visibilityState === 'visible' && timer !== undefined) connect();
  };

  document.addEventListener('visibilitychange', connectWhenShown);
  connect();
  return () => {
    document.removeEventListener('visibilitychange', connectWhenShown);
    disconnect();
  };
};
