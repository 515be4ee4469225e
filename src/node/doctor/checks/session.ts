import { activeProfileOf } from '../facts.ts';
import type { Check } from '../surroundings.ts';

/** Whether what programs would get is there. */
export const sessionOfActiveProfile: Check = (surroundings) => {
  const { service, shell } = surroundings;
  const state = service.kind === 'running' ? service.state : undefined;
  if (state === undefined) return [];
  const profile = activeProfileOf(surroundings);
  if (profile === undefined) {
    return [
      {
        id: 'no-active-profile',
        severity: 'problem',
        title: `The active profile “${state.activeProfile}” is not configured`,
        why: `Metafob has nothing to give to programs. It knows: ${state.profiles.map(({ name }) => name).join(', ') || 'no profile at all'}.`,
        fix:
          state.profiles[0] === undefined
            ? { sentence: 'Define a profile, as docs/configuration.md shows.' }
            : { line: shell.metafob('use', state.profiles[0].name) },
      },
    ];
  }
  const login = { line: shell.metafob('login') };
  const { session, name } = profile;
  switch (session.state) {
    case 'active':
    case 'working':
      return [];
    case 'none':
      return [
        {
          id: 'no-session',
          severity: 'note',
          title: `Profile “${name}” has no session yet`,
          why: 'Metafob makes one when the first program asks, and asks you for a code if one is needed.',
          fix: login,
        },
      ];
    case 'waiting-for-code':
      return [
        {
          id: 'waiting-for-code',
          severity: 'problem',
          title: `Profile “${name}” waits for a code from your MFA device`,
          why: 'Programs that ask wait with it, and some give up.',
          fix: login,
        },
      ];
    case 'expiring':
      return [
        {
          id: 'session-expiring',
          severity: 'warning',
          title: `The session of profile “${name}” ends soon`,
          why: 'Only a new code can renew it.',
          fix: login,
        },
      ];
    case 'failed':
      return [
        {
          id: 'session-failed',
          severity: 'problem',
          title: `Profile “${name}” has no session: the last try failed`,
          why: session.problem.message,
          fix: login,
        },
      ];
  }
};

const WARN_MS = 60_000;
/** AWS refuses signatures that are older or newer than this. */
const REFUSED_MS = 5 * 60_000;

/** The clock of this machine, as the service measured it against that of AWS. */
export const clockIsOff: Check = ({ service }) => {
  const skew = service.kind === 'running' ? (service.state?.clockSkewMs ?? 0) : 0;
  if (Math.abs(skew) < WARN_MS) return [];
  const minutes = Math.round(Math.abs(skew) / 60_000);
  return [
    {
      id: 'clock-off',
      severity: Math.abs(skew) < REFUSED_MS ? 'warning' : 'problem',
      title: `The clock of this machine is about ${minutes} min ${skew > 0 ? 'behind' : 'ahead of'} that of AWS`,
      why: 'Metafob corrects for it, but AWS refuses signatures of other programs that are five minutes off, and codes do not fit.',
      fix: { sentence: 'Set the clock, and let the system keep it right (NTP).' },
    },
  ];
};
