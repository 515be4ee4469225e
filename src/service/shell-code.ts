import { shellWord } from '../shared/shell-word.ts';
import { CliError } from './cli/cli-error.ts';
import type { CliIo } from './cli/cli-io.ts';

export const shellNames = ['bash', 'zsh', 'fish', 'powershell', 'cmd'] as const;
export type ShellName = (typeof shellNames)[number];

/** What to set and what to remove; a name of both is set. */
export interface VariableChanges {
  readonly set: Readonly<Record<string, string>>;
  readonly unset: readonly string[];
}

/** The shell that the user works in, as far as the environment tells. */
export function guessShell({ environment, platform }: Pick<CliIo, 'environment' | 'platform'>): ShellName {
  const name = environment.SHELL?.split(/[/\\]/)
    .at(-1)
    ?.replace(/\.exe$/i, '');
  const known = shellNames.find((shell) => shell === name);
  if (known !== undefined) return known;
  if (name === 'pwsh') return 'powershell';
  // Git Bash sets SHELL; PowerShell and cmd do not.
  return platform === 'win32' && name === undefined ? 'powershell' : 'bash';
}

/**
 * Code that a shell executes to change its variables, a command a line.
 *
 * @throws CliError `usage` for values that cannot be written for this shell
 */
export function shellCode(shell: ShellName, { set, unset }: VariableChanges): string {
  const { setOne, unsetOne } = writers[shell];
  const removed = unset.filter((name) => !(name in set));
  return [
    ...removed.map(unsetOne),
    ...Object.entries(set).map(([name, value]) => {
      if (value.includes('\0')) throw new CliError('usage', `The value of ${name} holds a NUL character.`);
      return setOne(name, value);
    }),
  ].join('\n');
}

/** A word as a shell takes it back unchanged when a line is pasted; undefined where that cannot be. */
export function wordFor(shell: ShellName, word: string): string | undefined {
  if (/^[\w@%+=:,./-]+$/.test(word)) return word;
  switch (shell) {
    case 'bash':
    case 'zsh':
      return shellWord(word);
    case 'fish':
      return fishWord(word);
    case 'powershell':
      return powershellWord(word);
    case 'cmd':
      return /["%\r\n]/.test(word) ? undefined : `"${word}"`;
  }
}

interface ShellWriter {
  setOne(name: string, value: string): string;
  unsetOne(name: string): string;
}

const posix: ShellWriter = {
  setOne: (name, value) => `export ${name}=${posixWord(value)};`,
  unsetOne: (name) => `unset ${name};`,
};

const writers: Readonly<Record<ShellName, ShellWriter>> = {
  bash: posix,
  zsh: posix,
  fish: {
    setOne: (name, value) => `set -gx ${name} ${fishWord(value)};`,
    unsetOne: (name) => `set -e ${name};`,
  },
  powershell: {
    setOne: (name, value) => `$env:${name} = ${powershellWord(value)}`,
    unsetOne: (name) => `Remove-Item Env:${name} -ErrorAction SilentlyContinue`,
  },
  cmd: {
    setOne: (name, value) => `@set "${name}=${batchText(name, value)}"`,
    unsetOne: (name) => `@set "${name}="`,
  },
};

/**
 * `eval $(…)` is what people type, without quotation marks, and then the shell splits the text at white space
 * and expands wildcards in it before it reads it as code. So nothing but harmless characters stands in it:
 * everything else is written as bytes in `$'…'`, which bash, zsh and ksh know.
 */
const posixWord = (value: string): string =>
  /^[\w@%+=:,./-]+$/.test(value) ? value : `$'${escapeBytes(value)}'`;

function escapeBytes(value: string): string {
  let escaped = '';
  for (const byte of Buffer.from(value, 'utf8')) {
    const character = String.fromCharCode(byte);
    // Three octal digits end by themselves; hexadecimal ones would run on into a digit that follows.
    escaped += /[\w@%+=:,./-]/.test(character) ? character : `\\${byte.toString(8).padStart(3, '0')}`;
  }
  return escaped;
}

/** Inside its quotation marks fish knows only `\\` and `\'`; a line break would end the line of `source`. */
const fishWord = (value: string): string =>
  `'${value.replace(/[\\']/g, '\\$&').replaceAll('\n', "'\\n'").replaceAll('\r', "'\\r'")}'`;

/** PowerShell takes four typographic marks for the straight one. */
const powershellWord = (value: string): string => `'${value.replace(/['‘’‚‛]/g, '$&$&')}'`;

/** For a batch file, where a percent sign is written twice. */
function batchText(name: string, value: string): string {
  if (!/["\r\n]/.test(value)) return value.replaceAll('%', '%%');
  throw new CliError('usage', `The value of ${name} cannot be written for cmd. Use PowerShell or --json.`);
}
