import { dirname } from 'node:path';
import { failed, type Result, success } from '../../core/result.ts';
import { type LockFileOptions, whileLocked } from './lock-file.ts';
import type { AskPassphrase } from './passphrase.ts';
import { errorCode, makePrivateDirectory, readIfPresent, replacePrivateFile } from './private-file.ts';
import { openSecrets, type Secrets, sealSecrets, usualWorkFactor } from './sealed-secrets.ts';
import type { SecretStore, SecretStoreFailure } from './secret-store.ts';

export interface EncryptedFileStoreOptions {
  readonly path: string;
  readonly askPassphrase: AskPassphrase;
  readonly lock?: LockFileOptions;
  readonly workFactor?: number;
}

/** The file as it was last opened or written. Kept so that each read does not cost another scrypt run. */
interface OpenedFile {
  readonly content: Uint8Array | undefined;
  readonly secrets: Secrets;
}

type Change<Value> = (secrets: Map<string, string>) => { readonly changed: boolean; readonly value: Value };

const noSecrets: Secrets = new Map();

const sameContent = (one: Uint8Array | undefined, other: Uint8Array | undefined): boolean =>
  one !== undefined && other !== undefined && Buffer.from(one).equals(other);

/** Secrets in one file encrypted with a passphrase. Only ciphertext ever reaches the disk. */
export const createEncryptedFileStore = (options: EncryptedFileStoreOptions): SecretStore => {
  const { path, askPassphrase, lock, workFactor = usualWorkFactor } = options;
  let opened: OpenedFile | undefined;
  let knownPassphrase: string | undefined;
  let last: Promise<unknown> = Promise.resolve();

  /** One call at a time, so that a file is opened once however many callers wait for it. */
  const inTurn = <Value>(
    call: () => Promise<Result<Value, SecretStoreFailure>>,
  ): Promise<Result<Value, SecretStoreFailure>> => {
    const turn = last.then(call).catch((error: unknown) =>
      failed<SecretStoreFailure>({
        kind: 'locked',
        reason: `${path} cannot be read or written (${errorCode(error)}). Check the disk and the permissions.`,
      }),
    );
    last = turn;
    return turn;
  };

  const passphrase = async (): Promise<Result<string, SecretStoreFailure>> => {
    if (knownPassphrase !== undefined) return success(knownPassphrase);
    const answer = await askPassphrase();
    if (!answer.ok) return failed({ kind: 'locked', reason: answer.failure });
    if (answer.value !== undefined) return success(answer.value);
    const reason = `${path} needs a passphrase. Put it into a file and name that file in METAFOB_PASSPHRASE_FILE.`;
    return failed({ kind: 'locked', reason });
  };

  const open = async (): Promise<Result<Secrets, SecretStoreFailure>> => {
    const content = await readIfPresent(path);
    if (content === undefined) return success(noSecrets);
    if (opened !== undefined && sameContent(content, opened.content)) return success(opened.secrets);

    const key = await passphrase();
    if (!key.ok) return key;
    const secrets = await openSecrets(content, key.value);
    if (secrets.ok) {
      knownPassphrase = key.value;
      opened = { content, secrets: secrets.value };
      return secrets;
    }
    knownPassphrase = undefined;
    switch (secrets.failure) {
      case 'wrong-passphrase':
        return failed({ kind: 'locked', reason: `The passphrase does not open ${path}.` });
      case 'damaged':
        return failed({
          kind: 'damaged',
          reason: `${path} is damaged and was left untouched. Restore it from a backup, or move it away to start anew.`,
        });
    }
  };

  const save = async (secrets: Secrets): Promise<Result<void, SecretStoreFailure>> => {
    const key = await passphrase();
    if (!key.ok) return key;
    const content = await sealSecrets(secrets, key.value, workFactor);
    await replacePrivateFile(path, content);
    knownPassphrase = key.value;
    opened = { content, secrets };
    return success(undefined);
  };

  const changeFile = async <Value>(change: Change<Value>): Promise<Result<Value, SecretStoreFailure>> => {
    const current = await open();
    if (!current.ok) return current;
    const secrets = new Map(current.value);
    const { changed, value } = change(secrets);
    if (!changed) return success(value);
    const saved = await save(secrets);
    return saved.ok ? success(value) : saved;
  };

  const change = <Value>(how: Change<Value>): Promise<Result<Value, SecretStoreFailure>> =>
    inTurn(async () => {
      // Before the lock, because this may ask the user, and nobody else should have to wait for that.
      const readable = await open();
      if (!readable.ok) return readable;
      await makePrivateDirectory(dirname(path));
      const lockPath = `${path}.lock`;
      const outcome = await whileLocked(lockPath, () => changeFile(how), lock);
      if (outcome.kind === 'done') return outcome.value;
      const reason = `Another process keeps ${path} locked. Retry; if nothing else runs, delete ${lockPath}.`;
      return failed({ kind: 'busy', reason });
    });

  return {
    description: `encrypted file ${path}`,
    read: async (account) => {
      const secrets = await inTurn(open);
      // Damaged, too, counts as locked: there was something, and it must not be taken for nothing.
      if (!secrets.ok) return { kind: 'locked', reason: secrets.failure.reason };
      const secret = secrets.value.get(account);
      return secret === undefined ? { kind: 'none' } : { kind: 'found', secret };
    },
    write: (account, secret) =>
      change((secrets) => {
        secrets.set(account, secret);
        return { changed: true, value: undefined };
      }),
    remove: (account) =>
      change((secrets) => {
        const removed = secrets.delete(account);
        return { changed: removed, value: removed };
      }),
  };
};
