import type { SessionView } from '../../shared/view-state.ts';

export interface SessionAction {
  readonly label: string;
  readonly available: boolean;
  /** True when it is the thing to do next. */
  readonly important: boolean;
}

/** What the button that gets a profile a new session says. */
export const sessionAction = (session: SessionView): SessionAction => {
  switch (session.state) {
    case 'none':
      return { label: 'Start session', available: true, important: true };
    case 'working':
      return { label: 'Getting a session…', available: false, important: false };
    case 'waiting-for-code':
      return { label: 'Waiting for a code…', available: false, important: false };
    case 'active':
      return { label: 'Renew', available: true, important: false };
    case 'expiring':
      return { label: 'Renew', available: true, important: true };
    case 'failed':
      return { label: 'Try again', available: true, important: true };
  }
};
