import type { RequestListener } from 'node:http';
import type { Clock } from '../core/ports.ts';
import type { Bridge } from '../node/http/bridge.ts';
import { ListenError, type Listening, listen } from '../node/http/listen.ts';

/** A bridge comes with its first container, or with the container engine: often after us. */
const TRY_AGAIN_MS = 15_000;

export interface BridgeListenersOptions {
  readonly bridges: readonly Bridge[];
  readonly port: number;
  readonly handlerFor: (bridge: Bridge) => RequestListener;
  readonly clock: Clock;
  /** What is wrong now, a sentence for each bridge; none when all is well again. */
  readonly onProblems: (messages: readonly string[]) => void;
}

/** Listens for containers, on bridges that exist now and on those that come. Returns a function that ends it. */
export async function openBridges(options: BridgeListenersOptions): Promise<() => Promise<void>> {
  const { bridges, port, handlerFor, clock, onProblems } = options;
  const open = new Map<Bridge, Listening>();
  const problems = new Map<Bridge, string>();
  let closed = false;
  let cancelTimer: (() => void) | undefined;

  async function tryEach(): Promise<void> {
    for (const bridge of bridges.filter((candidate) => !open.has(candidate))) {
      try {
        open.set(bridge, await listen(bridge.gateway, port, handlerFor(bridge), { anyAddress: true }));
        problems.delete(bridge);
      } catch (error) {
        if (!(error instanceof ListenError)) throw error;
        problems.set(bridge, `Containers on ${bridge.gateway} get no credentials. ${error.message}`);
      }
    }
    if (closed) return closeAll();
    onProblems([...problems.values()]);
    if (problems.size > 0) {
      cancelTimer = clock.at(clock.now() + TRY_AGAIN_MS, () => void tryEach());
    }
  }

  const closeAll = async (): Promise<void> => {
    await Promise.all([...open.values()].map((listening) => listening.close()));
    open.clear();
  };

  await tryEach();
  return async () => {
    closed = true;
    cancelTimer?.();
    await closeAll();
  };
}
