import { readIniLine } from '../config/ini.ts';

/**
 * How indented lines read. `aws`: below an entry they belong to its value (`s3 =` and its settings), as in the
 * files under ~/.aws. `metafob`: they are entries like any other, as in the configuration of Metafob.
 */
export type IniDialect = 'aws' | 'metafob';

/** One line with its line ending: CRLF, LF, or none at the end of a file. */
export interface Line {
  readonly content: string;
  readonly ending: string;
}

/** An entry: its value is `content.slice(start, end)` of the line at `index`; `extent` counts nested lines in. */
export interface EntryPlace {
  readonly key: string;
  readonly index: number;
  readonly extent: number;
  readonly start: number;
  readonly end: number;
}

/** A section: the line of its header, its entries, and the line after its last entry. */
export interface SectionPlace {
  readonly name: string;
  readonly index: number;
  readonly entries: readonly EntryPlace[];
  readonly afterLastEntry: number;
}

const byteOrderMark = '\uFEFF';

export const splitLines = (text: string): Line[] =>
  [...text.matchAll(/([^\n]*?)(\r?\n|$)/gs)]
    .map(([, content = '', ending = '']) => ({ content, ending }))
    .filter(({ content, ending }) => content + ending !== '');

export const joinLines = (lines: readonly Line[]): string =>
  lines.map(({ content, ending }) => content + ending).join('');

// Key, delimiter, value, and an inline comment. Longer keys than those of our own files exist under ~/.aws.
const entryPattern = /^([ \t]*)([\w.-]+)([ \t]*[=:][ \t]*)(.*?)[ \t]*(?:[ \t][#;].*)?$/s;

const readEntry = (content: string, index: number): EntryPlace | undefined => {
  const [, indent = '', key, delimiter = '', value = ''] = entryPattern.exec(content) ?? [];
  if (key === undefined) return undefined;
  // A value that is only a comment: white space before the comment belongs to the delimiter then.
  const start = indent.length + key.length + delimiter.length;
  const isEmpty = /^[#;]/.test(value) && /[ \t]$/.test(delimiter);
  return { key: key.toLowerCase(), index, extent: 1, start, end: isEmpty ? start : start + value.length };
};

interface OpenSection extends SectionPlace {
  readonly entries: EntryPlace[];
  afterLastEntry: number;
}

/** Where everything is. Lines that mean nothing to us are passed over. */
export const findSections = (lines: readonly Line[], dialect: IniDialect): readonly SectionPlace[] => {
  const sections: OpenSection[] = [];
  for (const [index, { content: raw }] of lines.entries()) {
    const mark = index === 0 && raw.startsWith(byteOrderMark) ? byteOrderMark.length : 0;
    const parsed = readIniLine(raw.slice(mark));
    const section = sections.at(-1);
    if (parsed.kind === 'section') {
      sections.push({ name: parsed.name, index, entries: [], afterLastEntry: index + 1 });
    } else if (parsed.kind !== 'blank' && section !== undefined) {
      addLine(section, raw, index, dialect);
    }
  }
  return sections;
};

const addLine = (section: OpenSection, content: string, index: number, dialect: IniDialect): void => {
  const above = section.entries.at(-1);
  if (dialect === 'aws' && /^[ \t]/.test(content) && above !== undefined) {
    section.entries[section.entries.length - 1] = { ...above, extent: index - above.index + 1 };
    section.afterLastEntry = index + 1;
    return;
  }
  const entry = readEntry(content, index);
  if (entry === undefined) return;
  section.entries.push(entry);
  section.afterLastEntry = index + 1;
};
