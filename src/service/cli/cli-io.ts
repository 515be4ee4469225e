import { homedir } from 'node:os';
import type { Readable, Writable } from 'node:stream';

export type TerminalInput = Readable & { readonly isTTY?: boolean };
export type TerminalOutput = Writable & { readonly isTTY?: boolean };

/** Everything outside itself that the command line touches. */
export interface CliIo {
  readonly stdin: TerminalInput;
  readonly stdout: TerminalOutput;
  readonly stderr: TerminalOutput;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly homeDirectory: string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** The real process. */
export const processIo = (): CliIo => ({
  // A getter, because opening standard input costs time that `serve` and `status` need not spend.
  get stdin() {
    return process.stdin;
  },
  stdout: process.stdout,
  stderr: process.stderr,
  environment: process.env,
  platform: process.platform,
  homeDirectory: homedir(),
  now: Date.now,
});
