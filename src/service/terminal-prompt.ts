import { clearLine, createInterface, cursorTo, type Interface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import type { Engine } from '../core/engine.ts';
import { parseTokenCode } from '../core/mfa/token-code.ts';
import { describeFailure } from '../core/sessions/failure.ts';
import type { PromptView, ViewState } from '../shared/view-state.ts';
import { countdown } from './cli/output/countdown.ts';
import { printable } from './cli/output/paint.ts';

export interface TerminalPromptOptions {
  readonly engine: Pick<Engine, 'view' | 'subscribe' | 'answerPrompt' | 'cancelPrompt'>;
  readonly input: Readable & { readonly isTTY?: boolean };
  readonly output: Writable & { readonly isTTY?: boolean };
  /** Ctrl-C while a question is open; by default what Ctrl-C does at any other time. */
  readonly onInterrupt?: () => void;
}

/** The question on the screen. `checking`: an answer is on its way to AWS, and nothing is read. */
interface Question {
  readonly promptId: string;
  reader: Interface | undefined;
}

const interruptProcess = (): void => {
  process.kill(process.pid, 'SIGINT');
};

/**
 * Asks for token codes in the terminal that `metafob serve` runs in: one question at a time, withdrawn when
 * the code came another way. Reads from the terminal only while a question is open. Returns a function that
 * stops it.
 */
export function startTerminalPrompt(options: TerminalPromptOptions): () => void {
  const { engine, input, output, onInterrupt = interruptProcess } = options;
  let question: Question | undefined;
  let stopped = false;

  const print = (line: string): void => void output.write(`${printable(line)}\n`);

  function follow({ prompts, now }: ViewState): void {
    if (stopped) return;
    if (question !== undefined) {
      const { promptId } = question;
      // While a code is checked its own answer tells how it went.
      if (question.reader === undefined || prompts.some(({ id }) => id === promptId)) return;
      withdraw(question);
    }
    const next = prompts.find(({ checking }) => !checking);
    if (next === undefined) return;
    question = { promptId: next.id, reader: undefined };
    print(describePrompt(next));
    if (next.problem !== undefined) print(next.problem.message + countdown(next.nextCodeAt, now));
    readAnswer(question);
  }

  function withdraw(open: Question): void {
    closeReader(open);
    question = undefined;
    if (output.isTTY === true) {
      clearLine(output, 0);
      cursorTo(output, 0);
    } else {
      output.write('\n');
    }
    print('The code is no longer needed here.');
  }

  function readAnswer(open: Question): void {
    const reader = createInterface({ input, output, terminal: input.isTTY === true, historySize: 0 });
    open.reader = reader;
    reader.setPrompt('Code (an empty line cancels): ');
    reader.once('line', (line) => {
      closeReader(open);
      void answer(open, line);
    });
    reader.once('SIGINT', () => {
      closeReader(open);
      output.write('\n');
      onInterrupt();
    });
    reader.once('close', () => {
      if (open.reader !== reader) return;
      open.reader = undefined;
      output.write('\n');
      cancel(open);
    });
    reader.prompt();
  }

  function closeReader(open: Question): void {
    const { reader } = open;
    open.reader = undefined;
    reader?.close();
  }

  async function answer(open: Question, line: string): Promise<void> {
    if (line.trim() === '') {
      cancel(open);
      return;
    }
    const code = parseTokenCode(line);
    if (code === undefined) {
      print('A code has six digits, such as 123456.');
      askAgainOrMoveOn(open);
      return;
    }
    const result = await engine.answerPrompt(open.promptId, code);
    if (stopped) return;
    const { prompts, now } = engine.view();
    const still = prompts.find(({ id }) => id === open.promptId);
    if (result.ok) print('AWS accepted the code.');
    else
      print((still?.problem?.message ?? describeFailure(result.failure)) + countdown(still?.nextCodeAt, now));
    askAgainOrMoveOn(open);
  }

  function askAgainOrMoveOn(open: Question): void {
    const view = engine.view();
    if (view.prompts.some(({ id }) => id === open.promptId)) {
      readAnswer(open);
      return;
    }
    question = undefined;
    follow(view);
  }

  function cancel(open: Question): void {
    print('Cancelled. “metafob login” asks again.');
    question = undefined;
    engine.cancelPrompt(open.promptId);
    follow(engine.view());
  }

  const unsubscribe = engine.subscribe(follow);
  follow(engine.view());
  return () => {
    stopped = true;
    unsubscribe();
    if (question !== undefined) closeReader(question);
  };
}

function describePrompt({ profile, accountId, serialNumber, waiting }: PromptView): string {
  const account = accountId === undefined ? '' : `, account ${accountId}`;
  const requests = waiting === 1 ? '1 request waits' : `${waiting} requests wait`;
  return `A code is needed for profile ${profile}${account}, device ${serialNumber} (${requests}).`;
}
