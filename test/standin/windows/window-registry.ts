import type { BrowserWindow } from './browser-window.ts';

/** The windows of the app, and which one has the focus. */
export class WindowRegistry {
  readonly #windows = new Map<number, BrowserWindow>();
  #lastId = 0;
  #focused: BrowserWindow | undefined;
  #refusesFocus = false;

  nextId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }
  add(window: BrowserWindow): void {
    this.#windows.set(window.id, window);
  }
  remove(window: BrowserWindow): void {
    this.#windows.delete(window.id);
    if (this.#focused === window) this.#focused = undefined;
  }
  all(): BrowserWindow[] {
    return [...this.#windows.values()];
  }
  byId(id: number): BrowserWindow | null {
    return this.#windows.get(id) ?? null;
  }
  get focused(): BrowserWindow | undefined {
    return this.#focused;
  }
  /** For tests: as GNOME keeps the keyboard where the user is typing. */
  refuseFocus(refuse: boolean): void {
    this.#refusesFocus = refuse;
  }
  /** As a desktop does it: the one that had the focus loses it first. */
  focus(window: BrowserWindow | undefined): void {
    if (window === this.#focused || (window !== undefined && this.#refusesFocus)) return;
    const before = this.#focused;
    this.#focused = window;
    before?.emit('blur', {});
    window?.emit('focus', {});
  }
}
