import { success } from '../../core/result.ts';
import type { SecretStore } from './secret-store.ts';

/** Keeps secrets until the process ends. */
export const createMemoryStore = (): SecretStore => {
  const secrets = new Map<string, string>();
  return {
    description: 'memory only, forgotten when this process ends',
    read: async (account) => {
      const secret = secrets.get(account);
      return secret === undefined ? { kind: 'none' } : { kind: 'found', secret };
    },
    write: async (account, secret) => {
      secrets.set(account, secret);
      return success(undefined);
    },
    remove: async (account) => success(secrets.delete(account)),
  };
};
