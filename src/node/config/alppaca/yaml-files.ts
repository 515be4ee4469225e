import { type Document, isMap, isScalar, LineCounter, parseAllDocuments, type YAMLMap } from 'yaml';
import { failed, type Result, success } from '../../../core/result.ts';
import type { ConfigProblem } from '../config-problem.ts';

export interface Place {
  readonly file: string;
  readonly line: number;
}

/** Several YAML files as one: what each key means in the end, and where that was written. */
export interface MergedYaml {
  readonly values: YamlMapping;
  /** By the path of a key, such as `logging_handler.args`. */
  readonly places: ReadonlyMap<string, Place>;
}

export type YamlMapping = Readonly<Record<string, unknown>>;

/**
 * Reads the documents of one file. PyYAML, which alppaca reads with, speaks YAML 1.1 and lets the last of
 * equal keys win.
 */
export function parseYamlFile(file: string, text: string): Result<MergedYaml, readonly ConfigProblem[]> {
  const lineCounter = new LineCounter();
  const documents = parseAllDocuments(text, { version: '1.1', uniqueKeys: false, lineCounter });
  const lineAt = (offset: number) => Math.max(lineCounter.linePos(offset).line, 1);
  const problems: ConfigProblem[] = [];
  let merged: MergedYaml = { values: {}, places: new Map() };
  // An empty file has no documents; the library tells that by another type.
  for (const document of 'empty' in documents ? [] : documents) {
    const [error] = document.errors;
    if (error !== undefined) {
      problems.push({
        file,
        line: lineAt(error.pos[0]),
        message: `this is not YAML: ${sentenceOf(error.code)}`,
      });
      continue;
    }
    const read = readDocument(document, (offset) => ({ file, line: lineAt(offset) }));
    if (read.ok) merged = mergeYaml(merged, read.value);
    else problems.push({ file, line: 1, message: read.failure });
  }
  return problems.length === 0 ? success(merged) : failed(problems);
}

/** `BAD_INDENT` as `bad indent`: the library's own messages may quote the line, which may hold a secret. */
const sentenceOf = (code: string): string => code.toLowerCase().replaceAll('_', ' ');

function readDocument(document: Document, placeAt: (offset: number) => Place): Result<MergedYaml, string> {
  const { contents } = document;
  if (contents === null || (isScalar(contents) && contents.value === null)) {
    return success({ values: {}, places: new Map() });
  }
  const values: unknown = document.toJS();
  if (!isMap(contents) || !isMapping(values))
    return failed('the file must hold keys with values, as “key: value”');
  const places = new Map<string, Place>();
  notePlaces(contents, '', placeAt, places);
  return success({ values, places });
}

function notePlaces(
  map: YAMLMap,
  prefix: string,
  placeAt: (offset: number) => Place,
  places: Map<string, Place>,
): void {
  for (const { key, value } of map.items) {
    if (!isScalar(key)) continue;
    const path = prefix + String(key.value);
    places.set(path, placeAt(key.range?.[0] ?? 0));
    if (isMap(value)) notePlaces(value, `${path}.`, placeAt, places);
  }
}

/**
 * Mappings are merged, all else is replaced by what comes later. (yamlreader appends lists; the only lists
 * are the arguments of the log handler, of which appending makes nothing that works.)
 */
export const mergeYaml = (first: MergedYaml, second: MergedYaml): MergedYaml => ({
  values: mergeMappings(first.values, second.values),
  places: new Map([...first.places, ...second.places]),
});

const mergeMappings = (first: YamlMapping, second: YamlMapping): YamlMapping =>
  Object.fromEntries([
    ...Object.entries(first),
    ...Object.entries(second).map(([key, value]) => [key, mergeValues(first[key], value)]),
  ]);

const mergeValues = (before: unknown, after: unknown): unknown =>
  isMapping(before) && isMapping(after) ? mergeMappings(before, after) : after;

const isMapping = (value: unknown): value is YamlMapping =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
