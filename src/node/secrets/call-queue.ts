import type { Timer } from './timer.ts';

export type CallOutcome<Value> =
  | { readonly kind: 'answered'; readonly value: Value }
  | { readonly kind: 'no-answer' };

export interface CallQueue {
  /** Rejects only when the call itself rejects. */
  run<Value>(call: () => Promise<Value>): Promise<CallOutcome<Value>>;
}

/**
 * Runs calls one after the other and stops waiting for each after `limit` milliseconds, time in the queue
 * included. A call that was given up before its turn never starts. While a call that was given up is still
 * running, the queue answers `no-answer` at once, because everything behind it would only wait in vain.
 */
export const createCallQueue = (timer: Timer, limit: number): CallQueue => {
  let last: Promise<void> = Promise.resolve();
  let stuck = false;

  return {
    run: (call) => {
      if (stuck) return Promise.resolve({ kind: 'no-answer' });
      return new Promise((resolve, reject) => {
        let started = false;
        let givenUp = false;
        const cancelTimer = timer(limit, () => {
          givenUp = true;
          if (started) stuck = true;
          resolve({ kind: 'no-answer' });
        });
        last = last.then(async () => {
          if (givenUp) return;
          started = true;
          try {
            resolve({ kind: 'answered', value: await call() });
          } catch (error) {
            reject(error);
          } finally {
            cancelTimer();
            stuck = false;
          }
        });
      });
    },
  };
};
