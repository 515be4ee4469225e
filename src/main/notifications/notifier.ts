import type { ViewState } from '../../shared/view-state.ts';
import { isStillTrue, mayShow, type Note, type NoteFacts, noteText } from './notification-policy.ts';

/** The part of Electron's `Notification` that is used. */
interface NotificationLike {
  show(): void;
  close(): void;
  on(event: 'click', listener: () => void): unknown;
  on(event: 'failed', listener: (event: unknown, error: string) => void): unknown;
}

export interface NotifierParts {
  readonly isSupported: () => boolean;
  readonly create: (text: { readonly title: string; readonly body: string }) => NotificationLike;
  readonly facts: () => NoteFacts;
  readonly onClicked: (note: Note) => void;
  readonly onFailed: (reason: string) => void;
}

export interface Notifier {
  /** Shows it in the place of the one before, unless the user does not want it or sees it anyway. */
  tell(note: Note): void;
  /** Takes away what is no longer so. */
  update(view: ViewState): void;
  clear(): void;
}

export function createNotifier(parts: NotifierParts): Notifier {
  let shown: { readonly note: Note; close(): void } | undefined;

  const clear = (): void => {
    shown?.close();
    shown = undefined;
  };

  return {
    tell(note) {
      if (!parts.isSupported() || !mayShow(parts.facts())) return;
      clear();
      const notification = parts.create(noteText(note));
      notification.on('click', () => {
        clear();
        parts.onClicked(note);
      });
      // On macOS only a signed app may show any.
      notification.on('failed', (_event, reason) => parts.onFailed(reason));
      notification.show();
      shown = { note, close: () => notification.close() };
    },
    update(view) {
      if (shown !== undefined && !isStillTrue(shown.note, view)) clear();
    },
    clear,
  };
}
