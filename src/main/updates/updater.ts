import type { AppUpdater } from 'electron-updater';

/** A version that the feed offers. */
export interface OfferedVersion {
  readonly isUpdateAvailable: boolean;
  readonly updateInfo: { readonly version: string };
}

/** What we need of electron-updater. */
export interface UpdaterLike
  extends Pick<
    AppUpdater,
    'autoDownload' | 'autoInstallOnAppQuit' | 'logger' | 'downloadUpdate' | 'quitAndInstall'
  > {
  /** Null when electron-updater finds that it cannot update this installation. */
  checkForUpdates(): Promise<OfferedVersion | null>;
}

/** Reads the library when it is about to be used; most starts never need it. Rejects when it cannot. */
export async function loadUpdater(): Promise<UpdaterLike> {
  const { autoUpdater } = await import('electron-updater');
  return autoUpdater;
}

/**
 * Whether this installation may replace itself. On Linux only an AppImage may: it names its file in APPIMAGE.
 * The files of a deb or rpm belong to the package manager, which brings new versions itself; replacing them
 * would need root's rights and leave it with wrong records.
 */
export function canReplaceItself(facts: {
  readonly isPackaged: boolean;
  readonly platform: NodeJS.Platform;
  readonly environment: NodeJS.ProcessEnv;
}): boolean {
  const { isPackaged, platform, environment } = facts;
  return isPackaged && (platform !== 'linux' || (environment.APPIMAGE ?? '') !== '');
}
