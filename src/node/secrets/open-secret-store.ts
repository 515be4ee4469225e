import { join } from 'node:path';
import { createEncryptedFileStore } from './encrypted-file-store.ts';
import { createKeychainStore } from './keychain-store.ts';
import { createMemoryStore } from './memory-store.ts';
import { type AskPassphrase, findPassphrase, startingWith } from './passphrase.ts';
import { type AskKeyringState, askSecretService, runCommand } from './secret-service-lock.ts';
import type { SecretStore } from './secret-store.ts';

export type SecretPlace = 'keychain' | 'file' | 'memory';

export interface OpenSecretStoreOptions {
  readonly kind: 'auto' | SecretPlace;
  /** Where the encrypted file is, or will be, under the name `secrets.age`. */
  readonly directory: string;
  /** Asks the user, unless METAFOB_PASSPHRASE_FILE names a file. Undefined: the user gave none. */
  readonly passphrase?: () => Promise<string | undefined>;
  readonly platform: NodeJS.Platform;
  readonly environment: NodeJS.ProcessEnv;
}

export interface OpenedSecretStore extends SecretStore {
  /**
   * Where secrets go; makes the choice of `auto` if that is still to be made. In `memory` they are lost with
   * this process, so a short-lived command should refuse to store one there.
   */
  place(): Promise<SecretPlace>;
}

const keychainName = (platform: NodeJS.Platform): string => {
  if (platform === 'darwin') return 'The macOS keychain';
  if (platform === 'win32') return 'The Windows Credential Manager';
  return 'The keyring (Secret Service)';
};

/** How long one of the D-Bus tools may take, in ms. */
const toolLimit = 5_000;

const keychain = ({ platform, environment }: OpenSecretStoreOptions): SecretStore => {
  const cannotTell: AskKeyringState = async () => ({ kind: 'unknown' });
  return createKeychainStore({
    name: keychainName(platform),
    askState: platform === 'linux' ? askSecretService(runCommand(environment, toolLimit)) : cannotTell,
  });
};

const encryptedFile = ({ directory }: OpenSecretStoreOptions, askPassphrase: AskPassphrase): SecretStore =>
  createEncryptedFileStore({ path: join(directory, 'secrets.age'), askPassphrase });

interface Choice {
  readonly place: SecretPlace;
  readonly store: SecretStore;
  readonly description: string;
}

const choose = async (options: OpenSecretStoreOptions, askPassphrase: AskPassphrase): Promise<Choice> => {
  const first = keychain(options);
  // Any answer will do, `locked` included: a locked keychain must not make secrets go elsewhere.
  const answer = await first.read('is-there-a-keychain');
  if (answer.kind !== 'unavailable') {
    return { place: 'keychain', store: first, description: `${first.description}, because it answers` };
  }
  const passphrase = await askPassphrase();
  if (!passphrase.ok || passphrase.value !== undefined) {
    const file = encryptedFile(options, startingWith(passphrase, askPassphrase));
    const description = `${file.description}, because there is no keychain: ${answer.reason}`;
    return { place: 'file', store: file, description };
  }
  const memory = createMemoryStore();
  const description = `${memory.description}, because there is neither a keychain nor a passphrase: ${answer.reason}`;
  return { place: 'memory', store: memory, description };
};

const inPlace = (place: SecretPlace, store: SecretStore): OpenedSecretStore => ({
  ...store,
  description: `${store.description}, as configured`,
  place: async () => place,
});

/** Chooses at the first use, once. Until then nothing is loaded and nobody is asked anything. */
const chosenLater = (chooseNow: () => Promise<Choice>): OpenedSecretStore => {
  let pending: Promise<Choice> | undefined;
  let description = 'chosen at the first use: keychain, else encrypted file, else memory';
  const chosen = (): Promise<Choice> => {
    pending ??= chooseNow().then((choice) => {
      description = choice.description;
      return choice;
    });
    return pending;
  };
  return {
    get description() {
      return description;
    },
    place: async () => (await chosen()).place,
    read: async (account) => (await chosen()).store.read(account),
    write: async (account, secret) => (await chosen()).store.write(account, secret),
    remove: async (account) => (await chosen()).store.remove(account),
  };
};

/**
 * The store that the settings ask for. `auto` takes the keychain if one answers, else the encrypted file if a
 * passphrase is at hand, else memory.
 */
export const openSecretStore = (options: OpenSecretStoreOptions): OpenedSecretStore => {
  const askPassphrase = findPassphrase(options.passphrase, options.environment);
  switch (options.kind) {
    case 'keychain':
      return inPlace('keychain', keychain(options));
    case 'file':
      return inPlace('file', encryptedFile(options, askPassphrase));
    case 'memory':
      return inPlace('memory', createMemoryStore());
    case 'auto':
      return chosenLater(() => choose(options, askPassphrase));
  }
};
