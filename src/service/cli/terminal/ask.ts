import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { CliError } from '../cli-error.ts';
import type { CliIo } from '../cli-io.ts';

const silent = (): Writable => new Writable({ write: (_chunk, _encoding, done) => done() });

/**
 * Asks one question in the terminal, on standard error so that standard output stays clean. With `hidden`
 * nothing of the answer is shown. Undefined when the user ends the input (Ctrl-D).
 *
 * @throws CliError `interrupted` on Ctrl-C.
 */
export function ask(
  io: CliIo,
  question: string,
  { hidden }: { hidden: boolean },
): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    const terminal = io.stdin.isTTY === true;
    const reader = createInterface({
      input: io.stdin,
      output: hidden ? silent() : io.stderr,
      terminal,
      historySize: 0,
    });
    // The reader echoes the question again when it redraws its line, so a visible one must own it.
    if (hidden) io.stderr.write(question);
    else reader.setPrompt(question);

    let answered = false;
    reader.once('line', (line) => {
      answered = true;
      reader.close();
      if (hidden) io.stderr.write('\n');
      resolve(line);
    });
    reader.once('SIGINT', () => {
      answered = true;
      reader.close();
      io.stderr.write('\n');
      reject(new CliError('interrupted', 'Interrupted.'));
    });
    // The window was closed: the same as the end of the input. Closing the reader then fails once more.
    let broken = false;
    reader.on('error', () => {
      if (broken) return;
      broken = true;
      reader.close();
    });
    reader.once('close', () => {
      if (answered) return;
      io.stderr.write('\n');
      resolve(undefined);
    });
    if (!hidden) reader.prompt();
  });
}
