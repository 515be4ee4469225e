/**
 * Reads and changes the main group of a desktop entry (the Desktop Entry Specification 1.5) and leaves every
 * line alone that is not asked for: comments, unknown keys, translations, other groups.
 */
const mainGroup = '[Desktop Entry]';

/** The values of the main group, as written: still escaped. Of a repeated key, the first counts. */
export function readEntry(text: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const line of mainLines(text)) {
    const [key, value] = keyAndValue(line);
    if (key !== undefined && !values.has(key)) values.set(key, value);
  }
  return values;
}

/** The lines of the main group that are neither blank nor one of the given keys. */
export function otherLines(text: string, keys: Iterable<string>): string[] {
  const known = new Set(keys);
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && line !== mainGroup)
    .filter((line) => !known.has(keyAndValue(line)[0] ?? ''));
}

/**
 * Sets keys where they are; new ones come at the end of the main group.
 * @param values as they are to be written: already escaped
 */
export function changeEntry(text: string, values: Readonly<Record<string, string>>): string {
  const lines = text === '' ? [mainGroup] : text.replace(/\n$/, '').split('\n');
  if (!lines.some(isMainGroup)) lines.push(mainGroup);
  const start = lines.findIndex(isMainGroup) + 1;
  const length = mainLines(lines.join('\n')).length;
  const group = lines.slice(start, start + length);
  for (const [key, value] of Object.entries(values)) {
    const at = group.findIndex((line) => keyAndValue(line)[0] === key);
    if (at >= 0) group[at] = `${key}=${value}`;
    else group.splice(lastFilledLine(group) + 1, 0, `${key}=${value}`);
  }
  return `${[...lines.slice(0, start), ...group, ...lines.slice(start + length)].join('\n')}\n`;
}

const isMainGroup = (line: string): boolean => line.trim() === mainGroup;

function mainLines(text: string): string[] {
  const lines = text.split('\n');
  const start = lines.findIndex(isMainGroup);
  if (start < 0) return [];
  const rest = lines.slice(start + 1);
  const end = rest.findIndex((line) => line.trimStart().startsWith('['));
  return end < 0 ? rest : rest.slice(0, end);
}

function keyAndValue(line: string): [key: string | undefined, value: string] {
  const [, key, value = ''] = /^\s*([A-Za-z0-9-]+(?:\[[^\]]*\])?)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
  return [key, value];
}

const lastFilledLine = (lines: readonly string[]): number =>
  lines.findLastIndex((line) => line.trim() !== '');
