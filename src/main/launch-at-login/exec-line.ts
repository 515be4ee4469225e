/**
 * The value of `Exec` in a desktop entry (specification 1.5, “The Exec key”). Three layers, one inside the
 * other: `%` begins a field code; an argument with special characters stands in double quotes, in which four
 * of them are escaped; and all values escape backslashes and line breaks.
 */
export function execLine(command: readonly string[]): string {
  return command
    .map((argument) => argument.replaceAll('%', '%%'))
    .map(quote)
    .join(' ')
    .replaceAll('\\', '\\\\')
    .replaceAll('\n', '\\n')
    .replaceAll('\t', '\\t')
    .replaceAll('\r', '\\r');
}

const quote = (argument: string): string =>
  /^[^\s"'\\<>~|&;$*?#()`]+$/.test(argument) ? argument : `"${argument.replaceAll(/["`$\\]/g, '\\$&')}"`;

/** The program of such a value: its first argument. Undefined when there is none. */
export function programOf(value: string): string | undefined {
  const line = value
    .trimStart()
    .replaceAll(/\\([\\ntrs])/g, (_, letter: string) => escapes[letter] ?? letter);
  const quoted = /^"((?:[^"\\]|\\.)*)"/s.exec(line)?.[1]?.replaceAll(/\\(["`$\\])/g, '$1');
  const program = quoted ?? /^[^\s"]+/.exec(line)?.[0];
  return program?.replaceAll('%%', '%');
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', s: ' ', '\\': '\\' };
