import { useEffect, useState } from 'preact/hooks';
import type { ViewState } from '../../shared/view-state.ts';
import type { Bridge, Connection } from '../bridge.ts';

export interface BridgeState {
  /** Undefined until the first state arrived. */
  readonly state: ViewState | undefined;
  readonly connection: Connection;
  /** How far the engine's corrected clock is ahead of this page's, in ms. */
  readonly clockOffsetMs: number;
}

/** The engine's state, and whether it is still being received. */
export const useBridgeState = (bridge: Pick<Bridge, 'subscribe'>): BridgeState => {
  const [received, setReceived] = useState<{ state: ViewState; clockOffsetMs: number }>();
  const [connection, setConnection] = useState<Connection>('connected');

  useEffect(
    () =>
      bridge.subscribe(
        (state) => setReceived({ state, clockOffsetMs: state.now - Date.now() }),
        (next) => setConnection(next),
      ),
    [bridge],
  );
  return { state: received?.state, connection, clockOffsetMs: received?.clockOffsetMs ?? 0 };
};
