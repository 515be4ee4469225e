import { type Result, success } from '../../core/result.ts';
import type { MfaEnrolments } from '../../node/mfa-enrolment/enrolments.ts';
import type { EnrolmentProblem } from '../../node/mfa-enrolment/problem.ts';
import type { MfaDeviceProof } from '../../shared/manage-api.ts';
import { answer, type Outcome } from './outcome.ts';

export interface MfaDeviceHandlerParts {
  readonly mfaEnrolments: MfaEnrolments;
  /** A secret was stored or removed. */
  readonly onChanged: () => void;
}

interface OfEnrolment {
  readonly profile: string;
  readonly enrolmentId: string;
}

/** The calls of the dashboard about adding an MFA device. */
export function mfaDeviceHandlers({ mfaEnrolments, onChanged }: MfaDeviceHandlerParts) {
  return {
    addMfaDevice: async ({ profile }: { profile: string }) => toOutcome(await mfaEnrolments.start(profile)),

    async enableMfaDevice({ profile, enrolmentId, proof }: OfEnrolment & { proof: MfaDeviceProof }) {
      const enabled = await mfaEnrolments.finish(profile, enrolmentId, proof);
      onChanged();
      return toOutcome(enabled);
    },

    async cancelMfaDevice({ profile, enrolmentId }: OfEnrolment) {
      const undone = await mfaEnrolments.cancel(profile, enrolmentId);
      onChanged();
      return toOutcome(undone.ok ? success({ message: undone.value }) : undone);
    },
  };
}

const toOutcome = <Value>(result: Result<Value, EnrolmentProblem>): Outcome<Value> =>
  result.ok ? answer(result.value) : { ok: false, error: result.failure };
