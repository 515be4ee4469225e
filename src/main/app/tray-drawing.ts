import type { Clock } from '../../core/ports.ts';
import type { Tray } from '../tray/tray.ts';
import { nextTrayChange } from '../tray/tray-clock.ts';
import { type TrayInput, trayView } from '../tray/tray-view.ts';

export interface TrayDrawing {
  /** After anything that the tray shows changed, and when the machine woke up. */
  draw(): void;
  stop(): void;
}

/** Draws the tray, and again when the time it shows has become another. */
export function createTrayDrawing(
  tray: Pick<Tray, 'show' | 'destroy'>,
  input: () => TrayInput,
  clock: Clock,
): TrayDrawing {
  let cancel: (() => void) | undefined;

  function draw(): void {
    cancel?.();
    const now = clock.now();
    const current = input();
    tray.show(trayView(current, now));
    const next = nextTrayChange(current, now);
    cancel = next === undefined ? undefined : clock.at(next, draw);
  }

  return {
    draw,
    stop() {
      cancel?.();
      tray.destroy();
    },
  };
}
