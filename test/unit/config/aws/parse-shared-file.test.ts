import { describe, expect, it } from 'vitest';
import { parseSharedFile } from '../../../../src/node/config/aws/parse-shared-file.ts';

const problemsOf = (text: string): readonly string[] => {
  const parsed = parseSharedFile(text);
  return parsed.ok ? [] : parsed.failure.map(({ line, message }) => `${line}: ${message}`);
};

// What a readable file means is compared with the real AWS CLI in test/clients/aws-config.test.ts.
describe('a file that the AWS CLI cannot read', () => {
  it.each([
    ['key = value\n', '1: this line stands before the first [section]'],
    ['[a]\nno delimiter\n', '2: this line is no [section], no key = value and no # comment'],
    ['[a]\n= value\n', '2: this line is no [section], no key = value and no # comment'],
    ['[a]\n\n[a]\n', '3: this section is on line 1 already; keep one of them'],
    ['[a]\nx = 1\nX: 2\n', '3: this key of the section is on line 2 already; keep one of them'],
    ['[a]\ns3 =\n  nonsense\n', '2: one of the indented lines below is not of the form key = value'],
  ])('is told with the line: %j', (text, expected) => {
    expect(problemsOf(text)).toEqual([expected]);
  });

  it('has all its problems told at once, and none of its text', () => {
    const problems = problemsOf('topsecret = topsecret\n[a]\ntopsecret\n[a]\n');
    expect(problems).toHaveLength(3);
    expect(problems.join()).not.toContain('topsecret');
  });
});

it('every entry knows its line, whatever ends the lines', () => {
  const parsed = parseSharedFile('\uFEFF[a]\r\nx = 1\r\r\n# c\ny = 2\n');
  expect(parsed.ok && parsed.value[0]?.line).toBe(1);
  expect(parsed.ok && [...(parsed.value[0]?.entries ?? [])]).toEqual([
    ['x', { value: '1', line: 2 }],
    ['y', { value: '2', line: 5 }],
  ]);
});
