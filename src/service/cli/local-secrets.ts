import { dirname } from 'node:path';
import type { Profile } from '../../core/profiles/profile.ts';
import { type ConfigProblem, formatConfigProblem } from '../../node/config/config-problem.ts';
import { type Configuration, loadConfiguration } from '../../node/config/load-configuration.ts';
import { locateConfigFiles, ownConfigFile, type Whereabouts } from '../../node/config/locate-config-files.ts';
import { readConfigFile } from '../../node/config/read-config-file.ts';
import { createMfaSecrets, type MfaSecrets } from '../../node/secrets/mfa-secrets.ts';
import { openSecretStore } from '../../node/secrets/open-secret-store.ts';
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

const whereaboutsOf = (io: CliIo, config?: string): Whereabouts => ({
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
  const loaded = await loadConfiguration(located.value.files, readConfigFile);
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

/**
 * Opens the store that a service would use.
 *
 * @throws CliError `configuration` when secrets would be lost at once, for want of a lasting store.
 */
export async function openLocalSecrets(io: CliIo, { secrets: kind }: LocalOptions): Promise<LocalSecrets> {
  const directory = dirname(ownConfigFile(whereaboutsOf(io)));
  const store = openSecretStore({
    kind,
    directory,
    ...(io.stdin.isTTY === true && { passphrase: () => askPassphrase(io, directory) }),
    platform: io.platform,
    environment: { ...io.environment },
  });
  if ((await store.place()) === 'memory') {
    throw new CliError(
      'configuration',
      `There is no place to keep the secret: ${store.description}. Set up a keychain, or run the command in a terminal and give a passphrase for an encrypted file.`,
    );
  }
  return { secrets: createMfaSecrets(store), description: store.description };
}
