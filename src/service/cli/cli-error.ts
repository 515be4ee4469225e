import type { ErrorResponse } from '../../shared/manage-api.ts';

/** The kinds of the manage API, and those that only the command line has. */
export type CliErrorKind =
  | ErrorResponse['error']['kind']
  | 'usage'
  | 'not-running'
  | 'no-token'
  | 'configuration'
  | 'interrupted'
  | 'unexpected';

/** An expected failure of a command; `message` is a full sentence for a person, free of secrets. */
export class CliError extends Error {
  readonly kind: CliErrorKind;
  /** With `code-already-used`: when the device shows the next code, ms since the epoch. */
  readonly nextCodeAt: number | undefined;

  constructor(kind: CliErrorKind, message: string, nextCodeAt?: number) {
    super(message);
    this.name = 'CliError';
    this.kind = kind;
    this.nextCodeAt = nextCodeAt;
  }
}
