/**
 * The dialect of ~/.aws/config and ~/.aws/credentials: what botocore, and so the AWS CLI, makes of them with
 * Python's `RawConfigParser`. It differs from Metafob's own (`ini.ts`): `#` and `;` begin a comment only at
 * the start of a line, and a line that is indented deeper than its key goes on with the value.
 */
import { failed, type Result, success } from '../../../core/result.ts';

export interface SharedEntry {
  readonly value: string;
  /** 1 = first line of the file. */
  readonly line: number;
}

export interface SharedSection {
  /** As it stands between the brackets. */
  readonly name: string;
  readonly line: number;
  /** By key in lower case. A value of several lines begins with a line feed when its first line is empty. */
  readonly entries: ReadonlyMap<string, SharedEntry>;
}

export interface SharedFileProblem {
  readonly line: number;
  readonly message: string;
}

interface OpenEntry {
  readonly line: number;
  readonly lines: string[];
}

interface OpenSection {
  readonly name: string;
  readonly line: number;
  readonly entries: Map<string, OpenEntry>;
}

/** Its entries count in every section, as Python has it. */
const sectionForAll = 'DEFAULT';

/** Where the text of a line begins; a blank line counts as not indented. */
const indentOf = (line: string): number => Math.max(0, line.search(/\S/));

/** All problems are found in one pass; with any problem the AWS CLI reads nothing of the file, nor do we. */
export const parseSharedFile = (
  text: string,
): Result<readonly SharedSection[], readonly SharedFileProblem[]> => {
  const sections = new Map<string, OpenSection>();
  const problems: SharedFileProblem[] = [];
  let section: OpenSection | undefined;
  let entry: OpenEntry | undefined;
  let indent = 0;
  for (const [index, content] of text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\r|\n/)
    .entries()) {
    const line = index + 1;
    const trimmed = content.trim();
    if (trimmed === '') {
      entry?.lines.push('');
      continue;
    }
    if (trimmed.startsWith('#') || trimmed.startsWith(';')) continue;
    if (entry !== undefined && indentOf(content) > indent) {
      entry.lines.push(trimmed);
      continue;
    }
    indent = indentOf(content);
    const name = /^\[(.+)\]/.exec(trimmed)?.[1];
    if (name !== undefined) {
      const earlier = sections.get(name);
      if (earlier !== undefined && name !== sectionForAll)
        problems.push(again(line, 'this section', earlier));
      section = earlier ?? { name, line, entries: new Map() };
      sections.set(name, section);
      entry = undefined;
      continue;
    }
    const [, key, value] = /^(.+?)\s*[=:]\s*(.*)$/.exec(trimmed) ?? [];
    if (section === undefined) {
      problems.push({ line, message: 'this line stands before the first [section]' });
    } else if (key === undefined || value === undefined || /^[=:]/.test(trimmed)) {
      problems.push({ line, message: 'this line is no [section], no key = value and no # comment' });
    } else {
      const earlier = section.entries.get(key.toLowerCase());
      if (earlier !== undefined) problems.push(again(line, 'this key of the section', earlier));
      entry = { line, lines: [value.trim()] };
      section.entries.set(key.toLowerCase(), entry);
    }
  }
  const read = closeSections([...sections.values()]);
  problems.push(...read.flatMap(({ entries }) => [...entries.values()].flatMap(nestingProblem)));
  return problems.length > 0 ? failed(problems) : success(read);
};

const again = (line: number, what: string, earlier: { readonly line: number }): SharedFileProblem => ({
  line,
  message: `${what} is on line ${earlier.line} already; keep one of them`,
});

const closeSections = (open: readonly OpenSection[]): readonly SharedSection[] => {
  const closed = open.map(({ name, line, entries }) => ({
    name,
    line,
    entries: new Map([...entries].map(([key, entry]): [string, SharedEntry] => [key, closeEntry(entry)])),
  }));
  const forAll = closed.find(({ name }) => name === sectionForAll)?.entries ?? [];
  return closed
    .filter(({ name }) => name !== sectionForAll)
    .map((section) => ({ ...section, entries: new Map([...forAll, ...section.entries]) }));
};

const closeEntry = ({ line, lines }: OpenEntry): SharedEntry => ({ line, value: lines.join('\n').trimEnd() });

/** A value that begins on the next line is a group of settings, such as those of `s3 =`. */
const nestingProblem = ({ line, value }: SharedEntry): readonly SharedFileProblem[] =>
  value.startsWith('\n') && value.split('\n').some((nested) => nested !== '' && !nested.includes('='))
    ? [{ line, message: 'one of the indented lines below is not of the form key = value' }]
    : [];
