import { Menu, nativeTheme, screen } from 'electron';
import { systemClock } from '../../node/system-clock.ts';
import { createTray, type TrayLike } from '../tray/tray.ts';
import { trayImage } from '../tray/tray-images.ts';
import type { TrayCommand, TrayInput } from '../tray/tray-view.ts';
import { createTrayDrawing, type TrayDrawing } from './tray-drawing.ts';

export interface AppTrayOptions {
  readonly create: (image: string) => TrayLike;
  /** The folder of the generated pictures. */
  readonly imageDirectory: string;
  readonly dispatch: (command: TrayCommand) => void;
  readonly input: () => TrayInput;
}

/** The tray over Electron's classes, in the colours of the desktop. */
export function createAppTray({ create, imageDirectory, dispatch, input }: AppTrayOptions): TrayDrawing {
  const tray = createTray({
    create,
    buildMenu: (template) => Menu.buildFromTemplate(template),
    images: (icon) =>
      trayImage({
        directory: imageDirectory,
        platform: process.platform,
        icon,
        dark: nativeTheme.shouldUseDarkColorsForSystemIntegratedUI,
        scaleFactor: screen.getPrimaryDisplay().scaleFactor,
      }),
    dispatch,
  });
  const drawing = createTrayDrawing(tray, input, systemClock);
  nativeTheme.on('updated', drawing.draw);
  screen.on('display-metrics-changed', drawing.draw);
  return drawing;
}
