import type { OfferedVersion, UpdaterLike } from '../../../src/main/updates/updater.ts';

/** Stands in for electron-updater and its feed; `calls` names what was asked of it, in order. */
export function createFakeUpdater() {
  const calls: string[] = [];
  let newest: string | undefined;
  let broken: { readonly call: string; readonly error: Error } | undefined;

  const called = async (call: string): Promise<void> => {
    calls.push(call);
    if (broken?.call === call) throw broken.error;
  };

  const updater: UpdaterLike = {
    // As electron-updater has them from the start.
    autoDownload: true,
    autoInstallOnAppQuit: true,
    logger: console,
    async checkForUpdates(): Promise<OfferedVersion> {
      await called('check');
      return { isUpdateAvailable: newest !== undefined, updateInfo: { version: newest ?? '1.0.0' } };
    },
    async downloadUpdate() {
      await called('download');
      return ['/downloaded'];
    },
    quitAndInstall() {
      calls.push('install');
      if (broken?.call !== 'install') return;
      // electron-updater throws nothing here: it emits an event, and its own listener writes that to the log.
      updater.logger?.error(`Error: ${broken.error.stack}`);
    },
  };

  return {
    updater,
    calls,
    /** The feed offers this version. */
    offer(version: string) {
      newest = version;
    },
    break(call: 'check' | 'download' | 'install', error: Error) {
      broken = { call, error };
    },
    mend() {
      broken = undefined;
    },
  };
}
