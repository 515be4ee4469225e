import { EventEmitter } from 'node:events';
import { createEvent } from '../app/event.ts';
import { WebContents, type WebContentsParts } from './web-contents.ts';
import type { WindowRegistry } from './window-registry.ts';

export interface WindowParts extends WebContentsParts {
  readonly registry: WindowRegistry;
  readonly onCreated: (window: BrowserWindow) => void;
  readonly onClosed: () => void;
}

type Members =
  | 'show'
  | 'showInactive'
  | 'hide'
  | 'focus'
  | 'blur'
  | 'close'
  | 'destroy'
  | 'isDestroyed'
  | 'isVisible'
  | 'isFocused'
  | 'getBounds'
  | 'setBounds'
  | 'getContentBounds'
  | 'setPosition'
  | 'getPosition'
  | 'setSize'
  | 'getSize'
  | 'setContentSize'
  | 'getContentSize'
  | 'center'
  | 'setAlwaysOnTop'
  | 'isAlwaysOnTop'
  | 'setVisibleOnAllWorkspaces'
  | 'isVisibleOnAllWorkspaces'
  | 'flashFrame'
  | 'setContentProtection'
  | 'isContentProtected'
  | 'setMenuBarVisibility'
  | 'setMenu'
  | 'removeMenu'
  | 'setSkipTaskbar'
  | 'minimize'
  | 'restore'
  | 'isMinimized'
  | 'setTitle'
  | 'getTitle'
  | 'moveTop'
  | 'loadURL'
  | 'setBackgroundColor'
  | 'setAutoHideMenuBar'
  | 'id';

/** A window: its page is real, its place on a desktop is only kept. */
export class BrowserWindow extends EventEmitter implements Pick<Electron.BrowserWindow, Members> {
  readonly id: number;
  readonly webContents: WebContents;
  readonly #parts: WindowParts;
  #bounds: Electron.Rectangle;
  #destroyed = false;
  #title: string;
  #state: {
    visible: boolean;
    minimized: boolean;
    alwaysOnTop: boolean;
    everywhere: boolean;
    protected: boolean;
    flashing: boolean;
  };

  constructor(options: Electron.BrowserWindowConstructorOptions, parts: WindowParts) {
    super();
    const { width = 800, height = 600 } = options;
    this.id = parts.registry.nextId();
    this.#parts = parts;
    this.#title = options.title ?? '';
    this.#bounds = { x: options.x ?? (1600 - width) / 2, y: options.y ?? (1200 - height) / 2, width, height };
    this.#state = {
      visible: options.show !== false,
      minimized: false,
      alwaysOnTop: options.alwaysOnTop ?? false,
      everywhere: false,
      protected: false,
      flashing: false,
    };
    this.webContents = new WebContents(this.id, { width, height }, options.webPreferences?.preload, parts);
    this.webContents.once('did-finish-load', () => {
      if (!this.#destroyed) this.emit('ready-to-show', {});
    });
    this.webContents.on('standin-close', () => this.close());
    this.webContents.on('standin-gone', () => this.destroy());
    parts.registry.add(this);
    parts.onCreated(this);
    if (this.#state.visible) parts.registry.focus(this);
  }

  loadURL(url: string): Promise<void> {
    return this.webContents.loadURL(url);
  }

  show(): void {
    this.showInactive();
    this.focus();
  }
  showInactive(): void {
    const wasVisible = this.isVisible();
    this.#state.visible = true;
    this.#state.minimized = false;
    if (!wasVisible) this.emit('show', {});
  }
  hide(): void {
    const wasVisible = this.isVisible();
    this.#state.visible = false;
    if (this.isFocused()) this.#parts.registry.focus(undefined);
    if (wasVisible) this.emit('hide', {});
  }
  /** As on a desktop that grants it. Hidden windows get none. */
  focus(): void {
    if (!this.isVisible()) return;
    this.#parts.registry.focus(this);
    void this.webContents.page.focus();
  }
  blur(): void {
    if (this.isFocused()) this.#parts.registry.focus(undefined);
  }
  minimize(): void {
    this.#state.minimized = true;
    this.blur();
    this.emit('minimize', {});
  }
  restore(): void {
    this.#state.minimized = false;
    this.emit('restore', {});
  }

  close(): void {
    if (this.#destroyed) return;
    const event = createEvent({});
    this.emit('close', event);
    if (!event.defaultPrevented) this.destroy();
  }
  destroy(): void {
    if (this.#destroyed) return;
    this.#destroyed = true;
    this.#parts.registry.remove(this);
    this.webContents.destroy();
    this.emit('closed', {});
    this.#parts.onClosed();
  }

  isDestroyed(): boolean {
    return this.#destroyed;
  }
  isVisible(): boolean {
    return this.#state.visible && !this.#destroyed;
  }
  isFocused(): boolean {
    return this.#parts.registry.focused === this;
  }
  isMinimized(): boolean {
    return this.#state.minimized;
  }

  getBounds(): Electron.Rectangle {
    return { ...this.#bounds };
  }
  setBounds(bounds: Partial<Electron.Rectangle>): void {
    this.#bounds = { ...this.#bounds, ...bounds };
    void this.webContents.page.resize(this.#bounds);
  }
  getContentBounds(): Electron.Rectangle {
    return this.getBounds();
  }
  getPosition(): number[] {
    return [this.#bounds.x, this.#bounds.y];
  }
  setPosition(x: number, y: number): void {
    this.setBounds({ x, y });
  }
  getSize(): number[] {
    return [this.#bounds.width, this.#bounds.height];
  }
  setSize(width: number, height: number): void {
    this.setBounds({ width, height });
  }
  getContentSize(): number[] {
    return this.getSize();
  }
  setContentSize(width: number, height: number): void {
    this.setSize(width, height);
  }
  center(): void {
    const { width, height } = this.#bounds;
    this.setBounds({ x: (1600 - width) / 2, y: (1200 - height) / 2 });
  }

  setAlwaysOnTop(flag: boolean): void {
    this.#state.alwaysOnTop = flag;
  }
  isAlwaysOnTop(): boolean {
    return this.#state.alwaysOnTop;
  }
  setVisibleOnAllWorkspaces(visible: boolean): void {
    this.#state.everywhere = visible;
  }
  isVisibleOnAllWorkspaces(): boolean {
    return this.#state.everywhere;
  }
  setContentProtection(enable: boolean): void {
    this.#state.protected = enable;
  }
  isContentProtected(): boolean {
    return this.#state.protected;
  }
  flashFrame(flag: boolean): void {
    this.#state.flashing = flag;
  }
  /** For tests; Electron cannot be asked. */
  get isFlashing(): boolean {
    return this.#state.flashing;
  }
  setTitle(title: string): void {
    this.#title = title;
  }
  getTitle(): string {
    return this.#title;
  }

  setMenuBarVisibility(): void {}
  setAutoHideMenuBar(): void {}
  setMenu(): void {}
  removeMenu(): void {}
  setSkipTaskbar(): void {}
  setBackgroundColor(): void {}
  moveTop(): void {}
}
