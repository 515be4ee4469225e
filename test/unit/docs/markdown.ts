import { readFileSync } from 'node:fs';
import { posix } from 'node:path';

const root = posix.join(import.meta.dirname, '..', '..', '..');

/** The path of a file of the project, given from the root. */
export const inProject = (path: string): string => posix.join(root, path);

/** The text of a page, by its path from the root such as `docs/cli.md`. */
export const readPage = (path: string): string => readFileSync(inProject(path), 'utf8');

const FENCED = /^( *)(```|~~~)[^\n]*\n([\s\S]*?)^ *\2 *$/gm;
/** Code of one line, and of several where a long one was broken. */
const INLINE = /(?<!`)`((?:[^`\n]|\n(?!\s*\n))+)`(?!`)/g;
/** Below a blank line, four spaces in are code. */
const INDENTED = /(?<=\n\n)(?: {4}[^\n]*\n|\n(?= {4}))+/g;

/** What is set as code, line by line. */
export function codeLines(markdown: string): readonly string[] {
  const fenced = [...markdown.matchAll(FENCED)].flatMap(([, , , body = '']) => body.split('\n'));
  const prose = markdown.replaceAll(FENCED, '');
  const indented = [...prose.matchAll(INDENTED)].flatMap(([body]) => body.split('\n'));
  const inline = [...prose.replaceAll(INDENTED, '').matchAll(INLINE)].map(([, body = '']) =>
    body.replaceAll('\n', ' '),
  );
  return [...fenced, ...indented, ...inline].map((line) => line.trim()).filter((line) => line !== '');
}

const withoutCode = (markdown: string): string => markdown.replaceAll(FENCED, '').replaceAll(INLINE, '');

/** Where links and pictures lead, as written; those of the web are left out. */
export const relativeLinks = (markdown: string): readonly string[] =>
  [...withoutCode(markdown).matchAll(/\]\(([^()\s]+)\)/g)]
    .map(([, target = '']) => target)
    .filter((target) => !/^[a-z]+:/.test(target));

export interface Section {
  readonly heading: string;
  /** Everything up to the next heading of the same or a higher level. */
  readonly text: string;
}

/** The sections of one level (2 for `## …`). */
export function sections(markdown: string, level: number): readonly Section[] {
  const found: { heading: string; text: string }[] = [];
  let isCode = false;
  let current: { heading: string; text: string } | undefined;
  for (const line of markdown.split('\n')) {
    if (/^ *```/.test(line)) isCode = !isCode;
    const heading = isCode ? undefined : /^(#+) (.*)/.exec(line);
    const [, marks = '', title = ''] = heading ?? [];
    if (heading && marks.length <= level) {
      current = marks.length === level ? { heading: title, text: '' } : undefined;
      if (current !== undefined) found.push(current);
    } else if (current !== undefined) {
      current.text += `${line}\n`;
    }
  }
  return found;
}

/** The anchors of a page's headings, as GitHub makes them. */
export function anchors(markdown: string): ReadonlySet<string> {
  const seen = new Map<string, number>();
  const headings = [...markdown.replaceAll(FENCED, '').matchAll(/^#+ (.*)$/gm)];
  return new Set(
    headings.map(([, title = '']) => {
      const anchor = anchorOf(title);
      const before = seen.get(anchor) ?? 0;
      seen.set(anchor, before + 1);
      return before === 0 ? anchor : `${anchor}-${before}`;
    }),
  );
}

const anchorOf = (title: string): string =>
  title
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\p{M}\-_ ]/gu, '')
    .replaceAll(' ', '-');
