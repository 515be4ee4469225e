import { readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Instance } from '../../core/instance-metadata/instance.ts';
import { failed, type Result, success } from '../../core/result.ts';
import type { ConfigProblem } from '../config/config-problem.ts';
import { systemErrorSentence } from '../config/system-error.ts';
import type { InstanceDocument } from './instance-document.ts';
import type { LocatedDocument } from './located-document.ts';

/** EC2 takes no more (EC2 user guide, "Instance user data"). */
const MAXIMUM_BYTES = 16 * 1024;

interface Place {
  readonly file: string;
  /** To which the `file` of user data is relative. */
  readonly folder: string;
  readonly lineOf: LocatedDocument['lineOf'];
}

/** Reads what the last of the changes says about user data; the result puts it into an instance. */
export async function readUserData(
  changes: readonly InstanceDocument[],
  place: Place,
): Promise<Result<(instance: Instance) => Instance, readonly ConfigProblem[]>> {
  const wanted = changes.map((change) => change['user-data']).findLast((given) => given !== undefined);
  if (wanted === undefined) return success((instance) => instance);
  if (wanted === null) return success((instance) => ({ ...instance, userData: undefined }));
  const read = await bytesOf(wanted, place.folder);
  if (!read.ok) {
    const line = Math.max(place.lineOf(['user-data']), place.lineOf(['userdata', 'values', 'userdata']));
    const message = `user-data ${read.failure}`;
    return failed([{ file: place.file, line, key: 'user-data', message }]);
  }
  return success((instance) => ({ ...instance, userData: read.value }));
}

async function bytesOf(
  wanted: NonNullable<InstanceDocument['user-data']>,
  folder: string,
): Promise<Result<Uint8Array, string>> {
  const bytes = await contentOf(wanted, folder);
  if (!bytes.ok || bytes.value.length <= MAXIMUM_BYTES) return bytes;
  return failed(tooLong(bytes.value.length));
}

const tooLong = (length: number): string =>
  `is longer than EC2 allows: ${length} bytes instead of ${MAXIMUM_BYTES}`;

/** Nothing that could keep us waiting, such as a pipe, and no more than is allowed. */
async function readRegularFile(file: string): Promise<Result<Uint8Array, string>> {
  const found = await stat(file);
  if (!found.isFile()) return failed(`cannot be read from ${file}: it is no ordinary file`);
  if (found.size > MAXIMUM_BYTES) return failed(tooLong(found.size));
  return success(await readFile(file));
}

async function contentOf(
  wanted: NonNullable<InstanceDocument['user-data']>,
  folder: string,
): Promise<Result<Uint8Array, string>> {
  if (typeof wanted === 'string') return success(Buffer.from(wanted));
  if ('base64' in wanted) {
    const bytes = Buffer.from(wanted.base64, 'base64');
    const isBase64 = /^[A-Za-z0-9+/\s]*={0,2}\s*$/.test(wanted.base64);
    return isBase64 ? success(bytes) : failed('must be base64');
  }
  const file = resolve(folder, wanted.file);
  try {
    return await readRegularFile(file);
  } catch (error) {
    return failed(`cannot be read from ${file}: ${systemErrorSentence(error)}`);
  }
}
