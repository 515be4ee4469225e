import type { ProfileView, SessionView } from '../../shared/view-state.ts';
import { formatClockTime } from './time.ts';

/** One or two words for where a session stands. */
export const sessionLabel = (session: SessionView): string => {
  switch (session.state) {
    case 'none':
      return 'No session';
    case 'working':
      return 'Getting a session';
    case 'waiting-for-code':
      return 'Waiting for a code';
    case 'active':
      return 'Active';
    case 'expiring':
      return 'Ends soon';
    case 'failed':
      return 'Failed';
  }
};

/** The moment a session ends, ms since the epoch; undefined without a session. */
export const sessionEnd = (session: SessionView): number | undefined =>
  session.state === 'active' || session.state === 'expiring' ? session.expiresAt : undefined;

/** What is wrong with a session, in the words of the engine. */
export const sessionProblem = (session: SessionView): string | undefined =>
  'problem' in session ? session.problem?.message : undefined;

/** What a screen reader hears when a profile's session changes. */
export const sessionAnnouncement = (profile: ProfileView, now: number): string => {
  const { session } = profile;
  switch (session.state) {
    case 'none':
      return `${profile.name}: no session.`;
    case 'working':
      return `${profile.name}: getting a session.`;
    case 'waiting-for-code':
      return `${profile.name}: waiting for a code.`;
    case 'active':
      return `${profile.name}: session active until ${formatClockTime(session.expiresAt, now)}.`;
    case 'expiring':
      return `${profile.name}: session ends soon, at ${formatClockTime(session.expiresAt, now)}.`;
    case 'failed':
      return `${profile.name}: failed. ${session.problem.message}`;
  }
};
