import type { ProfileView } from '../../shared/view-state.ts';
import { formatClockTime } from './time.ts';

/** What the first request of a program has come to, for a person who watches. */
export const firstSessionText = ({ name, session }: ProfileView, now: number): string => {
  switch (session.state) {
    case 'none':
      return 'Waiting for the first program to ask…';
    case 'working':
      return `A program asked. Getting a session for ${name}…`;
    case 'waiting-for-code':
      return `A program asked. Enter the code for ${name}.`;
    case 'active':
    case 'expiring':
      return `It works: ${name} has a session until ${formatClockTime(session.expiresAt, now)}.`;
    case 'failed':
      return session.problem.message;
  }
};
