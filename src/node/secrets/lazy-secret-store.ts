import type { OpenedSecretStore } from './open-secret-store.ts';

/** A store that is opened at its first use: most starts never need a secret. */
export function lazySecretStore(open: () => Promise<OpenedSecretStore>): OpenedSecretStore {
  let opening: Promise<OpenedSecretStore> | undefined;
  let opened: OpenedSecretStore | undefined;
  const store = async (): Promise<OpenedSecretStore> => {
    opening ??= open();
    opened = await opening;
    return opened;
  };
  return {
    get description() {
      return opened?.description ?? 'not opened yet';
    },
    place: async () => (await store()).place(),
    read: async (account) => (await store()).read(account),
    write: async (account, secret) => (await store()).write(account, secret),
    remove: async (account) => (await store()).remove(account),
  };
}
