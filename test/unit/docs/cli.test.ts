import { globSync } from 'node:fs';
import type { Command } from 'commander';
import { describe, expect, test } from 'vitest';
import { processIo } from '../../../src/service/cli/cli-io.ts';
import { createProgram } from '../../../src/service/cli/program.ts';
import { codeLines, inProject, readPage, type Section, sections } from './markdown.ts';

const program = createProgram(processIo(), () => undefined);
const page = readPage('docs/cli.md');
const chapters = sections(page, 2);

/** As it is typed after `metafob`, such as `mfa enable`. */
function wordsOf(command: Command): string {
  const above = command.parent;
  return above === null || above === program ? command.name() : `${wordsOf(above)} ${command.name()}`;
}

const withSubcommands = (command: Command): readonly Command[] => [
  command,
  ...command.commands.flatMap(withSubcommands),
];

const commands = program.commands
  .flatMap(withSubcommands)
  // The completion scripts call it; nobody types it.
  .filter((command) => command.name() !== 'complete');

const chapterOf = (words: string): Section | undefined =>
  chapters.find(({ heading }) => heading === words.split(' ')[0]);

/** The chapter, and those of other commands to which it refers. */
function readable(words: string): string {
  const own = chapterOf(words)?.text ?? '';
  const referred = [...own.matchAll(/\]\(#([\w-]+)\)/g)].map(([, name = '']) => chapterOf(name)?.text ?? '');
  return [own, ...referred].join('\n');
}

const longOptions = (command: Command): readonly string[] =>
  command.options.flatMap(({ long, hidden }) => (long && !hidden ? [long] : []));

describe.each(commands.map((command) => [wordsOf(command), command] as const))('%s', (words, command) => {
  test('is on the page of the command line, in the chapter of its name', () => {
    const text = chapterOf(words)?.text ?? '';
    expect(text).toContain(command.commands.length > 0 ? command.name() : `metafob ${words}`);
  });

  test('is in the list at the top of the page', () => {
    const [first = ''] = words.split(' ');
    expect(page.slice(0, page.indexOf('\n## '))).toContain(`](#${first})`);
  });

  test('has each of its options explained there, or where the chapter refers to', () => {
    const text = readable(words);
    expect(longOptions(command).filter((option) => !mentions(text, option))).toEqual([]);
  });
});

const mentions = (text: string, option: string): boolean => new RegExp(`${option}(?![\\w-])`).test(text);

test('the options of every command are explained in a chapter of their own', () => {
  const text = chapters.find(({ heading }) => heading === 'Options of every command')?.text ?? '';
  expect(longOptions(program).filter((option) => !mentions(text, option))).toEqual([]);
});

describe('what pages have people type exists', () => {
  const pages = ['README.md', 'CONTRIBUTING.md', ...globSync('docs/*.md', { cwd: inProject('') })];

  test.each(pages)('%s', (path) => {
    const wrong = codeLines(readPage(path))
      .flatMap(metafobCommands)
      .flatMap((line) => {
        const problem = problemOf(line);
        return problem === undefined ? [] : [`metafob ${line}: ${problem}`];
      });
    expect(wrong).toEqual([]);
  });
});

/** Each call of `metafob` in a line of code, up to where another program or a comment begins. */
const metafobCommands = (line: string): readonly string[] =>
  [...line.matchAll(/(?:^|[\s("])(?:\$ )?(?:bin\/)?metafob(?:\.js)? ([a-z-]+(?![a-z:-])[^;&#)"]*)/g)].map(
    ([, words = '']) => words.replace(/ (?:--|\|) .*$/, '').trim(),
  );

/** Undefined when the program understands the words, options included; `start|stop` stands for either. */
function problemOf(line: string): string | undefined {
  let command: Command = program;
  const options = new Set([...longOptions(program), '--help', '--version', '--']);
  for (const word of line.split(/[\s=[\]]+/)) {
    const next = word.split('|').map((name) => command.commands.find((known) => known.name() === name));
    const isCommand = command === program ? !word.startsWith('-') : /^[a-z]/.test(word);
    if (isCommand && command.commands.length > 0 && next.includes(undefined)) return `no command ${word}`;
    if (word.startsWith('--') && !options.has(word)) return `no option ${word}`;
    command = next[0] ?? command;
    for (const option of longOptions(command)) options.add(option);
  }
  return undefined;
}
