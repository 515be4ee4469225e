import type { Clock } from '../../core/ports.ts';
import type { Logger } from '../../service/logger.ts';
import type { SettingsStore } from '../settings/settings-store.ts';
import type { UpdateQuestion } from './question.ts';
import type { UpdaterLike } from './updater.ts';

const CHECK_EVERY_MS = 24 * 60 * 60_000;

export interface UpdatesParts {
  readonly settings: Pick<SettingsStore, 'get' | 'subscribe'>;
  /** See `canReplaceItself`. When false, the setting has no effect. */
  readonly isPossible: boolean;
  /** Called once at most, unless it fails. */
  readonly load: () => Promise<UpdaterLike>;
  readonly ask: (question: UpdateQuestion) => Promise<boolean>;
  readonly installation: {
    /** The new version may start before this one has ended: frees what both would hold. */
    readonly makeWay: () => Promise<void>;
    /** The installation failed, and this version goes on. */
    readonly takeBack: () => Promise<void>;
  };
  readonly clock: Clock;
  readonly logger: Pick<Logger, 'warn'>;
}

export interface Updates {
  /** The app is about to end for a new version, so its windows must let themselves be closed. */
  isInstalling(): boolean;
  /** Looks for no new version any more. */
  stop(): void;
}

/**
 * Looks for a new version now and once a day, while the setting is on. Nothing is downloaded and nothing is
 * installed before the user said yes to it; a no holds for that version until the app quits. Failures are
 * told to the log only, since nobody waits for an update.
 */
export function startUpdates(parts: UpdatesParts): Updates {
  const { settings, ask, installation, clock, logger } = parts;
  const declined = new Set<string>();
  let phase: 'idle' | 'busy' | 'installing' = 'idle';
  let updater: UpdaterLike | undefined;
  let cancelNextCheck: (() => void) | undefined;

  const isWanted = () => parts.isPossible && settings.get().checkForUpdates;
  const failed = (error: unknown) => logger.warn({ reason: firstLine(error) }, 'the update failed');

  async function loadedUpdater(): Promise<UpdaterLike> {
    if (updater !== undefined) return updater;
    updater = await parts.load();
    updater.autoDownload = false;
    updater.autoInstallOnAppQuit = false;
    // Checks and downloads reject too; only an installation that fails is told here alone.
    updater.logger = { info() {}, warn() {}, error: (message: unknown) => installationFailed(message) };
    return updater;
  }

  function installationFailed(error: unknown): void {
    if (phase !== 'installing') return;
    phase = 'idle';
    failed(error);
    void installation.takeBack().catch(failed);
  }

  async function agreesTo(question: UpdateQuestion): Promise<boolean> {
    const agrees = await ask(question);
    if (!agrees) declined.add(question.version);
    return agrees;
  }

  async function offerNewVersion(): Promise<void> {
    const library = await loadedUpdater();
    const offered = await library.checkForUpdates();
    if (offered === null || !offered.isUpdateAvailable) return;
    const { version } = offered.updateInfo;
    // The setting may have been turned off while the feed was asked.
    if (declined.has(version) || !isWanted()) return;
    if (!(await agreesTo({ about: 'download', version }))) return;
    await library.downloadUpdate();
    if (!(await agreesTo({ about: 'restart', version }))) return;
    await install(library);
  }

  async function install(library: UpdaterLike): Promise<void> {
    phase = 'installing';
    try {
      await installation.makeWay();
      library.quitAndInstall();
    } catch (error) {
      installationFailed(error);
    }
  }

  async function check(): Promise<void> {
    // A question that is still open must not be asked a second time.
    if (phase !== 'idle') return;
    phase = 'busy';
    await offerNewVersion().catch(failed);
    if (phase === 'busy') phase = 'idle';
  }

  function checkNowAndDaily(): void {
    cancelNextCheck = clock.at(clock.now() + CHECK_EVERY_MS, checkNowAndDaily);
    void check();
  }

  function stopChecking(): void {
    cancelNextCheck?.();
    cancelNextCheck = undefined;
  }

  function followSetting(): void {
    if (!isWanted()) stopChecking();
    else if (cancelNextCheck === undefined) checkNowAndDaily();
  }

  const unsubscribe = settings.subscribe(followSetting);
  followSetting();

  return {
    isInstalling: () => phase === 'installing',
    stop() {
      unsubscribe();
      stopChecking();
    },
  };
}

/** What electron-updater throws holds the whole answer of the server, or a stack, below its first line. */
function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return (text.split('\n', 1)[0] ?? '').replace(/^(Error: )+/, '');
}
