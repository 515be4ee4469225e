import { linuxTraySizes } from '../../src/main/tray/tray-images.ts';
import { type TrayIcon, trayIcons } from '../../src/main/tray/tray-menu.ts';

/** What the sources call `var(--glyph)` and `var(--signal)`: the token, and the mark on it that calls for a person. */
export interface Colours {
  readonly glyph: string;
  readonly signal: string;
}

/** A source drawn at some size. Paths are relative to `assets`. */
export interface Picture {
  readonly source: string;
  readonly size: number;
  readonly colours?: Colours;
}

export interface IconTarget {
  readonly path: string;
  readonly kind: 'png' | 'ico' | 'icns';
  /** A PNG has one, the others one for each size. */
  readonly pictures: readonly Picture[];
}

const black: Colours = { glyph: '#000000', signal: '#000000' };

/** Each stands out from white and from black, at three to one or more. */
const panelColours: Readonly<Record<TrayIcon, string>> = {
  none: '#828d94',
  active: '#248f9e',
  expiring: '#bf7408',
  waiting: '#8172e0',
  error: '#e0483e',
};
const inPanelColour = (icon: TrayIcon): Colours => ({
  glyph: panelColours[icon],
  signal: panelColours[icon],
});

/** The dot and the exclamation mark keep their colour on Windows; the token has that of the other symbols. */
const onTaskbar = (icon: TrayIcon, glyph: string): Colours => ({ glyph, signal: panelColours[icon] });

const windowsTraySizes = [16, 20, 24, 32, 40, 48];
const appSizes = [16, 20, 24, 32, 40, 48, 64, 128, 256, 512, 1024];
const windowsAppSizes = [16, 20, 24, 32, 40, 48, 64, 128, 256];
const macAppSizes = [32, 64, 128, 256, 512, 1024];

const trayPicture = (icon: TrayIcon, size: number, colours: Colours): Picture => ({
  source: `sources/tray/${icon}.svg`,
  size,
  colours,
});

/** Fine lines get lost in few pixels, so small sizes have a simpler source. */
const appPicture = (size: number): Picture => ({
  source: size <= 48 ? 'sources/icon-small.svg' : 'sources/icon.svg',
  size,
});

const png = (path: string, picture: Picture): IconTarget => ({ path, kind: 'png', pictures: [picture] });

const trayTargets = (icon: TrayIcon): IconTarget[] => [
  png(`tray/mac/${icon}Template.png`, trayPicture(icon, 18, black)),
  png(`tray/mac/${icon}Template@2x.png`, trayPicture(icon, 36, black)),
  ...linuxTraySizes.map((size) =>
    png(`tray/linux/${size}/${icon}.png`, trayPicture(icon, size, inPanelColour(icon))),
  ),
  {
    path: `tray/windows/${icon}-on-light.ico`,
    kind: 'ico',
    pictures: windowsTraySizes.map((size) => trayPicture(icon, size, onTaskbar(icon, '#1b1b1b'))),
  },
  {
    path: `tray/windows/${icon}-on-dark.ico`,
    kind: 'ico',
    pictures: windowsTraySizes.map((size) => trayPicture(icon, size, onTaskbar(icon, '#ffffff'))),
  },
];

/** Every generated picture of the app. */
export const iconTargets: readonly IconTarget[] = [
  ...trayIcons.flatMap(trayTargets),
  ...appSizes.map((size) => png(`icons/${size}x${size}.png`, appPicture(size))),
  png('icon.png', appPicture(512)),
  { path: 'icon.ico', kind: 'ico', pictures: windowsAppSizes.map(appPicture) },
  { path: 'icon.icns', kind: 'icns', pictures: macAppSizes.map(appPicture) },
];
