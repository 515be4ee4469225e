import { readFile } from 'node:fs/promises';
import { failed, type Result, success } from '../../../core/result.ts';
import type { AdminSettings } from '../../config/service-settings.ts';
import { errorCode } from '../../secrets/private-file.ts';

/** The secret that signs bootstrap requests; undefined when none is configured. The failure is a sentence. */
export async function readBootstrapSecret({
  secret,
  secretFile,
}: Pick<AdminSettings, 'secret' | 'secretFile'>): Promise<Result<string | undefined, string>> {
  if (secretFile === undefined) return success(secret);
  try {
    const text = (await readFile(secretFile, 'utf8')).replace(/\r?\n$/, '');
    return text === ''
      ? failed(`The file ${secretFile} ([admin] secret_file) is empty; put the bootstrap secret into it.`)
      : success(text);
  } catch (error) {
    return failed(`The file ${secretFile} ([admin] secret_file) cannot be read (${errorCode(error)}).`);
  }
}
