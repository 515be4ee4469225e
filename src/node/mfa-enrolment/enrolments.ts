import type { Profile } from '../../core/profiles/profile.ts';
import { failed, type Result, success } from '../../core/result.ts';
import { describeFailure, failure } from '../../core/sessions/failure.ts';
import type { EnabledMfaDevice, MfaDeviceProof, MfaEnrolment } from '../../shared/manage-api.ts';
import type { OpenAccount } from './account.ts';
import { beginEnrolment, type Enrolment, type EnrolmentParts } from './enrolment.ts';
import { otpauthUri } from './otpauth-uri.ts';
import { type EnrolmentProblem, problem } from './problem.ts';
import type { Undone } from './undo-device.ts';

/** Adding virtual MFA devices: make, prove with codes, or take back. No method throws. */
export interface MfaEnrolments {
  /** Makes a device; without a name, one named after the user. One at a time for a profile. */
  start(profile: string, deviceName?: string): Promise<Result<MfaEnrolment, EnrolmentProblem>>;
  /** Enables it. After a failure the enrolment is still open, to be tried again or taken back. */
  finish(
    profile: string,
    enrolmentId: string,
    proof: MfaDeviceProof,
  ): Promise<Result<EnabledMfaDevice, EnrolmentProblem>>;
  /** Deletes the device. When that fails, it can be tried again until the enrolment expires. */
  cancel(profile: string, enrolmentId: string): Promise<Undone>;
}

export interface EnrolmentsParts
  extends Pick<EnrolmentParts, 'clock' | 'mfaSecrets' | 'held' | 'rememberSerial' | 'onSecretReady'> {
  profile(name: string): Profile | undefined;
  readonly openAccount: OpenAccount;
  newId(): string;
  /** Tells about an enrolment that was taken back because nobody finished it. */
  readonly onExpired: (undone: Undone) => void;
}

const lifetimeMs = 10 * 60_000;

interface OpenEnrolment {
  readonly id: string;
  readonly enrolment: Enrolment;
  readonly stopTimer: () => void;
  /** Settles when the call before has ended. */
  last: Promise<unknown>;
}

/** Enrolments of this process. What nobody finishes within ten minutes is taken back. */
export function createMfaEnrolments(
  parts: EnrolmentsParts,
): MfaEnrolments & { cancelAll(): Promise<readonly Undone[]> } {
  const { clock } = parts;
  /** By profile; `starting` while AWS makes the device. */
  const open = new Map<string, OpenEnrolment | 'starting'>();

  async function start(name: string, deviceName?: string) {
    const profile = parts.profile(name);
    if (profile === undefined) {
      return failed(problem('unknown-profile', describeFailure(failure('unknown-profile'))));
    }
    if (open.has(name)) return failed(alreadyOpen(name));
    open.set(name, 'starting');
    const begun = await begin(profile, deviceName);
    if (!begun.ok) {
      open.delete(name);
      return begun;
    }
    const { enrolment, userName } = begun.value;
    const expiresAt = clock.now() + lifetimeMs;
    const id = parts.newId();
    const stopTimer = clock.at(expiresAt, () => void expire(name, id));
    open.set(name, { id, enrolment, stopTimer, last: Promise.resolve() });
    const { serialNumber, secret } = enrolment.device;
    return success({
      ...{ enrolmentId: id, userName, expiresAt },
      ...{ serialNumber, secret, otpauthUri: otpauthUri(serialNumber, secret) },
    });
  }

  async function begin(profile: Profile, deviceName: string | undefined) {
    const account = await parts.openAccount(profile);
    if (!account.ok) return account;
    const begun = await beginEnrolment({ ...parts, profile, account: account.value }, deviceName);
    if (!begun.ok) return begun;
    return success({ enrolment: begun.value, userName: account.value.userName });
  }

  /** Does one thing with an enrolment that is open when its turn comes, and closes it after a success. */
  async function inTurn<Value>(
    name: string,
    id: string,
    act: (enrolment: Enrolment) => Promise<Result<Value, EnrolmentProblem>>,
  ): Promise<Result<Value, EnrolmentProblem>> {
    const found = open.get(name);
    if (found === undefined || found === 'starting' || found.id !== id) return failed(noneOpen(name));
    const turn = found.last.then(async () => {
      if (open.get(name) !== found) return failed(noneOpen(name));
      const result = await act(found.enrolment);
      if (result.ok) {
        found.stopTimer();
        open.delete(name);
      }
      return result;
    });
    found.last = turn.catch(() => undefined);
    return turn;
  }

  const cancel = (name: string, id: string): Promise<Undone> =>
    inTurn(name, id, (enrolment) => enrolment.undo());

  async function expire(name: string, id: string): Promise<void> {
    const undone = await cancel(name, id);
    // Whatever is left at AWS is told now; the next enrolment must not wait for it.
    const left = open.get(name);
    if (left !== 'starting' && left?.id === id) open.delete(name);
    parts.onExpired(undone);
  }

  return {
    start,
    finish: (name, id, proof) => inTurn(name, id, (enrolment) => enrolment.finish(proof)),
    cancel,
    cancelAll: () =>
      Promise.all([...open].flatMap(([name, one]) => (one === 'starting' ? [] : [cancel(name, one.id)]))),
  };
}

const alreadyOpen = (name: string): EnrolmentProblem =>
  problem(
    'bad-request',
    `An MFA device is being added for profile ${name} already. Finish or cancel that first; after ten minutes it is taken back by itself.`,
  );

const noneOpen = (name: string): EnrolmentProblem =>
  problem(
    'not-found',
    `No MFA device is being added for profile ${name} any more: it was finished, cancelled or took longer than ten minutes. Start again.`,
  );
