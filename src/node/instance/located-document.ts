import type { Document, LineCounter } from 'yaml';
import type * as z from 'zod/mini';
import { failed, type Result, success } from '../../core/result.ts';
import type { ConfigProblem } from '../config/config-problem.ts';
import { nearestWord } from '../config/nearest-word.ts';

/** A document with the lines of its parts. */
export interface LocatedDocument {
  readonly content: unknown;
  /** The line (from 1) of a key or of the value under it; that of the nearest part above if there is none. */
  lineOf(path: readonly PropertyKey[]): number;
}

/** Reads YAML, and with it JSON, which is a part of YAML. */
export async function parseDocument(
  file: string,
  text: string,
): Promise<Result<LocatedDocument, readonly ConfigProblem[]>> {
  const yaml = await import('yaml');
  const lines = new yaml.LineCounter();
  const document = yaml.parseDocument(text, { lineCounter: lines, prettyErrors: false });
  if (document.errors.length > 0) {
    const problems = document.errors.map(({ message, pos: [start] }) => ({
      file,
      line: lines.linePos(start).line,
      message: `this is neither YAML nor JSON: ${message}`,
    }));
    return failed(problems);
  }
  const content = contentOf(document);
  if (!content.ok) return failed([{ file, line: 1, message: content.failure }]);
  return success({
    content: content.value ?? {},
    lineOf: (path) => lineOf(yaml, document, lines, path),
  });
}

/** Aliases can make a short text unfold to gigabytes; the library refuses that with an exception. */
function contentOf(document: Document): Result<unknown, string> {
  try {
    return success(document.toJS());
  } catch (error) {
    return failed(`this cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function lineOf(
  { isMap, isNode, isScalar }: typeof import('yaml'),
  document: Document,
  lines: LineCounter,
  path: readonly PropertyKey[],
): number {
  for (let length = path.length; length > 0; length -= 1) {
    const parent = document.getIn(path.slice(0, length - 1), true);
    const name = path[length - 1];
    const pair = isMap(parent)
      ? parent.items.find(({ key }) => isScalar(key) && key.value === name)
      : undefined;
    const node = pair?.key ?? document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  }
  return 1;
}

/** Checks a document; every problem names its line and its key, and an unknown key the one that was meant. */
export function check<Schema extends z.ZodMiniType>(
  schema: Schema,
  content: unknown,
  { file, lineOf, keys }: { file: string; lineOf: LocatedDocument['lineOf']; keys: readonly string[] },
): Result<z.infer<Schema>, readonly ConfigProblem[]> {
  const checked = schema.safeParse(content);
  if (checked.success) return success(checked.data);
  const problemAt = (path: readonly PropertyKey[], message: string): ConfigProblem => {
    const key = path.map(String).join('.');
    return { file, line: lineOf(path), key, message: `${key} ${message}`.trim() };
  };
  return failed(
    checked.error.issues.flatMap((issue) => {
      // What is wrong with the key of a record stands one level deeper.
      if (issue.code === 'invalid_key')
        return issue.issues.map(({ message }) => problemAt(issue.path, message));
      if (issue.code !== 'unrecognized_keys') return [problemAt(issue.path, issue.message)];
      return issue.keys.map((key) => {
        const suggestion = nearestWord(key, keys);
        const hint = suggestion === undefined ? '' : ` Did you mean ${suggestion}?`;
        return problemAt([...issue.path, key], `is not a known key.${hint}`);
      });
    }),
  );
}
