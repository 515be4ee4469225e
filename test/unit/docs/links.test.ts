import { existsSync, globSync } from 'node:fs';
import { posix } from 'node:path';
import { describe, expect, test } from 'vitest';
import { anchors, inProject, readPage, relativeLinks } from './markdown.ts';

const pages = [
  ...globSync('*.md', { cwd: inProject('') }),
  ...globSync('docs/*.md', { cwd: inProject('') }).map((path) => path.replaceAll('\\', '/')),
];

/** What a link on a page means: a path from the root, and a heading if one is named. */
function targetOf(page: string, link: string): { readonly path: string; readonly anchor?: string } {
  const [path = '', anchor] = link.split('#');
  const whole = path === '' ? page : posix.join(posix.dirname(page), decodeURI(path));
  return anchor === undefined ? { path: whole } : { path: whole, anchor };
}

describe.each(pages)('%s', (page) => {
  test('links to what exists', () => {
    const broken = relativeLinks(readPage(page)).filter((link) => {
      const { path, anchor } = targetOf(page, link);
      if (!existsSync(inProject(path))) return true;
      return anchor !== undefined && path.endsWith('.md') && !anchors(readPage(path)).has(anchor);
    });
    expect(broken).toEqual([]);
  });
});

test('every page of the documentation can be reached from the README', () => {
  const reached = new Set(['README.md']);
  for (const page of reached) {
    if (!page.endsWith('.md') || !existsSync(inProject(page))) continue;
    for (const link of relativeLinks(readPage(page))) reached.add(targetOf(page, link).path);
  }
  expect(pages.filter((page) => page.startsWith('docs/') && !reached.has(page))).toEqual([]);
});
