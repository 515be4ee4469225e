import { setTimeout as pause } from 'node:timers/promises';
import { howToDelete } from '../../../node/mfa-enrolment/undo-device.ts';
import type { EnabledMfaDevice, MfaEnrolment } from '../../../shared/manage-api.ts';
import { shellWord } from '../../../shared/shell-word.ts';
import { CliError } from '../cli-error.ts';
import type { CliIo } from '../cli-io.ts';
import type { CommandContext } from '../command-context.ts';
import type { LocalOptions } from '../local-secrets.ts';
import type { Report } from '../output/report.ts';
import { askTwoCodes, readTwoCodes } from './mfa-codes.ts';
import { openEnrolments, type ProfileEnrolments } from './mfa-enrolments.ts';
import { catchInterruption, type Interruption } from './mfa-interruption.ts';
import { terminalQrCode } from './mfa-qr.ts';

export interface EnableOptions extends LocalOptions {
  readonly name?: string;
  readonly keepSecret?: true;
  readonly showSecret?: true;
  /** False with `--no-qr`. */
  readonly qr: boolean;
}

const attempts = 3;

/** Adds a virtual MFA device. Whatever goes wrong, or on Ctrl-C, the device is deleted again. */
export async function enableMfa(
  context: CommandContext,
  profileArgument: string | undefined,
  options: EnableOptions,
): Promise<Report> {
  const { io } = context;
  refuseUnseen(io, options);
  const enrolments = await openEnrolments(context, profileArgument, options);
  const interruption = catchInterruption(io);
  try {
    const device = await enrolments.start(options.name);
    const enabled = await enableOrUndo(io, enrolments, device, options, interruption);
    if (enabled.secretKept && !enrolments.inService) await waitForUnusedCode(io, enabled, interruption);
    return report(enrolments.profile, device, enabled, io.now());
  } finally {
    interruption.stop();
  }
}

/** Nobody could ever give a code of a device whose secret was shown to nobody. */
function refuseUnseen(io: CliIo, { keepSecret, showSecret }: EnableOptions): void {
  if (keepSecret || showSecret || (io.stdin.isTTY && io.stderr.isTTY)) return;
  throw new CliError(
    'usage',
    'There is no terminal to show a QR code in. Run the command in a terminal, or with --keep-secret or --show-secret.',
  );
}

async function enableOrUndo(
  io: CliIo,
  enrolments: ProfileEnrolments,
  device: MfaEnrolment,
  options: EnableOptions,
  interruption: Interruption,
): Promise<EnabledMfaDevice> {
  try {
    if (interruption.happened()) await interruption.wanted;
    show(io, device, options);
    return await enable(io, enrolments, device, options, interruption);
  } catch (error) {
    const undone = await enrolments
      .cancel(device.enrolmentId)
      .catch((left: unknown) => whatIsLeft(left, device));
    // A question that nobody will answer any more would keep the process alive.
    io.stdin.pause();
    throw error instanceof CliError ? new CliError(error.kind, `${error.message} ${undone}`) : error;
  }
}

async function enable(
  io: CliIo,
  enrolments: ProfileEnrolments,
  { enrolmentId, secret }: MfaEnrolment,
  { keepSecret }: EnableOptions,
  { wanted }: Interruption,
): Promise<EnabledMfaDevice> {
  if (keepSecret) return enrolments.finish(enrolmentId, { keepSecret: true });
  const showSecret = (): void => void io.stderr.write(`Secret key: ${secret}\n`);
  for (let attempt = 1; ; attempt += 1) {
    const asked = io.stdin.isTTY ? askTwoCodes(io, showSecret) : readTwoCodes(io);
    const [first, second] = await Promise.race([asked, wanted]);
    try {
      return await enrolments.finish(enrolmentId, { codes: [first, second] });
    } catch (error) {
      const again = error instanceof CliError && error.kind === 'bad-code' && io.stdin.isTTY;
      if (!again || attempt === attempts) throw error;
      io.stderr.write(`${error.message}\n`);
    }
  }
}

function show(io: CliIo, { otpauthUri, serialNumber, userName }: MfaEnrolment, options: EnableOptions): void {
  const { qr, showSecret, keepSecret } = options;
  io.stderr.write(`Made the MFA device ${serialNumber} for ${userName}.\n`);
  if (qr && io.stderr.isTTY) {
    const columns =
      'columns' in io.stderr && typeof io.stderr.columns === 'number' ? io.stderr.columns : undefined;
    const code = terminalQrCode(otpauthUri, columns);
    io.stderr.write(code === undefined ? tooNarrow : `${scan(keepSecret === true)}\n${code}`);
  }
  if (showSecret) io.stderr.write(`${otpauthUri}\n`);
}

const scan = (keepSecret: boolean): string =>
  keepSecret
    ? 'For a second way to sign in, scan this with an authenticator app:'
    : 'Scan this with the authenticator app:';

const tooNarrow =
  'This window is too narrow for the QR code: make it wider and start again, or go on with the secret as text.\n';

const whatIsLeft = (error: unknown, { serialNumber, userName }: MfaEnrolment): string => {
  const said = error instanceof Error ? error.message : String(error);
  return said.includes(serialNumber)
    ? said
    : `${said} The MFA device ${serialNumber} may be left at AWS. ${howToDelete(serialNumber, userName)}`;
};

/** The code of this moment is used up: a session that was made with it now would fail. */
async function waitForUnusedCode(
  io: CliIo,
  { nextCodeAt }: EnabledMfaDevice,
  { wanted }: Interruption,
): Promise<void> {
  for (let left = nextCodeAt - io.now(); left > 0; left = nextCodeAt - io.now()) {
    const seconds = Math.ceil(left / 1000);
    if (io.stderr.isTTY)
      io.stderr.write(`\rEnabled. Waiting for the first code that is not used up: ${seconds} s `);
    const stopped = await Promise.race([pause(Math.min(left, 1000), false), wanted.catch(() => true)]);
    if (stopped) break;
  }
  if (io.stderr.isTTY) io.stderr.write('\n');
}

function report(
  profile: string,
  { userName }: MfaEnrolment,
  { serialNumber, secretKept, configuration, nextCodeAt }: EnabledMfaDevice,
  now: number,
): Report {
  const seconds = Math.ceil((nextCodeAt - now) / 1000);
  const soon = seconds > 0 ? `The two codes are used up; the next one works in ${seconds} s.` : undefined;
  const lines = [
    `The MFA device ${serialNumber} is enabled for ${userName}.`,
    configuration.message,
    secretKept ? 'Its secret is kept; codes are computed from now on.' : undefined,
    `To check it: metafob login ${shellWord(profile)}`,
    soon,
  ].filter((line) => line !== undefined);
  return {
    json: {
      ...{ profile, userName, serialNumber, secretKept },
      mfaSerialWritten: configuration.written,
      nextCodeAt: new Date(nextCodeAt).toISOString(),
    },
    text: () => lines.join('\n'),
  };
}
