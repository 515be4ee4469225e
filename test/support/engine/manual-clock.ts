import type { Clock } from '../../../src/core/ports.ts';

interface Timer {
  readonly time: number;
  readonly callback: () => void;
}

/** Far more call-backs at one moment than any behaviour needs: a timer that sets itself again for the past. */
const STORM = 200;

/** Lets everything that needs no time (answered promises, cached imports) happen. */
export async function flushPromises(): Promise<void> {
  for (let round = 0; round < 4; round += 1) {
    await new Promise<void>((resolve) => {
      setImmediate(resolve);
    });
  }
}

/** A clock whose time passes only when a test says so. */
export function createManualClock(start: number) {
  const timers = new Set<Timer>();
  let now = start;

  const firstUntil = (time: number): Timer | undefined =>
    [...timers].filter((timer) => timer.time <= time).sort((a, b) => a.time - b.time)[0];

  /** Runs what is due up to a moment, each call-back at its own time. */
  async function runUntil(end: number): Promise<void> {
    let atThisMoment = 0;
    await flushPromises();
    for (let timer = firstUntil(end); timer !== undefined; timer = firstUntil(end)) {
      atThisMoment = timer.time > now ? 0 : atThisMoment + 1;
      if (atThisMoment > STORM) throw new Error('Timer storm: the same moment is due again and again.');
      now = Math.max(now, timer.time);
      timers.delete(timer);
      timer.callback();
      await flushPromises();
    }
    now = end;
  }

  const clock: Clock = {
    now: () => now,
    at(time, callback) {
      const timer = { time, callback };
      timers.add(timer);
      return () => {
        timers.delete(timer);
      };
    },
  };

  return {
    ...clock,
    /** Times for which call-backs are set. */
    pending: (): number[] => [...timers].map(({ time }) => time).sort((a, b) => a - b),
    /** Time passes, and timers fire in between as on a machine that is awake. */
    advance: (milliseconds: number) => runUntil(now + milliseconds),
    /** Time passes up to a moment. */
    advanceTo: (time: number) => runUntil(time),
    /** Everything that is due at this moment happens. */
    settle: () => runUntil(now),
    /** The machine sleeps, or somebody sets its clock: the time is different and no timer fired meanwhile. */
    jump(milliseconds: number): void {
      now += milliseconds;
    },
  };
}

export type ManualClock = ReturnType<typeof createManualClock>;
