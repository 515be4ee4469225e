import { join } from 'node:path';
import type { App } from 'electron';

/** `appId` of electron-builder.yml. */
const APP_ID = 'org.metafob.Metafob';

/** The file name of the app's desktop entry on Linux. */
export const desktopName = `${APP_ID}.desktop`;

/** Names by which the system knows the app, and the folder for its own data. Before the app is ready. */
export function identifyApp(
  app: Pick<App, 'setAppUserModelId' | 'setDesktopName' | 'getPath' | 'setPath' | 'dock'>,
  platform: NodeJS.Platform,
  dataDirectory: string | undefined,
): void {
  // Not the folder of the configuration file, which Chromium would fill with its own.
  app.setPath('userData', dataDirectory ?? join(app.getPath('appData'), 'metafob', 'desktop'));
  if (platform === 'win32') app.setAppUserModelId(APP_ID);
  if (platform === 'linux') app.setDesktopName(desktopName);
  if (platform === 'darwin') app.dock?.hide();
}
