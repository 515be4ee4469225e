import { CliError } from '../cli-error.ts';
import type { TerminalInput } from '../cli-io.ts';

/** Far more than a code, an MFA secret or an otpauth URI needs. */
const maximumBytes = 64 * 1024;

/** All of standard input as text, without white space around it. */
export async function readInput(stdin: TerminalInput): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stdin) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > maximumBytes) {
      throw new CliError('usage', 'Standard input holds more than 64 KiB; only one line was expected.');
    }
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString('utf8').trim();
}
