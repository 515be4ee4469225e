import { EventEmitter } from 'node:events';
import { MenuItem } from './menu-item.ts';

type Options = Electron.MenuItemConstructorOptions;

/** A menu that nothing draws. */
export class Menu extends EventEmitter {
  readonly items: MenuItem[] = [];

  static buildFromTemplate(template: readonly (Options | MenuItem)[]): Menu {
    if (!Array.isArray(template)) {
      throw new TypeError('Invalid template for Menu: Menu template must be an array');
    }
    const menu = new Menu();
    for (const entry of template) {
      if (!(entry instanceof MenuItem) && !isComplete(entry)) {
        throw new TypeError('Invalid template for MenuItem: must have at least one of label, role or type');
      }
      menu.append(entry instanceof MenuItem ? entry : new MenuItem(entry, Menu.buildFromTemplate));
    }
    return menu;
  }

  append(item: MenuItem): void {
    this.items.push(item);
    if (item.type !== 'radio') return;
    item.joinGroup(() => this.#radioGroup(item));
    // The last one that is marked wins.
    if (item.checked) item.checked = true;
  }

  getMenuItemById(id: string): MenuItem | null {
    for (const item of this.items) {
      const found = item.id === id ? item : item.submenu?.getMenuItemById(id);
      if (found) return found;
    }
    return null;
  }

  popup(): void {
    this.emit('menu-will-show', {});
  }
  closePopup(): void {
    this.emit('menu-will-close', {});
  }

  #radioGroup(item: MenuItem): readonly MenuItem[] {
    const position = this.items.indexOf(item);
    const isOther = ({ type }: MenuItem) => type !== 'radio';
    const start = this.items.findLastIndex((each, index) => index < position && isOther(each)) + 1;
    const end = this.items.findIndex((each, index) => index > position && isOther(each));
    return this.items.slice(start, end === -1 ? undefined : end);
  }
}

const isComplete = (options: Options): boolean =>
  options.label !== undefined || options.role !== undefined || options.type !== undefined;
