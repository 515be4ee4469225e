import { execFile } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { ReadStream, WriteStream } from 'node:tty';
import { promisify } from 'node:util';
import type { CliIo, TerminalInput, TerminalOutput } from '../cli-io.ts';

/** Where a question can be asked although standard output belongs to somebody else. */
export interface Terminal {
  readonly input: TerminalInput;
  readonly output: TerminalOutput;
  close(): void;
}

/**
 * Standard input and error where a person sits at both, else the terminal that the program was started from:
 * AWS clients run a credential_process with its output and errors captured. Undefined without a terminal, and
 * in the background, where reading from it would stop the program.
 */
export async function openTerminal(io: CliIo): Promise<Terminal | undefined> {
  if (io.stdin.isTTY === true && io.stderr.isTTY === true) {
    return { input: io.stdin, output: io.stderr, close: () => {} };
  }
  if (io.stdin !== process.stdin || !(await isInForeground())) return undefined;
  return openDevice();
}

function openDevice(): Terminal | undefined {
  let descriptor: number;
  try {
    descriptor = openSync('/dev/tty', 'r+');
  } catch {
    return undefined;
  }
  try {
    const input = new ReadStream(descriptor);
    const output = new WriteStream(openSync('/dev/tty', 'r+'));
    return {
      input,
      output,
      close() {
        input.destroy();
        output.destroy();
      },
    };
  } catch {
    closeSync(descriptor);
    return undefined;
  }
}

/** Whether the terminal's foreground process group is ours. */
async function isInForeground(): Promise<boolean> {
  switch (process.platform) {
    case 'win32':
      return false;
    case 'linux': {
      const status = await readFile('/proc/self/stat', 'utf8').catch(() => '');
      // After the program's name, which may hold anything: state, parent, group, session, terminal, its group.
      const [, , group, , , foreground] = status.slice(status.lastIndexOf(')') + 2).split(' ');
      return group !== undefined && group === foreground;
    }
    default: {
      const { stdout } = await promisify(execFile)('ps', [
        '-o',
        'pgid=,tpgid=',
        '-p',
        String(process.pid),
      ]).catch(() => ({ stdout: '' }));
      const [group, foreground] = stdout.trim().split(/\s+/);
      return group !== undefined && group !== '' && group === foreground;
    }
  }
}
