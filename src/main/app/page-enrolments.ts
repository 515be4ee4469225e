import type { MfaEnrolments } from '../../node/mfa-enrolment/enrolments.ts';

/** The enrolments of MFA devices that a page has begun. */
export interface PageEnrolments extends MfaEnrolments {
  /** The page is gone without a word: takes back what it had not finished. */
  leave(): Promise<void>;
}

export function createPageEnrolments(enrolments: MfaEnrolments): PageEnrolments {
  /** Enrolment id → profile. */
  const open = new Map<string, string>();
  return {
    async start(profile, deviceName) {
      const started = await enrolments.start(profile, deviceName);
      if (started.ok) open.set(started.value.enrolmentId, profile);
      return started;
    },
    async finish(profile, enrolmentId, proof) {
      const finished = await enrolments.finish(profile, enrolmentId, proof);
      if (finished.ok) open.delete(enrolmentId);
      return finished;
    },
    cancel(profile, enrolmentId) {
      open.delete(enrolmentId);
      return enrolments.cancel(profile, enrolmentId);
    },
    async leave() {
      const left = [...open];
      open.clear();
      await Promise.all(left.map(([enrolmentId, profile]) => enrolments.cancel(profile, enrolmentId)));
    },
  };
}
