import { join } from 'node:path';
import type { TrayIcon } from './tray-menu.ts';

/** Edge lengths of the pictures for Linux, in pixels. */
export const linuxTraySizes = [22, 24, 32, 48] as const;

export interface TrayImageRequest {
  /** The folder of the generated pictures: `assets/tray`. */
  readonly directory: string;
  readonly platform: NodeJS.Platform;
  readonly icon: TrayIcon;
  /** Whether the taskbar is dark (Windows): `nativeTheme.shouldUseDarkColorsForSystemIntegratedUI`. */
  readonly dark: boolean;
  /** Of the display with the tray (Linux). */
  readonly scaleFactor: number;
}

/**
 * The file of a tray picture. macOS draws a template in the colour of its menu bar and finds `@2x` itself;
 * Windows takes the size it needs out of the .ico; Linux desktops scale one coloured picture, whose colours
 * stand out from light and from dark panels.
 */
export function trayImage({ directory, platform, icon, dark, scaleFactor }: TrayImageRequest): string {
  switch (platform) {
    case 'darwin':
      return join(directory, 'mac', `${icon}Template.png`);
    case 'win32':
      return join(directory, 'windows', `${icon}-on-${dark ? 'dark' : 'light'}.ico`);
    default:
      return join(directory, 'linux', `${linuxSize(scaleFactor)}`, `${icon}.png`);
  }
}

/** Panels draw 22 units: the smallest picture that need not be enlarged. */
const linuxSize = (scaleFactor: number): number =>
  linuxTraySizes.find((size) => size >= 22 * scaleFactor) ?? 48;
