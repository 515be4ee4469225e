import { failed, type Result, success } from '../../core/result.ts';
import type { ConfigProblem } from '../config/config-problem.ts';

type Problems = readonly ConfigProblem[];

/** Sections whose keys are free text, dots included. */
const openSections = ['tags', 'block-devices', 'identity-document', 'values'];

/**
 * The place of a key in the document. Keys are like `instance.type`, or `tags.Name`; the path of an answer,
 * such as `meta-data/placement/group-name`, stands for itself.
 */
export function overridePath(key: string): readonly string[] {
  if (/^(meta-data|dynamic)\//.test(key)) return ['values', key];
  const [section = '', ...rest] = key.split('.');
  return rest.length > 0 && openSections.includes(section) ? [section, rest.join('.')] : [section, ...rest];
}

/**
 * A document with one key changed; comments and all other lines stay. A value is text if the key can be text,
 * and else what it means in YAML (`3`, `[a, b]`, `{ file: start.sh }`); `null` takes away. Without a value the
 * key goes, and with it a section that it leaves empty.
 */
export async function setOverride(
  file: string,
  text: string,
  key: string,
  value: string | undefined,
  check: (text: string) => Promise<Result<void, Problems>>,
): Promise<Result<string, Problems>> {
  const yaml = await import('yaml');
  const path = overridePath(key);

  const changed = (content: unknown): Result<string, Problems> => {
    const document = yaml.parseDocument(text);
    const [first] = document.errors;
    if (first !== undefined) {
      return failed([{ file, line: 1, message: `this is neither YAML nor JSON: ${first.message}` }]);
    }
    try {
      if (content === undefined) removeIn(document, path);
      else document.setIn(path, document.createNode(content));
    } catch {
      // The document holds a text where a section is needed.
      return failed([{ file, line: 1, key, message: `${key} cannot be set: it is not in a section` }]);
    }
    return success(isEmpty(document.toJS()) && document.commentBefore === null ? '' : String(document));
  };

  let refusal: Result<string, Problems> | undefined;
  for (const content of value === undefined ? [undefined] : meanings(value, yaml.parse)) {
    const candidate = changed(content);
    if (!candidate.ok) return candidate;
    const checked = await check(candidate.value);
    if (checked.ok) return candidate;
    refusal ??= checked;
  }
  return refusal ?? success(text);
}

function meanings(value: string, parse: (text: string) => unknown): readonly unknown[] {
  if (value === 'null') return [null];
  try {
    return [value, parse(value)];
  } catch {
    return [value];
  }
}

interface Editable {
  deleteIn(path: readonly string[]): boolean;
  getIn(path: readonly string[]): unknown;
}

function removeIn(document: Editable, path: readonly string[]): void {
  if (document.getIn(path) === undefined) return;
  document.deleteIn(path);
  const above = path.slice(0, -1);
  const section = above.length === 0 ? undefined : document.getIn(above);
  if (isCollection(section) && section.items.length === 0) removeIn(document, above);
}

const isCollection = (node: unknown): node is { readonly items: readonly unknown[] } =>
  typeof node === 'object' && node !== null && 'items' in node && Array.isArray(node.items);

const isEmpty = (content: unknown): boolean =>
  content === null ||
  content === undefined ||
  (typeof content === 'object' && Object.keys(content).length === 0);
