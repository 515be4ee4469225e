import { readFile } from 'node:fs/promises';
import type { IdentityFacts } from '../../../core/ports.ts';
import { systemErrorSentence } from '../../../node/config/system-error.ts';
import { readAccessKeysCsv } from '../../../node/user-files/access-keys-csv.ts';
import type { AccessKeyPair } from '../../../node/user-files/replace-access-key.ts';
import { CliError } from '../cli-error.ts';
import type { CliIo } from '../cli-io.ts';
import { printable } from '../output/paint.ts';
import { ask } from '../terminal/ask.ts';
import { readInput } from '../terminal/read-input.ts';

export interface KeySource {
  readonly csv?: string;
  readonly accessKey?: string;
}

const accessKeyIdForm = /^AKIA[A-Z0-9]{12,124}$/;
const secretKeyForm = /^[^\s"'#;]{20,}$/;

/** @throws CliError `usage` for a key of the wrong form, never repeating it; `cancelled` */
export async function readKey(io: CliIo, { csv, accessKey }: KeySource): Promise<AccessKeyPair> {
  const key = csv !== undefined ? await keyFromCsv(io, csv) : await keyFromQuestions(io, accessKey);
  if (!accessKeyIdForm.test(key.accessKeyId)) {
    throw new CliError(
      'usage',
      'The access key id has the wrong form: that of a long-term key begins with AKIA. Temporary keys (ASIA) can not be stored.',
    );
  }
  if (!secretKeyForm.test(key.secretAccessKey)) {
    throw new CliError(
      'usage',
      'The secret access key has the wrong form: it is 40 characters, without spaces.',
    );
  }
  return key;
}

async function keyFromCsv(io: CliIo, csv: string): Promise<AccessKeyPair> {
  const read = readAccessKeysCsv(csv === '-' ? await readInput(io.stdin) : await readCsvFile(csv));
  if (read.ok) return read.value;
  throw new CliError('usage', `${csv === '-' ? 'Standard input' : csv} ${read.failure}.`);
}

async function readCsvFile(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new CliError('usage', `Cannot read ${file}: ${systemErrorSentence(error)}.`);
  }
}

async function keyFromQuestions(io: CliIo, given: string | undefined): Promise<AccessKeyPair> {
  if (io.stdin.isTTY !== true) {
    if (given !== undefined) return { accessKeyId: given, secretAccessKey: await readInput(io.stdin) };
    throw new CliError(
      'usage',
      'There is no terminal to ask in. Give the file of the AWS console with --csv, or --access-key and the secret key on standard input.',
    );
  }
  const accessKeyId = given ?? (await answer(io, 'Access key id (an empty line gives up): '));
  const secretAccessKey = await answer(io, 'Secret access key (not shown; an empty line gives up): ', true);
  return { accessKeyId, secretAccessKey };
}

/** @throws CliError `cancelled` */
async function answer(io: CliIo, question: string, hidden = false): Promise<string> {
  const line = (await ask(io, question, { hidden }))?.trim();
  if (line) return line;
  throw new CliError('cancelled', 'Nothing was stored.');
}

/**
 * The MFA device of the key's user: the only one, the one that is picked, or a guess that the user corrects.
 * Without a terminal several devices are an error, and a guess is not made. Undefined: none.
 *
 * @throws CliError `usage`, `cancelled`
 */
export async function chooseDevice(
  io: CliIo,
  { mfaDevices, partition, accountId, userName }: IdentityFacts,
): Promise<string | undefined> {
  const hasTerminal = io.stdin.isTTY === true;
  if (mfaDevices !== undefined && mfaDevices.length <= 1) return mfaDevices[0];
  if (mfaDevices !== undefined) {
    const list = mfaDevices.map((device, index) => `  ${index + 1}  ${printable(device)}`).join('\n');
    if (!hasTerminal) {
      throw new CliError('usage', `The user has several MFA devices; name one with --mfa-serial:\n${list}`);
    }
    io.stderr.write(`The user has several MFA devices:\n${list}\n`);
    return pick(io, mfaDevices);
  }
  if (!hasTerminal) return undefined;
  const guess = userName && accountId && `arn:${partition ?? 'aws'}:iam::${accountId}:mfa/${userName}`;
  io.stderr.write('AWS does not let this user list MFA devices.\n');
  if (guess) io.stderr.write(`By its name the device would be ${printable(guess)} (“yes” takes it).\n`);
  const line = await answer(
    io,
    'Serial number of the MFA device (“none” for no device; an empty line gives up): ',
  );
  if (line === 'none') return undefined;
  return line === 'yes' && guess ? guess : line;
}

async function pick(io: CliIo, devices: readonly string[]): Promise<string> {
  for (;;) {
    const line = await answer(io, `Which one, 1 to ${devices.length} (an empty line gives up): `);
    const device = /^\d+$/.test(line) ? devices[Number(line) - 1] : undefined;
    if (device !== undefined) return device;
    io.stderr.write(`A number from 1 to ${devices.length}.\n`);
  }
}
