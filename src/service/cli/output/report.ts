import type { Paint } from './paint.ts';

/** The outcome of a command in both forms; only one of them is printed. */
export interface Report {
  /** The one JSON document of `--json`. */
  readonly json: unknown;
  /** Lines for a person, without the last line break. */
  readonly text: (paint: Paint) => string;
}

/** A report whose text is a plain sentence. */
export const sentence = (text: string, json: unknown): Report => ({ json, text: () => text });
