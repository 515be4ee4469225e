import type { Clock } from '../../core/ports.ts';
import type { Profile } from '../../core/profiles/profile.ts';
import { failed, type Result, success } from '../../core/result.ts';
import type { Failure } from '../../core/sessions/failure.ts';
import type { EnabledMfaDevice, MfaDeviceProof } from '../../shared/manage-api.ts';
import { shellWord } from '../../shared/shell-word.ts';
import type { MfaSecrets } from '../secrets/mfa-secrets.ts';
import type { NewMfaDevice } from '../sts/mfa-devices.ts';
import type { Account } from './account.ts';
import { computeTwoCodes, nextUnusedCodeAt, parseTwoCodes, type TwoCodes } from './consecutive-codes.ts';
import { deviceNames } from './device-names.ts';
import { type EnrolmentProblem, problem, problemOf } from './problem.ts';
import type { RememberSerial } from './remember-serial.ts';
import type { HeldSecrets } from './secret-hold.ts';
import { type Undone, undoDevice } from './undo-device.ts';

export interface EnrolmentParts {
  readonly profile: Profile;
  readonly account: Account;
  readonly clock: Clock;
  readonly mfaSecrets: MfaSecrets;
  readonly held: Pick<HeldSecrets, 'hold'>;
  readonly rememberSerial: RememberSerial;
  /** The stored secret can be used now. */
  readonly onSecretReady: () => void;
}

/** A device that was made and is of no use yet. One call at a time. */
export interface Enrolment {
  readonly device: NewMfaDevice;
  /** Enables the device. After a failure it can be tried again. */
  finish(proof: MfaDeviceProof): Promise<Result<EnabledMfaDevice, EnrolmentProblem>>;
  /** Deletes the device and what was stored of it. */
  undo(): Promise<Undone>;
}

/** Makes a device under the first name that is free. */
export async function beginEnrolment(
  parts: EnrolmentParts,
  chosenName: string | undefined,
): Promise<Result<Enrolment, EnrolmentProblem>> {
  const { devices, userName } = parts.account;
  const names = deviceNames(userName, chosenName);
  if (!names.ok) return failed(problem('bad-request', names.failure));
  for (const name of names.value) {
    const created = await devices.create(name);
    if (created.ok) return success(enrolmentOf(parts, created.value));
    if (!isTaken(created.failure)) return failed(refusedDevice(created.failure, name));
  }
  const tried = names.value.join(', ');
  return failed(
    problem(
      'bad-request',
      `The account has MFA devices of these names already: ${tried}. Choose another name.`,
    ),
  );
}

const isTaken = ({ kind, detail }: Failure): boolean =>
  kind === 'unknown' && /^EntityAlreadyExists/.test(detail ?? '');

function refusedDevice(cause: Failure, name: string): EnrolmentProblem {
  const { kind, message } = problemOf(cause, 'iam:CreateVirtualMFADevice');
  return cause.kind === 'network'
    ? problem(
        kind,
        `${message} AWS may have made a device “${name}” all the same; it belongs to nobody, and “aws iam list-virtual-mfa-devices --assignment-status Unassigned” shows it.`,
      )
    : problem(kind, message);
}

function enrolmentOf(parts: EnrolmentParts, device: NewMfaDevice): Enrolment {
  const { profile, account, clock, mfaSecrets, rememberSerial } = parts;
  const { serialNumber, secret } = device;
  let secretStored = false;

  async function enable(codes: TwoCodes, secretKept: boolean) {
    const { userName, devices, clockSkewMs } = account;
    const enabled = await devices.enable({ serialNumber, userName, codes });
    if (!enabled.ok) return enabled;
    const nextCodeAt = nextUnusedCodeAt(clock.now() + clockSkewMs) - clockSkewMs;
    return success({
      ...{ serialNumber, secretKept, nextCodeAt },
      configuration: await rememberSerial(profile, serialNumber),
    });
  }

  async function withTypedCodes(typed: TwoCodes) {
    const codes = parseTwoCodes(typed);
    if (!codes.ok) return failed(problem('bad-request', codes.failure));
    const enabled = await enable(codes.value, secretStored);
    return enabled.ok ? enabled : failed(problemOf(enabled.failure, 'iam:EnableMFADevice'));
  }

  async function withKeptSecret() {
    const letGo = parts.held.hold(profile);
    const stored = await storeSecret();
    if (!stored.ok) {
      letGo();
      return stored;
    }
    const enabled = await enable(computeTwoCodes(secret, clock.now() + account.clockSkewMs), true);
    if (enabled.ok) {
      clock.at(enabled.value.nextCodeAt, () => {
        letGo();
        parts.onSecretReady();
      });
      return enabled;
    }
    letGo();
    // After an answer that was lost the device may be enabled, and this the only copy of its secret.
    if (enabled.failure.kind !== 'network') await removeStored();
    return failed(
      enabled.failure.kind === 'bad-code'
        ? problem('bad-code', wrongClock)
        : problemOf(enabled.failure, 'iam:EnableMFADevice'),
    );
  }

  async function storeSecret(): Promise<Result<void, EnrolmentProblem>> {
    if (secretStored) return success(undefined);
    const found = await mfaSecrets.find(profile);
    if (found.kind === 'found') return failed(problem('bad-request', otherSecret(profile)));
    if (found.kind === 'locked') return failed(problem('keychain-locked', found.reason));
    if (!(await mfaSecrets.isLasting())) return failed(problem('bad-request', onlyInMemory));
    const stored = await mfaSecrets.set(profile, secret);
    if (!stored.ok) return failed(problem('keychain-locked', stored.failure.reason));
    secretStored = true;
    return success(undefined);
  }

  async function removeStored(): Promise<boolean> {
    if (!secretStored) return true;
    const removed = await mfaSecrets.remove(profile);
    secretStored = !removed.ok;
    return removed.ok;
  }

  return {
    device,
    finish: (proof) => ('codes' in proof ? withTypedCodes(proof.codes) : withKeptSecret()),
    undo: () => undoDevice(account, serialNumber, removeStored, secretStored),
  };
}

const wrongClock =
  "AWS did not accept the codes that were made from the secret, so this computer's clock is probably wrong. Set the clock and try again.";

const otherSecret = ({ name }: Profile): string =>
  `An MFA secret of another device is stored for the keys of profile ${name}. Remove it first (metafob secret remove ${shellWord(name)}), or type the codes of the new device.`;

const onlyInMemory =
  'There is no keychain, and a secret that is only in memory would be lost when Metafob ends, with no way to sign in left. Set up a keychain, or type the codes of an authenticator app.';
