import type { Command } from 'commander';
import type { CliIo } from './cli-io.ts';
import type { Report } from './output/report.ts';

/** What every command gets. */
export interface CommandContext {
  readonly io: CliIo;
  /** `--url`, when given. */
  readonly url: string | undefined;
}

/** Runs a command's work with the options common to all commands, and prints its report. */
export type Perform = (command: Command, work: (context: CommandContext) => Promise<Report>) => Promise<void>;
