import type { ProfileView, SessionView, ViewState } from '../../shared/view-state.ts';
import type { TrayIcon } from './tray-menu.ts';
import { clockTime, timeLeft } from './tray-time.ts';

/** What the tray is drawn from. */
export interface TrayInput {
  readonly view: ViewState;
  readonly desktop: {
    readonly paused: boolean;
    readonly launchAtLogin: boolean | 'not-possible';
    readonly platform: NodeJS.Platform;
    /** The instance is, or will be, told of something. */
    readonly eventsScheduled?: boolean;
    /** Why no program can reach us, in a sentence. */
    readonly listenerProblem?: string;
  };
}

/** Where things stand, in the icon's and in a person's words. */
export interface TrayStatus {
  readonly icon: TrayIcon;
  readonly tooltip: string;
  /** The first line of the menu; says what the icon says, for screen readers too. */
  readonly headline: string;
  /** `Until 14:32, 42 min left` */
  readonly expiry?: string;
}

export const activeProfile = (view: ViewState): ProfileView | undefined =>
  view.profiles.find(({ active }) => active);

/**
 * When the session of the active profile ends by this machine's clock; undefined when there is none or it
 * ended already, which can be before the engine noticed: timers do not run while the machine sleeps.
 */
export function sessionEnd(view: ViewState, now: number): number | undefined {
  const session = activeProfile(view)?.session;
  if (session?.state !== 'active' && session?.state !== 'expiring') return undefined;
  // Expiry is in AWS's time, the clock on the wall is this machine's.
  const end = session.expiresAt - view.clockSkewMs;
  return end > now ? end : undefined;
}

/** What matters most, first: whether anybody can be served, then who waits, then the active profile. */
export function trayStatus({ view, desktop }: TrayInput, now: number): TrayStatus {
  if (desktop.paused) {
    return {
      icon: 'none',
      tooltip: 'Metafob – paused',
      headline: 'Paused: programs get no credentials',
    };
  }
  if (desktop.listenerProblem !== undefined) {
    return {
      icon: 'error',
      tooltip: 'Metafob – programs cannot reach it',
      headline: 'Programs cannot reach Metafob',
    };
  }
  const prompt = view.prompts.find(({ checking }) => !checking) ?? view.prompts[0];
  if (prompt !== undefined) {
    return prompt.checking
      ? status('waiting', prompt.profile, 'checking the code')
      : status('waiting', prompt.profile, 'waiting for a code');
  }
  const profile = activeProfile(view);
  if (profile === undefined) {
    return { icon: 'none', tooltip: 'Metafob – no profile', headline: 'No profile in use' };
  }
  return profileStatus(profile.name, profile.session, sessionEnd(view, now), now);
}

function profileStatus(name: string, session: SessionView, end: number | undefined, now: number): TrayStatus {
  switch (session.state) {
    case 'none':
      return status('none', name, 'no session');
    case 'working':
      return status('none', name, 'getting a session');
    case 'waiting-for-code':
      return status('waiting', name, 'waiting for a code');
    case 'active':
    case 'expiring': {
      if (end === undefined) return status('none', name, 'session ended');
      const left = timeLeft(end - now);
      return {
        icon: session.state,
        tooltip: `${name} – ${left}`,
        headline: session.state === 'active' ? `${name}: session active` : `${name}: session ends soon`,
        expiry: `Until ${clockTime(end, now)}, ${left}`,
      };
    }
    case 'failed':
      switch (session.problem.kind) {
        // Nothing is broken: a person did not give a code.
        case 'cancelled':
        case 'mfa-required':
        case 'prompt-timed-out':
          return status('none', name, 'no session');
        default:
          return status('error', name, 'no session because of a problem');
      }
  }
}

const status = (icon: TrayIcon, profile: string, words: string): TrayStatus => ({
  icon,
  tooltip: `${profile} – ${words}`,
  headline: `${profile}: ${words}`,
});
