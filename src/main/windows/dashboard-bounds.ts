import { z } from 'zod';
import { centredIn, clampedTo, type Rectangle } from './placement.ts';

const length = z.number().int().min(200).max(20_000);
const position = z.number().int().min(-100_000).max(100_000);
const StoredBounds = z.object({ x: position, y: position, width: length, height: length });

const usual = { width: 960, height: 680 };

/** Where a display can show windows. */
interface Displays {
  readonly primary: Rectangle;
  matching(bounds: Rectangle): Rectangle;
}

/** Where the dashboard opens: where it was, as far as displays that are still there allow. */
export function dashboardBounds(stored: unknown, displays: Displays): Rectangle {
  const { data } = StoredBounds.safeParse(stored);
  return data === undefined ? centredIn(displays.primary, usual) : clampedTo(displays.matching(data), data);
}
