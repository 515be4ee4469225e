const minute = 60_000;
const day = 24 * 60 * minute;

/** `42 min left`, `11 h 20 min left`; rounded down, so that it never promises too much. */
export function timeLeft(remainingMs: number): string {
  const minutes = Math.floor(remainingMs / minute);
  if (minutes < 1) return 'less than a minute left';
  if (minutes < 60) return `${minutes} min left`;
  const rest = minutes % 60;
  const hours = `${Math.floor(minutes / 60)} h`;
  return rest === 0 ? `${hours} left` : `${hours} ${rest} min left`;
}

/** `14:32`, `tomorrow 02:10`, `Tue 02:10`: wall clock time in the time zone of this computer. */
export function clockTime(at: number, now: number): string {
  const time = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' }).format(at);
  const date = new Date(at).toDateString();
  if (date === new Date(now).toDateString()) return time;
  if (date === new Date(now + day).toDateString()) return `tomorrow ${time}`;
  return `${new Intl.DateTimeFormat('en-GB', { weekday: 'short' }).format(at)} ${time}`;
}

/** How long until the text of `timeLeft` is another one, or nothing is left. */
export const untilNextMinute = (remainingMs: number): number =>
  Math.min(remainingMs, (remainingMs % minute) + 1);
