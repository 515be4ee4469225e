import { dirname } from 'node:path';
import { shellWord } from '../../../shared/shell-word.ts';

/** One change to the system. `why` is a sentence for the user. */
export type Step =
  | {
      readonly kind: 'run';
      readonly program: string;
      readonly arguments: readonly string[];
      readonly why: string;
    }
  | {
      readonly kind: 'write-file';
      readonly path: string;
      readonly content: string;
      readonly why: string;
    }
  | { readonly kind: 'remove-file'; readonly path: string; readonly why: string }
  | { readonly kind: 'remove-empty-folder'; readonly path: string; readonly why: string };

/** What has to be done, in order. Without steps everything is as wanted already. */
export interface Plan {
  readonly steps: readonly Step[];
  /** What the user has to know besides, in sentences. */
  readonly notes?: readonly string[];
}

export interface Command {
  readonly program: string;
  readonly arguments: readonly string[];
}

export const run = (command: Command, why: string): Step => ({ kind: 'run', ...command, why });

/** A step as lines of a shell, so that a dry run can be read, and typed, as it is. */
export function stepText(step: Step): string {
  switch (step.kind) {
    case 'run':
      return shellLine(step);
    case 'write-file':
      return `mkdir -p ${shellWord(dirname(step.path))}\ncat > ${shellWord(step.path)} <<'END'\n${step.content}END`;
    case 'remove-file':
      return `rm ${shellWord(step.path)}`;
    case 'remove-empty-folder':
      return `rmdir ${shellWord(step.path)}`;
  }
}

export const shellLine = (command: Command): string =>
  [command.program, ...command.arguments].map(shellWord).join(' ');
