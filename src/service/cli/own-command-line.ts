import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { shellWord } from '../../shared/shell-word.ts';
import { packageRoot } from '../package-root.ts';
import type { CliIo } from './cli-io.ts';

/**
 * How a file of the AWS tools calls this program: by name where PATH has it, else by absolute paths. Some
 * clients run the line with a shell, others split it as a shell would; both understand it.
 */
export async function ownCommandLine(
  io: Pick<CliIo, 'environment' | 'platform'>,
  words: readonly string[],
): Promise<string> {
  const program = (await isInPath(io))
    ? ['metafob']
    : [process.execPath, join(packageRoot(import.meta.dirname), 'bin', 'metafob.js')];
  return [...program, ...words].map((word) => quoted(word, io.platform)).join(' ');
}

function quoted(word: string, platform: NodeJS.Platform): string {
  const isPlain = /^[\w@%+=:,./-]+$/.test(word);
  return platform === 'win32' && !isPlain ? `"${word.replaceAll('"', '\\"')}"` : shellWord(word);
}

async function isInPath({
  environment,
  platform,
}: Pick<CliIo, 'environment' | 'platform'>): Promise<boolean> {
  const name = platform === 'win32' ? 'metafob.cmd' : 'metafob';
  for (const folder of (environment.PATH ?? '').split(delimiter).filter(Boolean)) {
    const found = await access(join(folder, name), constants.X_OK).then(
      () => true,
      () => false,
    );
    if (found) return true;
  }
  return false;
}
