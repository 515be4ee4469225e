import { CommanderError } from 'commander';
import { CliError } from './cli-error.ts';
import { type CliIo, processIo } from './cli-io.ts';
import { type ExitCode, exitCodeOf, exitCodes } from './exit-codes.ts';
import { paintFor, printable } from './output/paint.ts';
import { createProgram } from './program.ts';

/**
 * Runs one `metafob` command line (with the program and the script in front, as in `process.argv`) and
 * returns the exit code. Never throws.
 */
export async function run(argv: readonly string[], io: CliIo = processIo()): Promise<number> {
  endWithReader(io);
  let exitCode: number = exitCodes.done;
  const program = createProgram(io, (code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync(argv);
    return exitCode;
  } catch (error) {
    return reportError(error, io, wantsJson(argv));
  }
}

/** Whoever reads our output may leave when it has seen enough, as `head` does. */
function endWithReader({ stdout }: CliIo): void {
  stdout.once('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit();
  });
}

/** Looked up in the raw arguments, because a command line that is not understood has no parsed options. */
function wantsJson(argv: readonly string[]): boolean {
  const end = argv.indexOf('--');
  return (end === -1 ? argv : argv.slice(0, end)).includes('--json');
}

function reportError(error: unknown, io: CliIo, json: boolean): ExitCode {
  // Help and version arrive as errors too; they have been printed by then.
  if (error instanceof CommanderError && error.exitCode === 0) return exitCodes.done;
  const { kind, message, nextCodeAt } = asCliError(error);
  if (json) {
    const nextCode = nextCodeAt === undefined ? {} : { nextCodeAt: new Date(nextCodeAt).toISOString() };
    io.stdout.write(`${JSON.stringify({ error: { kind, message, ...nextCode } }, undefined, 2)}\n`);
  } else {
    const paint = paintFor(io.stderr, io.environment);
    const lines = message.split('\n').map(printable).join('\n');
    io.stderr.write(`${paint('red', 'metafob:')} ${lines}\n`);
  }
  return exitCodeOf(kind);
}

function asCliError(error: unknown): CliError {
  if (error instanceof CliError) return error;
  if (error instanceof CommanderError) return new CliError('usage', usageMessage(error));
  return new CliError('unexpected', error instanceof Error ? error.message : String(error));
}

/** Commander writes “error: unknown option '--x'”. */
function usageMessage({ code, message }: CommanderError): string {
  if (code === 'commander.help') return 'No command was given. See “metafob --help”.';
  const text = message
    .replace(/^error: /, '')
    .replace(/\n/g, ' ')
    .replace(/\.?$/, '.');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)} See “metafob --help”, or “--help” after the command.`;
}
