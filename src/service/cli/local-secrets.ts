import { dirname } from 'node:path';
import type { Profile } from '../../core/profiles/profile.ts';
import { type ConfigProblem, formatConfigProblem } from '../../node/config/config-problem.ts';
import { loadAllProfiles } from '../../node/config/load-all-profiles.ts';
import type { Configuration } from '../../node/config/load-configuration.ts';
import { loadExplicitFile } from '../../node/config/load-explicit-file.ts';
import { locateConfigFiles, ownConfigFile, type Whereabouts } from '../../node/config/locate-config-files.ts';
import { createMfaSecrets, type MfaSecrets } from '../../node/secrets/mfa-secrets.ts';
import { type OpenedSecretStore, openSecretStore } from '../../node/secrets/open-secret-store.ts';
import type { SecretStoreChoice } from '../serve-options.ts';
import { CliError } from './cli-error.ts';
import type { CliIo } from './cli-io.ts';
import { unknownProfile } from './connect.ts';
import { askPassphrase } from './terminal/ask-passphrase.ts';

/** Options of commands that work on the configuration and the store without a service. */
export interface LocalOptions {
  readonly config?: string;
  readonly secrets: SecretStoreChoice;
}

export const whereaboutsOf = (io: CliIo, config?: string): Whereabouts => ({
  ...(config !== undefined && { explicitFile: config }),
  environment: io.environment,
  homeDirectory: io.homeDirectory,
  workingDirectory: process.cwd(),
  platform: io.platform,
});

/** @throws CliError `configuration` with every problem, one per line. */
export async function readConfiguration(io: CliIo, { config }: LocalOptions): Promise<Configuration> {
  const located = await locateConfigFiles(whereaboutsOf(io, config));
  if (!located.ok) throw configurationError(located.failure);
  const [file] = located.value.files;
  const loaded =
    config === undefined || file === undefined
      ? await loadAllProfiles(located.value, io.environment)
      : await loadExplicitFile(file, io.environment);
  if (!loaded.ok) throw configurationError(loaded.failure);
  return loaded.value;
}

export const configurationError = (problems: readonly ConfigProblem[]): CliError =>
  new CliError('configuration', problems.map(formatConfigProblem).join('\n'));

/** @throws CliError `unknown-profile` */
export function findProfile({ profiles }: Configuration, name: string): Profile {
  const profile = profiles.find((candidate) => candidate.name === name);
  if (profile !== undefined) return profile;
  throw new CliError(
    'unknown-profile',
    unknownProfile(
      name,
      profiles.map((candidate) => candidate.name),
    ),
  );
}

export interface LocalSecrets {
  readonly secrets: MfaSecrets;
  /** Which store it is, in words. */
  readonly description: string;
}

/** Opens the store that a service would use. What is in `memory` is lost when the command ends. */
export function openLocalStore(io: CliIo, { secrets: kind }: LocalOptions): OpenedSecretStore {
  const directory = dirname(ownConfigFile(whereaboutsOf(io)));
  return openSecretStore({
    kind,
    directory,
    ...(io.stdin.isTTY === true && { passphrase: () => askPassphrase(io, directory) }),
    platform: io.platform,
    environment: { ...io.environment },
  });
}

/**
 * Opens the store that a service would use.
 *
 * @throws CliError `configuration` when secrets would be lost at once, for want of a lasting store.
 */
export async function openLastingStore(io: CliIo, options: LocalOptions): Promise<OpenedSecretStore> {
  const store = openLocalStore(io, options);
  if ((await store.place()) !== 'memory') return store;
  throw new CliError(
    'configuration',
    `There is no place to keep the secret: ${store.description}. Set up a keychain, or run the command in a terminal and give a passphrase for an encrypted file.`,
  );
}

/** @throws CliError as openLastingStore */
export async function openLocalSecrets(io: CliIo, options: LocalOptions): Promise<LocalSecrets> {
  const store = await openLastingStore(io, options);
  return { secrets: createMfaSecrets(store), description: store.description };
}
