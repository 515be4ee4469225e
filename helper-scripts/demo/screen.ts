import { clearLine, cursorTo } from 'node:readline';
import type { Writable } from 'node:stream';

/** Lines that stay, and on a terminal below them one line that is drawn again whenever it changes. */
export interface Screen {
  print(line?: string): void;
  /** An empty text removes the changing line. Without a terminal it is never shown. */
  showStatus(text: string): void;
}

export function createScreen(output: Writable & { readonly isTTY?: boolean }): Screen {
  const isTerminal = output.isTTY === true;
  let status = '';

  function erase(): void {
    if (status === '') return;
    cursorTo(output, 0);
    clearLine(output, 0);
  }

  return {
    print(line = '') {
      erase();
      output.write(`${line}\n${status}`);
    },
    showStatus(text) {
      if (!isTerminal || text === status) return;
      erase();
      status = text;
      output.write(text);
    },
  };
}
