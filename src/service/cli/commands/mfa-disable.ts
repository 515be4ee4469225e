import { describeFailure, type Failure } from '../../../core/sessions/failure.ts';
import { createHttpHandler } from '../../../node/sts/http-handler.ts';
import { createMfaDevicesPort } from '../../../node/sts/mfa-devices.ts';
import { shellWord } from '../../../shared/shell-word.ts';
import { type BrokeredCredentials, openBroker } from '../broker.ts';
import { CliError } from '../cli-error.ts';
import type { CliIo } from '../cli-io.ts';
import type { CommandContext } from '../command-context.ts';
import { type Report, sentence } from '../output/report.ts';
import { ask } from '../terminal/ask.ts';

export interface DisableOptions {
  readonly profile?: string;
  readonly yes?: true;
}

/** Takes a device from the user, with a session that was made with MFA, and deletes a virtual one. */
export async function disableMfa(
  context: CommandContext,
  serialNumber: string,
  { profile: wanted, yes }: DisableOptions,
): Promise<Report> {
  const { io } = context;
  if (!yes) await confirm(io, serialNumber);
  const broker = await openBroker(context);
  try {
    const credentials = await broker.credentials(wanted);
    refuseRole(credentials);
    const devices = createMfaDevicesPort({
      credentials,
      region: credentials.region,
      httpHandler: await createHttpHandler(io.environment),
      clockSkewMs: 0,
    });
    const taken = await devices.deactivate({ serialNumber });
    // A device that was made and never enabled belongs to nobody, but can be deleted.
    if (!taken.ok && !isUnknownDevice(taken.failure)) throw refusal(taken.failure);
    const isVirtual = /^arn:[^:]*:iam::\d*:mfa\//.test(serialNumber);
    const deleted = isVirtual ? await devices.delete(serialNumber) : taken;
    if (!deleted.ok) throw left(serialNumber, taken.ok, deleted.failure);
    const { profile } = credentials;
    const text = `The MFA device ${serialNumber} is ${isVirtual ? 'deleted' : 'no longer yours'}. If its secret is stored, remove it: metafob secret remove ${shellWord(profile)}. Take it out of mfa_serial in your files.`;
    return sentence(text, { serialNumber, disabled: true, deleted: isVirtual });
  } finally {
    await broker.close();
  }
}

async function confirm(io: CliIo, serialNumber: string): Promise<void> {
  if (io.stdin.isTTY !== true) {
    throw new CliError('usage', 'There is no terminal to ask in. Say --yes to disable the device unasked.');
  }
  const question = `Disable ${serialNumber}? Without another device you sign in without MFA. Type “yes” (an empty line gives up): `;
  const answer = await ask(io, question, { hidden: false });
  if (answer?.trim().toLowerCase() !== 'yes') throw new CliError('cancelled', 'Nothing was changed.');
}

function refuseRole({ profile, roleArn }: BrokeredCredentials): void {
  if (roleArn === undefined) return;
  throw new CliError(
    'usage',
    `Profile ${profile} is a role, and a device belongs to a user. Name a profile of the user without role_arn: --profile NAME.`,
  );
}

const isUnknownDevice = ({ kind, detail }: Failure): boolean =>
  kind === 'wrong-serial' || (kind === 'unknown' && /^NoSuchEntity/.test(detail ?? ''));

function refusal(cause: Failure): CliError {
  if (cause.kind === 'base-keys-gone' || cause.kind === 'access-denied') {
    return new CliError(
      'access-denied',
      `AWS refused to take the device away. It wants a session that was made with a code: set mfa_enabled for the profile, or mfa_serial. ${describeFailure(cause)}`,
    );
  }
  return new CliError(cause.kind, describeFailure(cause));
}

const left = (serialNumber: string, wasDisabled: boolean, cause: Failure): CliError =>
  new CliError(
    cause.kind,
    `${wasDisabled ? 'The device is disabled, but it' : 'It'} could not be deleted. ${describeFailure(cause)} Delete it later: aws iam delete-virtual-mfa-device --serial-number ${serialNumber}.`,
  );
