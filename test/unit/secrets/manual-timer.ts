import type { Timer } from '../../../src/node/secrets/timer.ts';

/** A timer whose time passes only when a test says so. */
export const createManualTimer = () => {
  const due = new Map<number, { readonly at: number; readonly callback: () => void }>();
  let now = 0;
  let nextId = 0;
  const timer: Timer = (milliseconds, callback) => {
    const id = nextId;
    nextId += 1;
    due.set(id, { at: now + milliseconds, callback });
    return () => {
      due.delete(id);
    };
  };
  return {
    timer,
    /** How many call-backs are still to come. */
    pending: () => due.size,
    pass: (milliseconds: number) => {
      now += milliseconds;
      for (const [id, { at, callback }] of [...due]) {
        if (at > now) continue;
        due.delete(id);
        callback();
      }
    },
  };
};
