import { type Document, isMap, isScalar, LineCounter, parseDocument, visit } from 'yaml';
import { failed, type Result, success } from '../../../core/result.ts';

export interface ImsaEntry {
  readonly value: string;
  /** 1 = first line of the file. */
  readonly line: number;
}

export interface ImsaProfile {
  readonly name: string;
  readonly line: number;
  readonly entries: ReadonlyMap<string, ImsaEntry>;
  /** It is there for others to be filled from, by a YAML anchor. */
  readonly isAnchored: boolean;
}

export interface ImsaProblem {
  readonly line: number;
  readonly key?: string;
  readonly message: string;
}

/** YAML's own messages quote the file, and so may hold a secret. */
const sentences: Readonly<Record<string, string>> = {
  BAD_INDENT: 'the indentation does not fit the lines above; use the same number of spaces',
  TAB_AS_INDENT: 'there is a tab in the indentation, which YAML does not allow; use spaces',
  DUPLICATE_KEY: 'this name or key stands in the file above already; keep one of them',
  MULTIPLE_DOCS: 'a second YAML document begins here; keep one',
};

/** Reads the YAML of ~/.imsa. Values are kept as they are written: `012345` stays a serial number. */
export const parseImsa = (text: string): Result<readonly ImsaProfile[], readonly ImsaProblem[]> => {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    schema: 'failsafe',
    merge: true,
    prettyErrors: false,
    lineCounter: lines,
  });
  const lineAt = (offset: number | undefined): number => Math.max(1, lines.linePos(offset ?? 0).line);
  if (document.errors.length > 0) {
    return failed(
      document.errors.map(({ code, pos }) => ({
        line: lineAt(pos[0]),
        message: sentences[code] ?? 'this is not valid YAML; check colons, quotes and indentation',
      })),
    );
  }
  const unknownAlias = firstUnknownAlias(document);
  if (unknownAlias !== undefined) {
    const message = 'a value that begins with * must name a YAML anchor above it; put other values in quotes';
    return failed([{ line: lineAt(unknownAlias), message }]);
  }
  const read = asMapping(document.toJS());
  if (read === undefined) {
    return failed([
      { line: 1, message: 'this file must consist of profiles: NAME: and indented keys below' },
    ]);
  }
  const { contents } = document;
  const lineOf = (map: unknown, key: string): number | undefined => {
    const pair = isMap(map)
      ? map.items.find((item) => isScalar(item.key) && item.key.value === key)
      : undefined;
    return isScalar(pair?.key) ? lineAt(pair.key.range?.[0]) : undefined;
  };

  const problems: ImsaProblem[] = [];
  const profiles = [...read].map(([name, written]): ImsaProfile => {
    const node = isMap(contents) ? contents.get(name) : undefined;
    const line = lineOf(contents, name) ?? 1;
    const settings = asMapping(written);
    if (settings === undefined) problems.push({ line, message: `${name} must have indented keys below` });
    const entries = new Map<string, ImsaEntry>();
    for (const [key, value] of settings ?? []) {
      const place = { line: lineOf(node, key) ?? line, key };
      if (typeof value === 'string') entries.set(key, { value, line: place.line });
      else problems.push({ ...place, message: `${key} of ${name} must be a single value` });
    }
    return { name, line, entries, isAnchored: isMap(node) && node.anchor !== undefined };
  });
  return problems.length > 0 ? failed(problems) : success(profiles);
};

/** Where it stands, as an offset in the text. */
const firstUnknownAlias = (document: Document.Parsed): number | undefined => {
  let offset: number | undefined;
  visit(document, {
    Alias(_key, alias) {
      if (alias.resolve(document) !== undefined) return undefined;
      offset = alias.range?.[0];
      return visit.BREAK;
    },
  });
  return offset;
};

/** Nothing at all is an empty mapping. */
const asMapping = (value: unknown): ReadonlyMap<string, unknown> | undefined => {
  if (value === null || value === '') return new Map();
  if (typeof value !== 'object' || Array.isArray(value)) return undefined;
  return new Map(Object.entries(value));
};
