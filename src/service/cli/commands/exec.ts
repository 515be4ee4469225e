import { openBroker } from '../broker.ts';
import { CliError } from '../cli-error.ts';
import type { CommandContext } from '../command-context.ts';
import { printable } from '../output/paint.ts';
import { containerVariables, environmentWith, keyVariables, type Variables } from '../program-variables.ts';
import { runProgram } from '../run-program.ts';

export interface ExecOptions {
  /** Give the program the keys themselves. */
  readonly keys?: true;
  /** Give it the token of the endpoint itself, for clients that know no token file. */
  readonly token?: true;
  readonly config?: string;
}

/**
 * Runs a program with the credentials of a profile. The session is made first, so that a code is asked for
 * while the terminal is still free.
 *
 * @param program the command and its arguments
 * @returns the program's exit code
 */
export async function exec(
  context: CommandContext,
  profile: string | undefined,
  program: readonly string[],
  options: ExecOptions,
): Promise<number> {
  const { io } = context;
  if (program.length === 0) {
    throw new CliError(
      'usage',
      'No program was given. Write it after “--”: metafob exec PROFILE -- aws s3 ls',
    );
  }
  // What a local engine changes in the environment of this process is not for the program.
  const environment = { ...io.environment };
  const { variables, close } = await openAccess(context, profile, options);
  try {
    const { exitCode, problem } = await runProgram(program, environmentWith(environment, variables), {
      isTerminal: io.stdin.isTTY === true,
    });
    if (problem !== undefined) io.stderr.write(`metafob: ${printable(problem)}\n`);
    return exitCode;
  } finally {
    await close();
  }
}

interface Access {
  readonly variables: Variables;
  close(): Promise<void>;
}

async function openAccess(
  context: CommandContext,
  profile: string | undefined,
  { keys, token, config }: ExecOptions,
): Promise<Access> {
  const broker = await openBroker(context, config === undefined ? {} : { config });
  try {
    const credentials = await broker.credentials(profile);
    if (keys === true) return { variables: keyVariables(credentials), close: broker.close };
    const access = await broker.access(credentials);
    const variables = await containerVariables(credentials.profile, access, token === true);
    return { variables, close: broker.close };
  } catch (error) {
    await broker.close();
    throw error;
  }
}
