/**
 * Splits a text into words as a POSIX shell would, without any expansion: white space separates, quotes and
 * backslashes protect. The same as Python's `shlex.split`, with which the AWS CLI reads section names and
 * `credential_process`. Undefined when a quote is not closed or a backslash stands at the end.
 */
export const splitShellWords = (text: string): readonly string[] | undefined => {
  const words: string[] = [];
  // Undefined between two words; the empty word is what `''` makes.
  let word: string | undefined;
  let quote: '"' | "'" | undefined;
  let isEscaped = false;
  for (const character of text) {
    if (isEscaped) {
      // In double quotes a backslash protects only itself and the quote, and otherwise stands for itself.
      const isProtected = quote === undefined || character === '\\' || character === '"';
      word = `${word ?? ''}${isProtected ? '' : '\\'}${character}`;
      isEscaped = false;
    } else if (character === '\\' && quote !== "'") {
      isEscaped = true;
    } else if (character === quote) {
      quote = undefined;
    } else if (quote === undefined && (character === '"' || character === "'")) {
      quote = character;
      word ??= '';
    } else if (quote === undefined && ' \t\r\n'.includes(character)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else {
      word = (word ?? '') + character;
    }
  }
  if (quote !== undefined || isEscaped) return undefined;
  return word === undefined ? words : [...words, word];
};

/**
 * The same for Windows, as the C runtime there splits a command line and as the AWS CLI does: only double
 * quotes protect, and a backslash means something only in front of one.
 */
export const splitWindowsWords = (text: string): readonly string[] | undefined => {
  const words: string[] = [];
  let word: string | undefined;
  let isQuoted = false;
  for (const [piece, backslashes = '', last = ''] of text.matchAll(/(\\*)([^\\]|$)/gs)) {
    if (piece === '') continue;
    if (last === '"') {
      if (backslashes !== '') word = (word ?? '') + '\\'.repeat(Math.floor(backslashes.length / 2));
      if (backslashes.length % 2 === 1) word = `${word ?? ''}"`;
      else {
        isQuoted = !isQuoted;
        word ??= '';
      }
      continue;
    }
    if (backslashes !== '') word = (word ?? '') + backslashes;
    if ((last === ' ' || last === '\t') && !isQuoted) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else if (last !== '') word = (word ?? '') + last;
  }
  if (isQuoted) return undefined;
  return word === undefined ? words : [...words, word];
};

/** The words of a `credential_process`; undefined when its quotes do not match. */
export const splitCommand = (
  command: string,
  platform: NodeJS.Platform = process.platform,
): readonly string[] | undefined =>
  platform === 'win32' ? splitWindowsWords(command) : splitShellWords(command);
