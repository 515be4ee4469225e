import { EventEmitter } from 'node:events';
import { createEvent } from '../app/event.ts';
import type { ShownNotification } from './record.ts';

/** A notification that nothing draws. Tests see those that were shown. */
export class Notification
  extends EventEmitter
  implements Pick<Electron.Notification, 'show' | 'close' | 'title' | 'body' | 'actions' | 'silent'>
{
  title: string;
  body: string;
  actions: Electron.NotificationAction[];
  silent: boolean;
  #open = false;
  readonly #onShow: (notification: Notification) => void;

  constructor(
    options: Electron.NotificationConstructorOptions,
    onShow: (notification: Notification) => void,
  ) {
    super();
    this.title = options.title ?? '';
    this.body = options.body ?? '';
    this.actions = options.actions ?? [];
    this.silent = options.silent ?? false;
    this.#onShow = onShow;
  }

  static isSupported(): boolean {
    return true;
  }

  show(): void {
    this.#open = true;
    this.#onShow(this);
    this.emit('show', createEvent({}));
  }
  close(): void {
    if (!this.#open) return;
    this.#open = false;
    this.emit('close', createEvent({}));
  }

  /** For tests: what the user does with it. */
  press(action: string | undefined): void {
    const index = this.actions.findIndex(({ text }) => text === action);
    if (action === undefined) this.emit('click', createEvent({}));
    else if (index >= 0)
      this.emit('action', createEvent({ actionIndex: index, selectionIndex: -1 }), index, -1);
    else throw new Error(`The notification “${this.title}” has no button “${action}”.`);
    this.close();
  }
  get shown(): ShownNotification {
    return {
      title: this.title,
      body: this.body,
      actions: this.actions.map(({ text }) => text ?? ''),
      open: this.#open,
    };
  }
}
