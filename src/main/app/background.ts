import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import Store from 'electron-store';
import { ownConfigFile, type Whereabouts } from '../../node/config/locate-config-files.ts';
import { createMfaSecrets, type MfaSecrets } from '../../node/secrets/mfa-secrets.ts';
import { openSecretStore } from '../../node/secrets/open-secret-store.ts';
import type { Logger } from '../../service/logger.ts';
import { closeMetadataLoop } from '../../service/open-service.ts';
import { type DesktopService, startDesktopService } from '../desktop-service.ts';
import { electronSettingsStorage } from '../settings/settings-storage.ts';
import { openSettings, type SettingsStore } from '../settings/settings-store.ts';
import type { CommandLine } from './command-line.ts';

export interface BackgroundOptions {
  readonly commandLine: CommandLine;
  /** The app's own folder. */
  readonly dataDirectory: string;
  /** The folder of package.json. */
  readonly root: string;
  readonly version: string;
  readonly logger: Logger;
}

/** What works without any window. */
export interface Background {
  readonly settings: SettingsStore;
  readonly service: DesktopService;
  readonly mfaSecrets: MfaSecrets;
  /** Which store keeps secrets, in words. */
  readonly secretStore: () => string;
}

/** Needs no more of Electron than the path of its folder, so it starts while Chromium does. */
export async function startBackground(options: BackgroundOptions): Promise<Background> {
  const { commandLine, dataDirectory, root, version, logger } = options;
  closeMetadataLoop(process.env);
  const settings = openSettings(
    electronSettingsStorage(dataDirectory, (storeOptions) => new Store(storeOptions)),
  );
  const settingsProblem = settings.problem();
  if (settingsProblem !== undefined) logger.warn({}, settingsProblem);

  const whereabouts: Whereabouts = {
    ...(commandLine.configFile === undefined ? {} : { explicitFile: commandLine.configFile }),
    environment: process.env,
    homeDirectory: homedir(),
    workingDirectory: process.cwd(),
  };
  const store = openSecretStore({
    kind: commandLine.secrets ?? 'auto',
    directory: dirname(ownConfigFile(whereabouts)),
    platform: process.platform,
    environment: process.env,
  });
  const mfaSecrets = createMfaSecrets(store);
  const { activeProfile } = settings.get();
  const service = await startDesktopService({
    whereabouts,
    mfaSecrets,
    secretStore: store,
    logger,
    pageDirectory: join(root, 'dist', 'renderer'),
    version,
    ...(activeProfile === undefined ? {} : { activeProfile }),
  });
  service.engine.subscribe((view) => {
    if (view.activeProfile !== '') settings.change({ activeProfile: view.activeProfile });
  });
  return { settings, service, mfaSecrets, secretStore: () => store.description };
}
