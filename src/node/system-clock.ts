import type { Clock } from '../core/ports.ts';

/**
 * Timers do not count the time that a machine sleeps, so a long one would ring hours late. It is looked at
 * again this often, while there is something to wait for.
 */
const LONGEST_TIMER_MS = 5 * 60_000;

export const systemClock: Clock = {
  now: () => Date.now(),
  at(time, callback) {
    let timer: NodeJS.Timeout;
    const wait = () => {
      const left = time - Date.now();
      timer =
        left > LONGEST_TIMER_MS
          ? setTimeout(wait, LONGEST_TIMER_MS)
          : setTimeout(callback, Math.max(left, 0));
    };
    wait();
    return () => clearTimeout(timer);
  },
};
