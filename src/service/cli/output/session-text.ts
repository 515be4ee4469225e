import type { SessionView, ViewState } from '../../../shared/view-state.ts';
import type { StyledCell } from './columns.ts';
import { timeLeft } from './time-left.ts';

/** The state as a symbol and a word, and what to know about it. */
export interface SessionText {
  readonly state: StyledCell;
  readonly detail: string;
}

type Clock = Pick<ViewState, 'now' | 'clockSkewMs'>;

/** Expiry times are in AWS's time; the clock on the user's wall is this machine's. */
const remaining = (expiresAt: number, { now, clockSkewMs }: Clock): string =>
  timeLeft(expiresAt - clockSkewMs, now - clockSkewMs);

export function describeSession(session: SessionView, clock: Clock): SessionText {
  switch (session.state) {
    case 'none':
      return { state: { text: '○ none', format: 'dim' }, detail: '' };
    case 'working':
      return { state: { text: '… working', format: 'cyan' }, detail: 'asking AWS' };
    case 'waiting-for-code':
      return { state: { text: '? needs a code', format: 'yellow' }, detail: '' };
    case 'active':
      return { state: { text: '● active', format: 'green' }, detail: remaining(session.expiresAt, clock) };
    case 'expiring':
      return { state: { text: '◐ expiring', format: 'yellow' }, detail: remaining(session.expiresAt, clock) };
    case 'failed':
      return { state: { text: '✗ failed', format: 'red' }, detail: '' };
  }
}

/** Why the session could not be made or renewed, if so. */
export const problemOf = (session: SessionView) => ('problem' in session ? session.problem : undefined);

/** The session for `--json`: times like `2026-04-09T09:00:44.000Z`. */
export function sessionJson(session: SessionView): object {
  switch (session.state) {
    case 'active':
    case 'expiring':
      return { ...session, expiresAt: new Date(session.expiresAt).toISOString() };
    default:
      return session;
  }
}
