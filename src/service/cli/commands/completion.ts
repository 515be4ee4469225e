import { type RootCommand, script } from '@bomb.sh/tab';
import describeProgram from '@bomb.sh/tab/commander';
import type { Command } from 'commander';
import type { CommandContext } from '../command-context.ts';
import { connect } from '../connect.ts';
import { type Report, sentence } from '../output/report.ts';

/** The script that a shell sources. */
export function completionScript(shell: Parameters<typeof script>[0]): Report {
  const text = repeatable(printedBy(() => script(shell, 'metafob', 'metafob')));
  return sentence(text, { shell, script: text });
}

/** Bash would complain about the read-only variables when the script is sourced a second time. */
const repeatable = (text: string): string => text.replace(/^readonly (?=ShellCompDirective)/gm, '');

/**
 * What could follow the words typed so far, in the form that the script reads: a suggestion per line, then a
 * line with what the shell should do besides.
 *
 * @param program A fresh copy of the command line, which gets tab's own commands added.
 */
export async function complete(
  context: CommandContext,
  program: Command,
  words: readonly string[],
): Promise<Report> {
  const names = await profileNames(context);
  const root = describeProgram(program, { completionCommandName: 'completion' });
  suggestCommonOptions(root);
  suggestProfiles(root, names);
  const printed = printedBy(() => root.parse([...words]));
  const text = words.at(-2) === '--config' ? shellCompletesFiles : printed;
  return sentence(text, { suggestions: text.split('\n').slice(0, -1) });
}

const shellCompletesFiles = ':0';

/** Tab knows only the options of each command, not those of the program, which may follow a command too. */
function suggestCommonOptions(root: RootCommand): void {
  for (const command of root.commands.values()) {
    command.option('json', 'print exactly one JSON document, errors included');
    command.option('url', 'the service to talk to', () => undefined);
  }
}

function suggestProfiles(root: RootCommand, names: readonly string[]): void {
  for (const command of root.commands.values()) {
    const argument = command.arguments.get('profile');
    if (argument === undefined) continue;
    argument.handler = (suggest) => {
      for (const name of names) suggest(name, '');
    };
  }
}

/**
 * Bash expands suggestions as it expands a command line, so a name must hold nothing that it could execute:
 * whatever answers at the address could send such names.
 */
const harmless = /^[\w.@+/-]+$/;

/** The names that the running service knows; none, silently, when there is no such service. */
async function profileNames(context: CommandContext): Promise<string[]> {
  try {
    const { profiles } = await (await connect(context)).state();
    return profiles.map(({ name }) => name).filter((name) => harmless.test(name));
  } catch {
    return [];
  }
}

/** Tab gives its results only to console.log, and always before it returns. */
function printedBy(print: () => void): string {
  const lines: string[] = [];
  const original = console.log;
  console.log = (...values: unknown[]) => void lines.push(values.join(' '));
  try {
    print();
  } finally {
    console.log = original;
  }
  return lines.join('\n');
}
