import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { type OpenedSecretStore, openSecretStore } from '../node/secrets/open-secret-store.ts';
import { processIo } from './cli/cli-io.ts';
import { askPassphrase } from './cli/terminal/ask-passphrase.ts';
import type { SecretStoreChoice } from './serve-options.ts';

export interface ServiceSecretsOptions {
  readonly kind: SecretStoreChoice;
  readonly directory: string;
  /** Whether somebody sits at the terminal who can type a passphrase. */
  readonly mayAsk: boolean;
}

/** The secret store of a service. It asks for the passphrase of an encrypted file that is there already. */
export async function openServiceStore(options: ServiceSecretsOptions): Promise<OpenedSecretStore> {
  const { kind, directory, mayAsk } = options;
  const hasFile = await access(join(directory, 'secrets.age')).then(
    () => true,
    () => false,
  );
  return openSecretStore({
    kind,
    directory,
    ...(mayAsk && hasFile && { passphrase: () => askPassphrase(processIo(), directory) }),
    platform: process.platform,
    environment: process.env,
  });
}
