/**
 * Something wrong (or worth a warning) in a configuration file. `line` counts from 1 and is 1 for problems of
 * the file as a whole; `message` is free of secrets.
 */
export interface ConfigProblem {
  readonly file: string;
  readonly line: number;
  readonly key?: string;
  readonly message: string;
}

/** One line for a terminal or a log, in the `file:line:` form that editors can jump to. */
export const formatConfigProblem = (problem: ConfigProblem): string =>
  `${problem.file}:${problem.line}: ${problem.message}`;
