import { failed, type Result, success } from '../../core/result.ts';
import type { LongTermKeys } from './long-term-keys.ts';

/**
 * Reads the file that the AWS console offers with a new access key. Its columns have been `Access key ID,Secret
 * access key` and, with a new user, `User name,Password,Access key ID,Secret access key,Console login link`;
 * they are found by their names. The failure is a sentence without anything of the file.
 */
export function readAccessKeysCsv(text: string): Result<LongTermKeys, string> {
  const [header, first, ...more] = text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '')
    .map(splitFields);
  const columns = header?.map((name) => name.toLowerCase()) ?? [];
  const id = columns.indexOf('access key id');
  const secret = columns.indexOf('secret access key');
  if (id === -1 || secret === -1) {
    return failed(
      'has no columns “Access key ID” and “Secret access key”; take the file that the AWS console offers with a new access key',
    );
  }
  if (more.length > 0) {
    return failed('holds more than one access key; leave the one that is meant');
  }
  const accessKeyId = first?.[id];
  const secretAccessKey = first?.[secret];
  if (!accessKeyId || !secretAccessKey) return failed('holds no access key below its column names');
  return success({ accessKeyId, secretAccessKey });
}

/** One line of a CSV file (RFC 4180); no field of this file has line breaks. */
const splitFields = (line: string): string[] =>
  [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain]) =>
    (quoted?.replaceAll('""', '"') ?? plain ?? '').trim(),
  );
