import type { Menu } from './menu.ts';

type Options = Electron.MenuItemConstructorOptions;
type BuildMenu = (template: readonly Options[]) => Menu;

/** One entry of a menu. */
export class MenuItem {
  readonly id: string | undefined;
  readonly label: string;
  readonly type: NonNullable<Options['type']>;
  readonly role: string | undefined;
  readonly accelerator: unknown;
  readonly sublabel: string;
  readonly toolTip: string;
  readonly submenu: Menu | undefined;
  enabled: boolean;
  visible: boolean;
  readonly click: (event?: unknown, window?: unknown) => void;
  #checked: boolean;
  #neighbours: () => readonly MenuItem[] = () => [];

  constructor(options: Options, buildMenu: BuildMenu) {
    this.type = options.type ?? (options.submenu === undefined ? 'normal' : 'submenu');
    if (this.type === 'submenu' && options.submenu === undefined) throw new Error('Invalid submenu');
    this.id = options.id;
    this.role = options.role;
    this.label = options.label ?? options.role ?? '';
    this.accelerator = options.accelerator;
    this.sublabel = options.sublabel ?? '';
    this.toolTip = options.toolTip ?? '';
    this.enabled = options.enabled ?? true;
    this.visible = options.visible ?? true;
    this.#checked = options.checked ?? false;
    this.submenu = Array.isArray(options.submenu) ? buildMenu(options.submenu) : asMenu(options.submenu);
    this.click = (event, window) => {
      // Electron turns the mark over by itself before it calls the handler.
      if (this.type === 'checkbox' || this.type === 'radio') this.checked = !this.checked;
      Reflect.apply(options.click ?? (() => undefined), undefined, [this, window, event]);
    };
  }

  get checked(): boolean {
    return this.#checked;
  }
  /** A radio item that is set clears the others of its group, and is never cleared by itself. */
  set checked(checked: boolean) {
    if (this.type !== 'radio') {
      this.#checked = checked;
      return;
    }
    for (const other of this.#neighbours()) other.#checked = other === this;
  }

  /** Told by the menu: the radio items between the same separators, this one included. */
  joinGroup(neighbours: () => readonly MenuItem[]): void {
    this.#neighbours = neighbours;
  }
}

const asMenu = (submenu: unknown): Menu | undefined =>
  submenu !== undefined && isMenu(submenu) ? submenu : undefined;

const isMenu = (value: unknown): value is Menu =>
  typeof value === 'object' && value !== null && 'getMenuItemById' in value;
