import type { Engine } from '../../core/engine.ts';
import { newlyExpiring } from '../notifications/notification-policy.ts';
import type { Notifier } from '../notifications/notifier.ts';

/** Tells once that a session ends soon, and takes back what is no longer so. */
export function notifyOfChanges(engine: Pick<Engine, 'view' | 'subscribe'>, notifier: Notifier): void {
  let before = engine.view();
  engine.subscribe((now) => {
    notifier.update(now);
    const note = newlyExpiring(before, now);
    before = now;
    if (note !== undefined) notifier.tell(note);
  });
}
