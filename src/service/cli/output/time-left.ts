const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

const twoDigits = (value: number): string => String(value).padStart(2, '0');

/** `14:32`, or `Tue 02:10` when it is not today; in this machine's time zone. */
function clockTime(moment: number, now: number): string {
  const date = new Date(moment);
  const time = `${twoDigits(date.getHours())}:${twoDigits(date.getMinutes())}`;
  const sameDay = date.toDateString() === new Date(now).toDateString();
  return sameDay ? time : `${weekdays[date.getDay()]} ${time}`;
}

/** `41 min`, `11 h 20 min`, `less than a minute`: rounded down, so that it never promises too much. */
function duration(milliseconds: number): string {
  const minutes = Math.floor(milliseconds / minuteMs);
  if (minutes < 1) return 'less than a minute';
  if (minutes < 60) return `${minutes} min`;
  const rest = minutes % 60;
  return rest === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${rest} min`;
}

/** `41 min left (until 14:32)`. Both times in milliseconds since the epoch, by this machine's clock. */
export function timeLeft(expiresAt: number, now: number): string {
  const left = expiresAt - now;
  if (left <= 0) return left > -dayMs ? `expired at ${clockTime(expiresAt, now)}` : 'expired';
  return `${duration(left)} left (until ${clockTime(expiresAt, now)})`;
}
