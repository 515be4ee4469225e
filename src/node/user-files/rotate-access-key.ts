import { failed, type Result, success } from '../../core/result.ts';
import { describeFailure, type Failure } from '../../core/sessions/failure.ts';
import type { AccessKeysPort, ListedAccessKey } from '../sts/access-keys.ts';
import type { AccessKeyPair } from './replace-access-key.ts';

/** What a rotation works with. Nothing here throws. */
export interface RotationParts {
  readonly old: AccessKeyPair;
  /** AWS, asked with one of the two keys, or with a session where the keys alone may not do this. */
  keysAs(key: AccessKeyPair): AccessKeysPort;
  /** Asks AWS with the key itself whether it works. */
  proof(key: AccessKeyPair): Pick<AccessKeysPort, 'whoAmI'>;
  /** Puts one key in the place of another, in the files and stores of this machine. Failures are sentences. */
  replace(from: AccessKeyPair, to: AccessKeyPair): Promise<Result<void, string>>;
  /** The files of this machine that use a key. */
  usedIn(accessKeyId: string): Promise<readonly string[]>;
  /** Forgets what this machine still has of a key. */
  forget(key: AccessKeyPair): Promise<Result<void, string>>;
  /** Milliseconds since the epoch. */
  now(): number;
  pause(milliseconds: number): Promise<void>;
  /** Tells the user how far it is. */
  tell(step: string): void;
}

/** AWS tells some of its parts about a new key only after a while. */
const patienceMs = 30_000;
const pauseMs = 1_000;

/**
 * Replaces a long-term access key: makes a second one, proves it, puts it everywhere, deactivates the old one,
 * proves the new one again, deletes the old one. At every moment the files hold a key that works; after a
 * failure the old key is active and in its places, and the new one deleted.
 *
 * @returns The new key, or what happened and what was done about it, in sentences.
 */
export async function rotateAccessKey(parts: RotationParts): Promise<Result<AccessKeyPair, string>> {
  const { old, tell } = parts;
  const withOld = parts.keysAs(old);
  const listed = await withOld.list();
  if (!listed.ok) return failed(`${describeFailure(listed.failure)} Nothing was changed.`);
  const other = listed.value.find(({ accessKeyId }) => accessKeyId !== old.accessKeyId);
  if (other !== undefined) return failed(twoKeys(old, other, await parts.usedIn(other.accessKeyId)));

  const created = await withOld.create();
  if (!created.ok) return failed(`${describeFailure(created.failure)} Nothing was changed.`);
  const fresh = created.value;
  tell(`Made the access key ${fresh.accessKeyId}.`);

  const adopted = await adopt(parts, fresh);
  if (!adopted.ok) return failed(`${adopted.failure} ${await undo(parts, fresh)}`);

  const removed = await retry(parts, () => parts.keysAs(fresh).delete(old.accessKeyId));
  if (!removed.ok) return failed(keyLeftOver(old, fresh, removed.failure));
  tell(`Deleted the access key ${old.accessKeyId}.`);
  const forgotten = await parts.forget(old);
  if (!forgotten.ok) tell(forgotten.failure);
  return success(fresh);
}

/** From the new key that nobody uses to the old one that is inactive. */
async function adopt(parts: RotationParts, fresh: AccessKeyPair): Promise<Result<void, string>> {
  const { old, tell } = parts;
  const proven = await retry(parts, () => parts.proof(fresh).whoAmI());
  if (!proven.ok) return failed(`The new key does not work. ${describeFailure(proven.failure)}`);
  const replaced = await parts.replace(old, fresh);
  if (!replaced.ok) return replaced;
  tell('Put the new key in the place of the old one.');
  const deactivated = await retry(parts, () => parts.keysAs(fresh).setStatus(old.accessKeyId, 'inactive'));
  if (!deactivated.ok)
    return failed(`The old key could not be deactivated. ${describeFailure(deactivated.failure)}`);
  const again = await retry(parts, () => parts.proof(fresh).whoAmI());
  return again.ok
    ? success(undefined)
    : failed(`The new key stopped working. ${describeFailure(again.failure)}`);
}

/** Back to the old key, which has to work before anything points to it again and before the new one goes. */
async function undo(parts: RotationParts, fresh: AccessKeyPair): Promise<string> {
  const { old } = parts;
  // With the old key first: it was perhaps never deactivated, and the new one perhaps never worked.
  const asOld = await parts.keysAs(old).setStatus(old.accessKeyId, 'active');
  if (!asOld.ok) await retry(parts, () => parts.keysAs(fresh).setStatus(old.accessKeyId, 'active'));
  const works = await retry(parts, () => parts.proof(old).whoAmI());
  if (!works.ok) {
    return `The old key ${old.accessKeyId} could not be proven to work, so the new key ${fresh.accessKeyId} was not deleted. Look at both in the AWS console, and at which of them is in your files.`;
  }
  const restored = await parts.replace(fresh, old);
  if (!restored.ok) {
    return `${restored.failure} Both keys are active; the new one, ${fresh.accessKeyId}, may still be in use here.`;
  }
  const removed = await retry(parts, () => parts.keysAs(old).delete(fresh.accessKeyId));
  if (!removed.ok) {
    return `The old key is in use as before. Delete the new one, ${fresh.accessKeyId}, in the AWS console.`;
  }
  await parts.forget(fresh);
  return 'The old key is in use as before, and the new one is deleted.';
}

/** Asks again while AWS does not know a new key yet, or was not reached. */
async function retry<Value>(
  { now, pause }: RotationParts,
  call: () => Promise<Result<Value, Failure>>,
): Promise<Result<Value, Failure>> {
  const deadline = now() + patienceMs;
  for (;;) {
    const answer = await call();
    if (answer.ok || !isPassing(answer.failure) || now() >= deadline) return answer;
    await pause(pauseMs);
  }
}

const isPassing = ({ kind }: Failure): boolean => ['base-keys-gone', 'network', 'throttled'].includes(kind);

const twoKeys = (
  { accessKeyId: oldId }: AccessKeyPair,
  { accessKeyId, status }: ListedAccessKey,
  files: readonly string[],
): string =>
  files.length > 0
    ? `There is a second access key, ${accessKeyId} (${status}), and ${files.join(' and ')} uses it: perhaps a rotation was interrupted. Put ${oldId} in its place there, then delete it: aws iam delete-access-key --access-key-id ${accessKeyId}. Nothing was changed.`
    : `There is a second access key, ${accessKeyId} (${status}), and AWS allows only two. If nothing uses it, delete it: aws iam delete-access-key --access-key-id ${accessKeyId}. Then rotate ${oldId} again. Nothing was changed.`;

const keyLeftOver = (old: AccessKeyPair, fresh: AccessKeyPair, cause: Failure): string =>
  `The new key ${fresh.accessKeyId} is in use, and the old one is inactive, but it could not be deleted. ${describeFailure(cause)} Delete it later: aws iam delete-access-key --access-key-id ${old.accessKeyId}.`;
