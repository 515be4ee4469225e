import { isDeepStrictEqual } from 'node:util';
import type { Tray as ElectronTray, Menu, MenuItemConstructorOptions } from 'electron';
import type { TrayCommand, TrayIcon, TrayMenuItem, TrayView } from './tray-menu.ts';

/** What we use of Electron's tray. */
export type TrayLike = Pick<
  ElectronTray,
  'setImage' | 'setToolTip' | 'setContextMenu' | 'destroy' | 'isDestroyed'
> & { on(event: 'double-click', listener: () => void): unknown };

export interface TrayParts {
  /** `(image) => new Tray(image)` */
  readonly create: (image: string) => TrayLike;
  /** `Menu.buildFromTemplate` */
  readonly buildMenu: (template: MenuItemConstructorOptions[]) => Menu;
  /** The picture for an icon as things are now; another file after the desktop changed to dark colours. */
  readonly images: (icon: TrayIcon) => string;
  readonly dispatch: (command: TrayCommand) => void;
}

export interface Tray {
  /**
   * Makes the tray at the first call; later it touches only what differs from what is shown. The same view may
   * have another picture when the theme or the display changed.
   */
  show(view: TrayView): void;
  destroy(): void;
}

interface Shown {
  readonly tray: TrayLike;
  image: string;
  view: TrayView | undefined;
  /** False when the menu on the screen may differ from that of `view`. */
  menuIsCertain: boolean;
}

/** Applies tray views to the system's tray. */
export function createTray({ create, buildMenu, images, dispatch }: TrayParts): Tray {
  let shown: Shown | undefined;

  const open = (image: string): Shown => {
    const tray = create(image);
    // Windows only; elsewhere a click opens the menu.
    tray.on('double-click', () => dispatch({ type: 'open-dashboard' }));
    return { tray, image, view: undefined, menuIsCertain: false };
  };

  const onClick = (item: { readonly type: string; readonly command: TrayCommand }) => {
    dispatch(item.command);
    if (item.type === 'normal' || shown?.view === undefined) return;
    // The system ticked the item by itself; what is true is decided by whoever carries out the command.
    shown.menuIsCertain = false;
    show(shown.view);
  };

  const show = (view: TrayView) => {
    const image = images(view.icon);
    shown ??= open(image);
    const { tray, view: before } = shown;
    if (image !== shown.image) tray.setImage(image);
    if (view.tooltip !== before?.tooltip) tray.setToolTip(view.tooltip);
    // Linux takes over changes of a menu only when it is set anew, so menus are never altered in place.
    if (!shown.menuIsCertain || !isDeepStrictEqual(view.menu, before?.menu)) {
      tray.setContextMenu(buildMenu(view.menu.map((item) => menuItem(item, onClick))));
    }
    Object.assign(shown, { image, view, menuIsCertain: true });
  };

  return {
    show,
    destroy() {
      if (shown !== undefined && !shown.tray.isDestroyed()) shown.tray.destroy();
      shown = undefined;
    },
  };
}

type OnClick = (item: { readonly type: string; readonly command: TrayCommand }) => void;

function menuItem(item: TrayMenuItem, onClick: OnClick): MenuItemConstructorOptions {
  switch (item.type) {
    case 'separator':
      return { type: 'separator' };
    case 'submenu':
      return {
        type: 'submenu',
        label: plainLabel(item.label),
        submenu: item.items.map((each) => menuItem(each, onClick)),
      };
    case 'normal': {
      const { command } = item;
      const common = { type: item.type, label: plainLabel(item.label), enabled: item.enabled };
      return command === undefined
        ? common
        : { ...common, click: () => onClick({ type: item.type, command }) };
    }
    case 'radio':
    case 'checkbox':
      return {
        type: item.type,
        label: plainLabel(item.label),
        enabled: item.enabled,
        checked: item.checked,
        click: () => onClick(item),
      };
  }
}

/** A single ampersand would underline the next letter instead of being shown. */
const plainLabel = (label: string): string => label.replaceAll('&', '&&');
