import { sessionEnd, type TrayInput } from './tray-status.ts';
import { untilNextMinute } from './tray-time.ts';

/**
 * The moment when the tray must be drawn again although no state changed: when “42 min left” becomes 41.
 * Undefined when nothing in it goes with the time, so that an idle app has no timer. To be asked again after
 * every state and after the machine woke up; timers stand still while it sleeps.
 * @param now this machine's clock, ms since the epoch
 */
export function nextTrayChange(input: TrayInput, now: number): number | undefined {
  if (input.desktop.paused) return undefined;
  const end = sessionEnd(input.view, now);
  return end === undefined ? undefined : now + untilNextMinute(end - now);
}
