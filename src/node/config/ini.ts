/**
 * The INI dialect of aws-mock-metadata, which its Python 2 `ConfigParser` defined, and the inline comments
 * that its README shows behind values.
 */
import { failed, type Result, success } from '../../core/result.ts';

export interface IniEntry {
  /** Lower case: keys are case-insensitive. */
  readonly key: string;
  readonly value: string;
  /** 1 = first line of the file. */
  readonly line: number;
}

export interface IniSection {
  readonly name: string;
  readonly line: number;
  readonly entries: readonly IniEntry[];
}

export interface IniProblem {
  readonly line: number;
  readonly key?: string;
  readonly message: string;
}

/** What one line is. `valueStart` and `valueEnd` are offsets in the line. */
export type IniLine =
  | { readonly kind: 'blank' }
  | { readonly kind: 'section'; readonly name: string }
  | {
      readonly kind: 'entry';
      readonly key: string;
      readonly value: string;
      readonly valueStart: number;
      readonly valueEnd: number;
    }
  | { readonly kind: 'malformed' };

// Only ASCII white space counts, so that a line means the same whether its bytes are read as UTF-8 or Latin-1.
const blankOrComment = /^[ \t\r\f\v]*(?:[#;].*)?$/s;
const sectionHeader = /^[ \t]*\[([^\]]*)\][ \t\r]*(?:[#;].*)?$/s;
// Short and plain keys only: a secret pasted on a line of its own is then malformed, and never shown as a key.
const entryStart = /^[ \t]*([A-Za-z][\w.-]{0,31})[ \t]*[=:]/;

const isWhiteSpace = (character: string | undefined): boolean =>
  character !== undefined && ' \t\r\f\v'.includes(character);

/** Where the value is in a line: without the white space around it and without an inline comment. */
const valueSpan = (line: string, from: number): { readonly start: number; readonly end: number } => {
  const comment = line.slice(from).search(/[ \t][#;]/);
  let start = from;
  let end = comment === -1 ? line.length : from + comment;
  while (start < end && isWhiteSpace(line[start])) start += 1;
  while (end > start && isWhiteSpace(line[end - 1])) end -= 1;
  return { start, end };
};

/** Reads one line without its line ending. */
export const readIniLine = (line: string): IniLine => {
  if (blankOrComment.test(line)) return { kind: 'blank' };
  const name = sectionHeader.exec(line)?.[1];
  if (name !== undefined) return { kind: 'section', name: name.replace(/^[ \t]+|[ \t]+$/g, '') };
  const entry = entryStart.exec(line);
  if (entry?.[1] === undefined) return { kind: 'malformed' };
  const { start, end } = valueSpan(line, entry[0].length);
  const written = line.slice(start, end);
  return {
    kind: 'entry',
    key: entry[1].toLowerCase(),
    // ConfigParser's way to write an empty value
    value: written === '""' ? '' : written,
    valueStart: start,
    valueEnd: end,
  };
};

interface OpenSection extends IniSection {
  readonly entries: IniEntry[];
}

/**
 * Reads a whole file. All problems are found in one pass; with any problem there are no sections, since a
 * file that is half understood could grant other credentials than its author meant.
 */
export const parseIni = (text: string): Result<readonly IniSection[], readonly IniProblem[]> => {
  if (text.includes('\0')) {
    return failed([{ line: 1, message: 'this file is not plain text; save it in the UTF-8 encoding' }]);
  }
  const sections: OpenSection[] = [];
  const problems: IniProblem[] = [];
  const lines = text.replace(/^\uFEFF/, '').split('\n');
  for (const [index, content] of lines.entries()) {
    const line = index + 1;
    const parsed = readIniLine(content);
    switch (parsed.kind) {
      case 'blank':
        break;
      case 'malformed':
        problems.push({ line, message: 'this line is no [section], no key=value and no # comment' });
        break;
      case 'section': {
        const earlier = sections.find((section) => section.name === parsed.name);
        if (earlier !== undefined) problems.push(duplicate(line, `[${parsed.name}]`, earlier.line));
        sections.push({ name: parsed.name, line, entries: [] });
        break;
      }
      case 'entry': {
        const { key, value } = parsed;
        const section = sections.at(-1);
        if (section === undefined) {
          problems.push({ line, key, message: `${key} stands before the first [section]; put it below one` });
          break;
        }
        const earlier = section.entries.find((entry) => entry.key === key);
        if (earlier !== undefined) problems.push({ ...duplicate(line, key, earlier.line), key });
        section.entries.push({ key, value, line });
        break;
      }
    }
  }
  return problems.length > 0 ? failed(problems) : success(sections);
};

const duplicate = (line: number, what: string, earlierLine: number): IniProblem => ({
  line,
  message: `${what} is on line ${earlierLine} and again on line ${line}; keep one of them`,
});
