import { join } from 'node:path';
import type { WebPreferences } from 'electron';
import type { WindowName } from '../../shared/ipc.ts';
import { PAGE_ORIGIN } from '../security/page-file.ts';

/** The page of a window. */
export const pageUrl = (window: WindowName): string => `${PAGE_ORIGIN}/${window}/index.html`;

export interface PageOptions {
  /** The folder of the built preload scripts. */
  readonly preloadDirectory: string;
  readonly devTools: boolean;
}

/** A page without Node.js and without rights; said in full although most of it is Electron's default. */
export const pagePreferences = (window: WindowName, options: PageOptions): WebPreferences => ({
  preload: join(options.preloadDirectory, `${window}.cjs`),
  contextIsolation: true,
  sandbox: true,
  nodeIntegration: false,
  nodeIntegrationInSubFrames: false,
  nodeIntegrationInWorker: false,
  webSecurity: true,
  allowRunningInsecureContent: false,
  webviewTag: false,
  navigateOnDragDrop: false,
  // Dictionaries would be downloaded.
  spellcheck: false,
  devTools: options.devTools,
});
