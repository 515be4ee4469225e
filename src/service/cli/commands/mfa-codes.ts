import { parseTokenCode } from '../../../core/mfa/token-code.ts';
import { sameCode, type TwoCodes } from '../../../node/mfa-enrolment/consecutive-codes.ts';
import { CliError } from '../cli-error.ts';
import type { CliIo } from '../cli-io.ts';
import { ask } from '../terminal/ask.ts';
import { readInput } from '../terminal/read-input.ts';

/**
 * Asks for two codes in a row, again after what is none. The word `text` shows the secret.
 *
 * @throws CliError `cancelled` for an empty line, `interrupted` for Ctrl-C
 */
export async function askTwoCodes(io: CliIo, showSecret: () => void): Promise<TwoCodes> {
  const first = await askCode(io, firstQuestion, (line) => {
    if (line !== 'text') return undefined;
    showSecret();
    return '';
  });
  const second = await askCode(io, secondQuestion, (line) =>
    parseTokenCode(line) === first ? sameCode : undefined,
  );
  return [first, second];
}

const firstQuestion = 'Code on the device now (“text” shows the secret; an empty line gives up): ';
const secondQuestion = 'Wait for the next code, and type it (an empty line gives up): ';

/** @param objection what is to be said instead of taking the line; undefined to take it */
async function askCode(
  io: CliIo,
  question: string,
  objection: (line: string) => string | undefined,
): Promise<string> {
  for (;;) {
    const line = (await ask(io, question, { hidden: false }))?.trim();
    if (!line) throw new CliError('cancelled', 'No code was given.');
    const said = objection(line);
    const code = parseTokenCode(line);
    if (said === undefined && code !== undefined) return code;
    const sentence = said ?? 'A code has six digits.';
    if (sentence !== '') io.stderr.write(`${sentence}\n`);
  }
}

/** Two codes from standard input that is no terminal, with white space between them. */
export async function readTwoCodes(io: CliIo): Promise<TwoCodes> {
  const [first, second, ...more] = (await readInput(io.stdin)).split(/\s+/);
  if (first !== undefined && second !== undefined && more.length === 0) return [first, second];
  throw new CliError('usage', 'Standard input must hold two codes of six digits, one per line.');
}
