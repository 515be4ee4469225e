import { dirname, join } from 'node:path';
import packageJson from '../../../package.json' with { type: 'json' };
import { ownConfigFile, type Whereabouts } from '../../node/config/locate-config-files.ts';
import { lazySecretStore } from '../../node/secrets/lazy-secret-store.ts';
import { createMfaSecrets } from '../../node/secrets/mfa-secrets.ts';
import { createBaseCredentialSources } from '../base-credential-sources.ts';
import { instanceFiles } from '../instance-files.ts';
import { loadProfiles } from '../load-profiles.ts';
import { createLogger } from '../logger.ts';
import { closeMetadataLoop } from '../open-service.ts';
import { packageRoot } from '../package-root.ts';
import { createService, type Service } from '../service.ts';
import { openServiceStore } from '../service-secrets.ts';
import type { CliIo } from './cli-io.ts';
import { configurationError } from './local-secrets.ts';

/**
 * An engine in this process, for a command that finds no running service. It listens nowhere, keeps nothing,
 * and ends with the command.
 *
 * @throws CliError `configuration`
 */
export async function createLocalService(io: CliIo, configFile: string | undefined): Promise<Service> {
  const whereabouts: Whereabouts = {
    ...(configFile === undefined ? {} : { explicitFile: configFile }),
    environment: { ...io.environment },
    homeDirectory: io.homeDirectory,
    workingDirectory: process.cwd(),
    platform: io.platform,
  };
  // The discovery of the AWS SDK reads the environment of the process itself.
  closeMetadataLoop(process.env);
  const loaded = await loadProfiles(whereabouts);
  if (!loaded.ok) throw configurationError(loaded.failure);
  const { configuration, warnings } = loaded.value;
  const secretStore = lazySecretStore(() =>
    openServiceStore({
      kind: 'auto',
      directory: dirname(ownConfigFile(whereabouts)),
      mayAsk: io.stdin.isTTY === true,
    }),
  );
  return createService({
    instanceFiles: instanceFiles(ownConfigFile(whereabouts)),
    profiles: configuration.profiles,
    activeProfile: configuration.initialProfile,
    warnings,
    mfaSecrets: createMfaSecrets(secretStore),
    sources: createBaseCredentialSources({ secretStore }),
    logger: createLogger('silent'),
    environment: whereabouts.environment,
    pageDirectory: join(packageRoot(import.meta.dirname), 'dist', 'renderer'),
    version: packageJson.version,
  });
}
