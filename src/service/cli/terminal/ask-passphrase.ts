import { access } from 'node:fs/promises';
import { join } from 'node:path';
import type { CliIo } from '../cli-io.ts';
import { ask } from './ask.ts';

/** The passphrase of the encrypted file; twice for a new file, because a slip would lock it for good. */
export async function askPassphrase(io: CliIo, directory: string): Promise<string | undefined> {
  const isNew = !(await exists(join(directory, 'secrets.age')));
  const question = isNew
    ? 'Passphrase for a new encrypted file (an empty line gives up): '
    : 'Passphrase of the encrypted file (an empty line gives up): ';
  for (;;) {
    const passphrase = await ask(io, question, { hidden: true });
    if (!isNew || !passphrase) return passphrase;
    if ((await ask(io, 'The same passphrase again: ', { hidden: true })) === passphrase) return passphrase;
    io.stderr.write('These were two different passphrases.\n');
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch {
    return false;
  }
}
