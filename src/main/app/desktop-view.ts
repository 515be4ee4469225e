import type { Engine } from '../../core/engine.ts';
import type { Profile } from '../../core/profiles/profile.ts';
import type { MfaSecrets } from '../../node/secrets/mfa-secrets.ts';
import type { DesktopView } from '../../shared/ipc.ts';
import type { Settings } from '../../shared/settings.ts';
import type { ServiceStatus } from '../desktop-service.ts';

export interface DesktopViewSources {
  readonly version: string;
  readonly platform: NodeJS.Platform;
  readonly status: () => ServiceStatus;
  readonly settings: () => Settings;
  readonly secretStore: () => string;
  readonly launchAtLogin: () => Promise<DesktopView['launchAtLogin']>;
  readonly trayAvailable: () => boolean;
  readonly shortcutProblem: () => string | undefined;
  readonly engine: Pick<Engine, 'profiles'>;
  readonly mfaSecrets: Pick<MfaSecrets, 'find'>;
}

/** What the dashboard knows beyond the engine's state. Looks into the keychain, so only for who looks at it. */
export async function desktopView(sources: DesktopViewSources): Promise<DesktopView> {
  const { listeners, problem, paused, configurationFiles } = sources.status();
  const shortcutProblem = sources.shortcutProblem();
  const [storedSecrets, launchAtLogin] = await Promise.all([
    namesWithStoredSecret(sources),
    sources.launchAtLogin(),
  ]);
  return {
    version: sources.version,
    platform: sources.platform,
    listeners: listeners.map(({ url }) => ({ url })),
    ...(problem === undefined ? {} : { listenerProblem: problem }),
    configurationFiles: configurationFiles.map((file) => ({ ...file })),
    secretStore: sources.secretStore(),
    storedSecrets,
    settings: sources.settings(),
    launchAtLogin,
    trayAvailable: sources.trayAvailable(),
    ...(shortcutProblem === undefined ? {} : { shortcutProblem }),
    paused,
  };
}

async function namesWithStoredSecret({ engine, mfaSecrets }: DesktopViewSources): Promise<string[]> {
  const found = await Promise.all(
    engine.profiles().map(async (profile) => ({
      name: profile.name,
      lookup: await mfaSecrets.find(withoutSecretInFile(profile)),
    })),
  );
  return found.filter(({ lookup }) => lookup.kind === 'found').map(({ name }) => name);
}

/** Only the store counts here: a secret in the file is not one that can be removed. */
function withoutSecretInFile(profile: Profile): Profile {
  const { secretInFile: _, ...mfa } = profile.mfa;
  return { ...profile, mfa };
}
