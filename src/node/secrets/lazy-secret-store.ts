import type { SecretStore } from './secret-store.ts';

/** A store that is opened at its first use: most starts never need a secret. */
export function lazySecretStore(open: () => Promise<SecretStore>): SecretStore {
  let opening: Promise<SecretStore> | undefined;
  let opened: SecretStore | undefined;
  const store = async (): Promise<SecretStore> => {
    opening ??= open();
    opened = await opening;
    return opened;
  };
  return {
    get description() {
      return opened?.description ?? 'not opened yet';
    },
    read: async (account) => (await store()).read(account),
    write: async (account, secret) => (await store()).write(account, secret),
    remove: async (account) => (await store()).remove(account),
  };
}
