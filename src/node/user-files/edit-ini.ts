/**
 * Changes to single entries of a user's INI file. Every other byte stays: comments, blank lines, order, line
 * endings, byte order mark, and a last line without an ending. Pure.
 */
import { failed, type Result, success } from '../../core/result.ts';
import type { ConfigProblem } from '../config/config-problem.ts';
import {
  type EntryPlace,
  findSections,
  type IniDialect,
  joinLines,
  type Line,
  type SectionPlace,
  splitLines,
} from './ini-lines.ts';

/** `line` counts from 1; the message completes no secret. */
export type EditProblem = Omit<ConfigProblem, 'file'>;

export type Edited = Result<string, EditProblem>;

interface Found {
  readonly lines: Line[];
  readonly section: SectionPlace | undefined;
}

/**
 * Sets entries of a section. Values are replaced where they stand, new keys come after the section's last
 * entry, and a new section at the end. Keys are case-insensitive.
 */
export function setEntries(
  text: string,
  section: string,
  values: Readonly<Record<string, string>>,
  dialect: IniDialect = 'aws',
): Edited {
  const problem = unwritable(section, values);
  if (problem !== undefined) return failed(problem);
  const found = find(text, section, dialect);
  if (!found.ok) return found;
  const { lines, section: place } = found.value;
  if (place === undefined) return success(appendSection(lines, section, values));
  const added: string[] = [];
  for (const [key, value] of Object.entries(values)) {
    const entry = theEntry(place, key);
    if (!entry.ok) return entry;
    if (entry.value === undefined) added.push(`${key} = ${value}`);
    else if (entry.value.extent > 1) return failed(nested(entry.value));
    else replaceValue(lines, entry.value, value);
  }
  insertLines(lines, place.afterLastEntry, added);
  return success(joinLines(lines));
}

/** Removes entries with the lines nested below them; what is not there is no problem. */
export function removeEntries(
  text: string,
  section: string,
  keys: readonly string[],
  dialect: IniDialect = 'aws',
): Edited {
  const found = find(text, section, dialect);
  if (!found.ok) return found;
  const { lines, section: place } = found.value;
  const unwanted = keys.map((key) => key.toLowerCase());
  const entries = place?.entries.filter(({ key }) => unwanted.includes(key)) ?? [];
  for (const { index, extent } of entries.toReversed()) removeLines(lines, index, extent);
  return success(joinLines(lines));
}

/** Removes a section up to its last entry: comments below that may belong to the next one and stay. */
export function removeSection(text: string, section: string, dialect: IniDialect = 'aws'): Edited {
  const found = find(text, section, dialect);
  if (!found.ok) return found;
  const { lines, section: place } = found.value;
  if (place === undefined) return success(text);
  const isBlank = (index: number): boolean => lines[index]?.content.trim() === '';
  const isEnd = place.afterLastEntry >= lines.length || isBlank(place.afterLastEntry);
  // The blank line that set the section apart.
  const start = place.index > 0 && isBlank(place.index - 1) && isEnd ? place.index - 1 : place.index;
  removeLines(lines, start, place.afterLastEntry - start);
  return success(joinLines(lines));
}

/** The entries of a section, keys in lower case; undefined when there is no such section. */
export function readSection(
  text: string,
  section: string,
  dialect: IniDialect = 'aws',
): Result<ReadonlyMap<string, string> | undefined, EditProblem> {
  const found = find(text, section, dialect);
  if (!found.ok) return found;
  const { lines, section: place } = found.value;
  if (place === undefined) return success(undefined);
  return success(
    new Map(
      place.entries.map(({ key, index, start, end }) => [key, lines[index]?.content.slice(start, end) ?? '']),
    ),
  );
}

/** The names of all sections, in their order. */
export const sectionNames = (text: string): readonly string[] =>
  findSections(splitLines(text), 'aws').map(({ name }) => name);

function find(text: string, name: string, dialect: IniDialect): Result<Found, EditProblem> {
  if (text.includes('\0')) {
    return failed({ line: 1, message: 'this file is not plain text; save it in the UTF-8 encoding' });
  }
  const lines = splitLines(text);
  const sections = findSections(lines, dialect);
  const [section, again] = sections.filter((candidate) => candidate.name === name);
  if (section !== undefined && again !== undefined) {
    const message = `[${name}] is on line ${section.index + 1} and again on line ${again.index + 1}; keep one of them`;
    return failed({ line: again.index + 1, message });
  }
  return success({ lines, section });
}

function theEntry({ entries }: SectionPlace, key: string): Result<EntryPlace | undefined, EditProblem> {
  const [entry, again] = entries.filter((candidate) => candidate.key === key.toLowerCase());
  if (again === undefined) return success(entry);
  const message = `${key} is in this section more than once; keep one of them`;
  return failed({ line: again.index + 1, key, message });
}

const nested = ({ key, index }: EntryPlace): EditProblem => ({
  line: index + 1,
  key,
  message: `${key} has further lines below it, which a new value would lose; remove them by hand`,
});

/** Says what could not be read back as it was meant. Never repeats a value: it may be a secret. */
function unwritable(section: string, values: Readonly<Record<string, string>>): EditProblem | undefined {
  if (!/^[^\]\p{Cc}]+$/u.test(section) || section !== section.trim()) {
    return {
      line: 1,
      message: 'the name of a section must not be empty nor contain ] or control characters',
    };
  }
  for (const [key, value] of Object.entries(values)) {
    if (!/^[A-Za-z][\w.-]*$/.test(key)) {
      return { line: 1, key, message: `${key} is no name for an entry: letters, digits and _ only` };
    }
    if (value === '' || value !== value.trim() || /\p{Cc}|\s[#;]|^[#;]|^""$/u.test(value)) {
      const message = `the value of ${key} can not stand in this file: it is empty, has line breaks, space around it, or the start of a comment (“ #”)`;
      return { line: 1, key, message };
    }
  }
  return undefined;
}

const endingOf = (lines: readonly Line[]): string =>
  lines.find(({ ending }) => ending !== '')?.ending ?? '\n';

function replaceValue(lines: Line[], { index, start, end }: EntryPlace, value: string): void {
  const line = lines[index];
  if (line === undefined) return;
  const { content, ending } = line;
  const rest = content.slice(end);
  const gap = /^[#;]/.test(rest) ? ' ' : '';
  lines[index] = { content: content.slice(0, start) + value + gap + rest, ending };
}

function insertLines(lines: Line[], index: number, contents: readonly string[]): void {
  const ending = endingOf(lines);
  const above = lines[index - 1];
  const added = contents.map((content) => ({ content, ending }));
  const last = added.at(-1);
  if (above?.ending === '' && last !== undefined) {
    lines[index - 1] = { ...above, ending };
    last.ending = '';
  }
  lines.splice(index, 0, ...added);
}

function removeLines(lines: Line[], index: number, count: number): void {
  const endedWithout = lines.at(-1)?.ending === '';
  lines.splice(index, count);
  const last = lines.at(-1);
  if (endedWithout && last !== undefined) lines[lines.length - 1] = { ...last, ending: '' };
}

function appendSection(lines: Line[], section: string, values: Readonly<Record<string, string>>): string {
  const last = lines.at(-1);
  const isBlankEnd = last === undefined || (last.content.trim() === '' && last.ending !== '');
  const entries = Object.entries(values).map(([key, value]) => `${key} = ${value}`);
  insertLines(lines, lines.length, [...(isBlankEnd ? [] : ['']), `[${section}]`, ...entries]);
  return joinLines(lines);
}
