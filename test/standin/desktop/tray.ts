import { EventEmitter } from 'node:events';
import { Menu } from './menu.ts';
import type { MenuItem } from './menu-item.ts';
import { type NativeImage, toImage } from './native-image.ts';
import type { ShownMenuItem } from './record.ts';

type Members =
  | 'setImage'
  | 'setPressedImage'
  | 'setToolTip'
  | 'setTitle'
  | 'getTitle'
  | 'setContextMenu'
  | 'popUpContextMenu'
  | 'closeContextMenu'
  | 'getBounds'
  | 'destroy'
  | 'isDestroyed'
  | 'setIgnoreDoubleClickEvents'
  | 'focus';

/** A tray icon that nothing draws; what it would show is kept for tests. */
export class Tray extends EventEmitter implements Pick<Electron.Tray, Members> {
  #image: NativeImage;
  #toolTip = '';
  #title = '';
  #menu: Menu | null = null;
  #shownMenu: readonly ShownMenuItem[] = [];
  #destroyed = false;

  constructor(image: Electron.NativeImage | string) {
    super();
    this.#image = toImage(image);
  }

  /** For tests: the menu is what it was when it was set, as on Linux. */
  get shown() {
    return { icon: this.#image.path, toolTip: this.#toolTip, title: this.#title, menu: this.#shownMenu };
  }
  get menu(): Menu | null {
    return this.#menu;
  }

  setImage(image: Electron.NativeImage | string): void {
    this.#check();
    this.#image = toImage(image);
  }
  setPressedImage(image: Electron.NativeImage | string): void {
    toImage(image);
  }
  setToolTip(text: string): void {
    this.#check();
    this.#toolTip = text;
  }
  setTitle(text: string): void {
    this.#check();
    this.#title = text;
  }
  getTitle(): string {
    return this.#title;
  }
  setContextMenu(menu: Electron.Menu | Menu | null): void {
    this.#check();
    if (menu !== null && !(menu instanceof Menu))
      throw new TypeError('Error processing argument at index 0, conversion failure');
    this.#menu = menu;
    this.#shownMenu = menu === null ? [] : show(menu);
  }
  popUpContextMenu(): void {
    this.#menu?.popup();
  }
  closeContextMenu(): void {
    this.#menu?.closePopup();
  }
  getBounds(): Electron.Rectangle {
    return { x: 1500, y: 0, width: 24, height: 24 };
  }
  setIgnoreDoubleClickEvents(): void {}
  focus(): void {}
  destroy(): void {
    this.#destroyed = true;
  }
  isDestroyed(): boolean {
    return this.#destroyed;
  }

  #check(): void {
    if (this.#destroyed) throw new Error('Tray is destroyed');
  }
}

const show = (menu: Menu): readonly ShownMenuItem[] =>
  menu.items.filter(({ visible }) => visible).map(showItem);

const showItem = ({ type, label, enabled, checked, submenu }: MenuItem): ShownMenuItem => ({
  type,
  // A single ampersand marks the next letter, a double one is shown.
  label: label.replace(/&(&?)/g, '$1'),
  enabled,
  checked,
  items: submenu === undefined ? [] : show(submenu),
});
