/** docs/migrating.md names a test for every feature of every older tool: they have to exist. */
import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { inProject, readPage, sections } from './markdown.ts';

/** A `|` within backticks belongs to its cell. */
const cellsOf = (line: string): readonly string[] =>
  (line.match(/\|((?:`[^`]*`|[^|`])*)(?=\|)/g) ?? []).map((cell) => cell.slice(1).trim());

/** The rows of the tables, without their heads. */
const rowsOf = (text: string): readonly (readonly string[])[] =>
  text
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map(cellsOf)
    .filter((cells) => cells.at(-1) !== 'Test' && !cells.every((cell) => /^-+$/.test(cell)));

interface NamedTest {
  /** Below `test/`. */
  readonly file: string;
  readonly title: string;
}

/** Of `file` “title”, one or several; undefined for anything else. */
const testsIn = (cell: string): readonly (NamedTest | undefined)[] =>
  cell.split(' <br> ').map((piece) => {
    const [, file, title] = /^`([^`]+)` “(.+)”$/.exec(piece) ?? [];
    return file === undefined || title === undefined ? undefined : { file, title };
  });

/** Whether a test of this title is in the file, whatever its quotation marks are. */
function exists({ file, title }: NamedTest): boolean {
  const path = `test/${file}`;
  if (!existsSync(inProject(path))) return false;
  const text = readPage(path).replaceAll("\\'", "'").replaceAll(/\(\s+/g, '(');
  return ["'", '"', '`'].some((mark) => text.includes(`(${mark}${title}${mark},`));
}

const tools = ['aws-mock-metadata', 'mmds', 'imsa', 'alppaca', 'AWS-recipes'];

describe.each(tools)('coming from %s', (tool) => {
  const { text } = sections(readPage('docs/migrating.md'), 2).find(({ heading }) => heading === tool) ?? {
    text: '',
  };
  const rows = rowsOf(text);

  test('there is a table', () => {
    expect(rows.length).toBeGreaterThan(5);
  });

  test.each(rows.map((cells) => [cells[0] ?? '', cells] as const))(
    '“%s” has a way and a test',
    (_feature, cells) => {
      expect(cells).toHaveLength(3);
      expect(cells).not.toContain('');
      const named = testsIn(cells[2] ?? '');
      expect(named).not.toContain(undefined);
      expect(named.filter((candidate) => candidate !== undefined && !exists(candidate))).toEqual([]);
    },
  );
});

test('a title that no test has is noticed', () => {
  const file = 'unit/docs/migrating.test.ts';
  expect(exists({ file, title: 'a title that no test has is noticed' })).toBe(true);
  expect(exists({ file, title: 'a title that no test has' })).toBe(false);
  expect(exists({ file: 'unit/docs/no-such.test.ts', title: 'there is a table' })).toBe(false);
  expect(testsIn('`integration/seeds/imsa.test.ts`')).toEqual([undefined]);
});
