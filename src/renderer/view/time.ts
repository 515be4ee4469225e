const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

/**
 * How long something still lasts, as precise as is useful: hours and minutes, then minutes, and seconds in
 * the last five minutes. Rounded down, so that the page never promises more than there is.
 */
export const formatRemaining = (remainingMs: number): string => {
  if (remainingMs <= 0) return 'ended';
  const hours = Math.floor(remainingMs / hour);
  const minutes = Math.floor((remainingMs % hour) / minute);
  const seconds = Math.floor((remainingMs % minute) / second);
  if (hours > 0) return minutes === 0 ? `${hours} h left` : `${hours} h ${minutes} min left`;
  if (minutes >= 5) return `${minutes} min left`;
  if (minutes > 0) return `${minutes} min ${seconds} s left`;
  return `${seconds} s left`;
};

const dayOf = (at: number): string => new Date(at).toDateString();

/** Wall clock time in the time zone of this computer; names the day when it is not today. */
export const formatClockTime = (at: number, now: number): string => {
  const time = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' }).format(at);
  if (dayOf(at) === dayOf(now)) return time;
  if (dayOf(at) === dayOf(now + 24 * hour)) return `tomorrow ${time}`;
  const day = new Intl.DateTimeFormat('en-GB', { weekday: 'short', day: 'numeric', month: 'short' });
  return `${day.format(at)}, ${time}`;
};

/** Whole seconds until a moment, rounded up, never below zero. */
export const secondsUntil = (at: number, now: number): number => Math.max(0, Math.ceil((at - now) / second));

const count = (amount: number, unit: string): string => `${amount} ${unit}${amount === 1 ? '' : 's'}`;

const formatDuration = (durationMs: number): string => {
  if (durationMs < 2 * minute) return count(Math.round(durationMs / second), 'second');
  if (durationMs < 2 * hour) return count(Math.round(durationMs / minute), 'minute');
  return count(Math.round(durationMs / hour), 'hour');
};

const toleratedSkewMs = 30 * second;

/** A sentence about a clock that is more than 30 s off. `clockSkewMs` is how far AWS's clock is ahead. */
export const describeClockSkew = (clockSkewMs: number): string | undefined => {
  if (Math.abs(clockSkewMs) <= toleratedSkewMs) return undefined;
  const direction = clockSkewMs > 0 ? 'behind' : 'ahead of';
  const distance = formatDuration(Math.abs(clockSkewMs));
  return `This computer's clock is ${distance} ${direction} AWS. Metafob corrects for it, but other programs may not: set the clock.`;
};
