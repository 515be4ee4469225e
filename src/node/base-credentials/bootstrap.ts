import * as z from 'zod/mini';
import { failed, type Result, success } from '../../core/result.ts';
import { type Failure, failure } from '../../core/sessions/failure.ts';
import type { OpenedSecretStore } from '../secrets/open-secret-store.ts';
import type { BaseCredentialSources, BaseCredentials } from './sources.ts';

/** The credentials that were posted to the admin listener last. */
export interface BootstrapCredentials {
  readonly find: BaseCredentialSources['bootstrap'];
  /** Takes effect at once; resolves when they are also stored, where they are to be. Never throws. */
  replace(credentials: BaseCredentials): Promise<void>;
}

export interface BootstrapOptions {
  /** Where they are kept for the next start; without one they last as long as the process. */
  readonly store?: OpenedSecretStore;
  /** Told in a sentence why they could not be kept. */
  onProblem(message: string): void;
}

const ACCOUNT = 'bootstrap-credentials';

const Stored = z.object({
  accessKeyId: z.string(),
  secretAccessKey: z.string(),
  sessionToken: z.optional(z.string()),
});

export function createBootstrapCredentials({ store, onProblem }: BootstrapOptions): BootstrapCredentials {
  let held: BaseCredentials | undefined;
  // To open an encrypted file takes much work: what is not there is looked for once.
  let mayBeStored = store !== undefined;

  async function findStored(from: OpenedSecretStore): Promise<Result<BaseCredentials, Failure>> {
    const answer = await from.read(ACCOUNT);
    // Newer ones may have been posted meanwhile.
    if (held !== undefined) return success(held);
    switch (answer.kind) {
      case 'found':
        mayBeStored = false;
        held = parseStored(answer.secret);
        if (held !== undefined) return success(held);
        onProblem(`The stored bootstrap credentials cannot be read; ${postThem}.`);
        return failed(notThere);
      case 'none':
        mayBeStored = false;
        return failed(notThere);
      case 'locked':
        return failed(failure('source-failed', `the bootstrap credentials are locked: ${answer.reason}`));
      case 'unavailable':
        mayBeStored = false;
        onProblem(`The bootstrap credentials of the last start cannot be read: ${answer.reason}`);
        return failed(notThere);
    }
  }

  return {
    async find() {
      if (held !== undefined) return success(held);
      return store !== undefined && mayBeStored ? findStored(store) : failed(notThere);
    },
    async replace(credentials) {
      held = credentials;
      if (store === undefined) return;
      const problem = await persist(store, credentials);
      if (problem !== undefined) {
        onProblem(`The bootstrap credentials are in use but not kept for the next start: ${problem}`);
      }
    },
  };
}

const postThem = 'post them to /bootstrap/creds of the admin listener';
const notThere = failure('source-failed', `no bootstrap credentials were received yet; ${postThem}`);

/** Why they could not be kept; undefined when they are. */
async function persist(store: OpenedSecretStore, credentials: BaseCredentials): Promise<string | undefined> {
  if ((await store.place()) === 'memory') {
    return 'there is neither a keychain nor an encrypted file. Set METAFOB_PASSPHRASE_FILE, or persist = no.';
  }
  const written = await store.write(ACCOUNT, JSON.stringify(credentials));
  return written.ok ? undefined : written.failure.reason;
}

function parseStored(text: string): BaseCredentials | undefined {
  try {
    const { accessKeyId, secretAccessKey, sessionToken } = Stored.parse(JSON.parse(text));
    return { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) };
  } catch {
    return undefined;
  }
}
