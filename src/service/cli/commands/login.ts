import { parseTokenCode } from '../../../core/mfa/token-code.ts';
import type { SessionResponse } from '../../../shared/manage-api.ts';
import { shellWord } from '../../../shared/shell-word.ts';
import type { ViewState } from '../../../shared/view-state.ts';
import { CliError, type CliErrorKind } from '../cli-error.ts';
import type { CliIo } from '../cli-io.ts';
import type { CommandContext } from '../command-context.ts';
import { connect, requireProfile } from '../connect.ts';
import type { ManageClient } from '../manage-client.ts';
import { countdown } from '../output/countdown.ts';
import { printable } from '../output/paint.ts';
import { type Report, sentence } from '../output/report.ts';
import { timeLeft } from '../output/time-left.ts';
import { ask } from '../terminal/ask.ts';
import { readInput } from '../terminal/read-input.ts';
import { expiryJson } from './use.ts';

/**
 * Makes a session now. Asks for the code in the terminal when one is needed and none was given, again and
 * again until AWS accepts one or the user gives up.
 */
export async function login(
  context: CommandContext,
  profileArgument: string | undefined,
  codeOption: string | undefined,
): Promise<Report> {
  const { profile, session } = await makeSession(context, profileArgument, codeOption);
  const time = session === undefined ? '' : `: ${timeLeft(Date.parse(session.expiration), context.io.now())}`;
  return sentence(`Profile ${profile} has a session${time}.`, { profile, ...expiryJson(session) });
}

/** A session of the running service, asking for a code if one is needed. */
export async function makeSession(
  context: CommandContext,
  profileArgument: string | undefined,
  codeOption: string | undefined,
): Promise<{ readonly profile: string; readonly session: SessionResponse['session'] }> {
  const { io } = context;
  const given = codeOption === undefined ? undefined : await readCodeOption(io, codeOption);
  const client = await connect(context);
  const view = await client.state();
  const profile = requireProfile(view, profileArgument ?? view.activeProfile).name;
  const { session } =
    given === undefined
      ? await startWithQuestions(io, client, profile)
      : await client.startSession(profile, given);
  return { profile, session };
}

/** `--code 123456`, or `--code -` for standard input. */
async function readCodeOption(io: CliIo, option: string): Promise<string> {
  const code = parseTokenCode(option === '-' ? await readInput(io.stdin) : option);
  if (code === undefined) throw new CliError('usage', 'A code has six digits, such as 123456.');
  return code;
}

async function startWithQuestions(
  io: CliIo,
  client: ManageClient,
  profile: string,
): Promise<SessionResponse> {
  let code: string | undefined;
  for (;;) {
    const outcome = await attempt(client, profile, code);
    if (!(outcome instanceof CliError)) return outcome;
    if (io.stdin.isTTY !== true) throw withoutTerminal(outcome, profile);
    if (code === undefined) io.stderr.write(`${describeQuestion(await client.state(), profile)}\n`);
    else io.stderr.write(`${printable(outcome.message)}${countdown(outcome.nextCodeAt, io.now())}\n`);
    code = await askForCode(io);
  }
}

const mendedByCode: readonly CliErrorKind[] = [
  'code-needed',
  'mfa-required',
  'bad-code',
  'code-already-used',
  'stored-secret-refused',
  'keychain-locked',
];

/** The session, or the failure when another code can mend it. */
async function attempt(
  client: ManageClient,
  profile: string,
  code: string | undefined,
): Promise<SessionResponse | CliError> {
  try {
    return await client.startSession(profile, code);
  } catch (error) {
    if (error instanceof CliError && mendedByCode.includes(error.kind)) return error;
    throw error;
  }
}

const withoutTerminal = (error: CliError, profile: string): CliError =>
  new CliError(
    error.kind,
    `${error.message} There is no terminal to ask in: write the code to “metafob login ${shellWord(profile)} --code -”.`,
  );

function describeQuestion(view: ViewState, name: string): string {
  const profile = requireProfile(view, name);
  const prompt = view.prompts.find((candidate) => candidate.profiles.includes(name));
  const accountId = prompt?.accountId ?? profile.accountId;
  const userName = prompt?.userName ?? profile.userName;
  const device = prompt?.serialNumber ?? profile.mfa.serialNumber;
  const parts = [`A code is needed for profile ${name}`];
  if (accountId !== undefined) parts.push(`account ${accountId}`);
  if (device !== undefined) parts.push(`device ${device}`);
  else if (userName !== undefined) parts.push(`user ${userName}`);
  return printable(`${parts.join(', ')}.`);
}

async function askForCode(io: CliIo): Promise<string> {
  for (;;) {
    const line = await ask(io, 'Code (an empty line gives up): ', { hidden: false });
    if (line === undefined || line.trim() === '') throw new CliError('cancelled', 'No code was given.');
    const code = parseTokenCode(line);
    if (code !== undefined) return code;
    io.stderr.write('A code has six digits, such as 123456.\n');
  }
}
