import type { DesktopView } from '../../shared/ipc.ts';
import type { SessionView, ViewState } from '../../shared/view-state.ts';
import { redact } from './redact.ts';

export interface DiagnosticsInput {
  readonly desktop: DesktopView;
  readonly view: ViewState;
  /** The lines of the log, oldest first. */
  readonly log: readonly string[];
  /** `process.versions`; those of Node.js, Electron and Chromium are named. */
  readonly versions: Readonly<Record<string, string | undefined>>;
  /** `os.version()` and `os.release()`, or alike. */
  readonly system: string;
  /** The user's home directory, which is shown as `~`. */
  readonly home: string;
  readonly now: number;
}

/**
 * A report to paste into a bug report: versions, system, settings, states and log. Accounts, secrets and the
 * home directory are taken out; names of profiles, roles and users stay, or the report would say nothing.
 */
export function diagnosticsText({
  desktop,
  view,
  log,
  versions,
  system,
  home,
  now,
}: DiagnosticsInput): string {
  const { node, electron, chrome } = versions;
  const sections: readonly (readonly [title: string, lines: readonly string[]])[] = [
    [
      `Metafob ${desktop.version}`,
      [
        `Made at ${new Date(now).toISOString()}`,
        `System: ${desktop.platform}, ${system}`,
        `Electron ${electron ?? 'unknown'}, Chromium ${chrome ?? 'unknown'}, Node.js ${node ?? 'unknown'}`,
      ],
    ],
    [
      'App',
      [
        `Listening: ${desktop.listeners.map(({ url }) => url).join(', ') || 'no'}`,
        ...sentence('Listener problem', desktop.listenerProblem),
        `Paused: ${yesOrNo(desktop.paused)}`,
        `Secret store: ${desktop.secretStore}, holds secrets of ${desktop.storedSecrets.length} profiles`,
        `Launch at login: ${desktop.launchAtLogin}`,
        `Tray available: ${yesOrNo(desktop.trayAvailable)}`,
        ...sentence('Shortcut problem', desktop.shortcutProblem),
      ],
    ],
    [
      'Configuration files',
      desktop.configurationFiles.map(({ path, found }) => `${path}: ${found ? 'found' : 'not found'}`),
    ],
    [
      'Settings',
      Object.entries(desktop.settings).map(([name, value]) => `${name}: ${JSON.stringify(value)}`),
    ],
    [
      'Profiles',
      view.profiles.map(
        ({ name, active, mfa, session }) =>
          `${name}${active ? ' (active)' : ''}: ${sessionText(session)}, MFA: ${mfa.mode}`,
      ),
    ],
    [
      'Warnings',
      [
        ...view.warnings,
        ...(view.clockSkewMs === 0 ? [] : [`Clock differs from AWS's by ${view.clockSkewMs} ms`]),
      ],
    ],
    ['Waiting for a code', view.prompts.map(({ profile, waiting }) => `${profile}: ${waiting} requests`)],
  ];
  const head = sections
    .map(([title, lines]) => [title, ...(lines.length === 0 ? ['none'] : lines).map((each) => `  ${each}`)])
    .map((lines) => lines.join('\n'));
  const text = redact([...head, ['Log', ...log.map((each) => `  ${each}`)].join('\n')].join('\n\n'));
  return `${home.length > 1 ? text.replaceAll(home, '~') : text}\n`;
}

const yesOrNo = (value: boolean): string => (value ? 'yes' : 'no');

const sentence = (title: string, text: string | undefined): string[] =>
  text === undefined ? [] : [`${title}: ${text}`];

function sessionText(session: SessionView): string {
  switch (session.state) {
    case 'none':
    case 'working':
    case 'waiting-for-code':
      return session.state;
    case 'active':
    case 'expiring': {
      const problem = session.problem === undefined ? '' : ` (${session.problem.kind})`;
      return `${session.state} until ${new Date(session.expiresAt).toISOString()}${problem}`;
    }
    case 'failed':
      return `failed (${session.problem.kind}: ${session.problem.message})`;
  }
}
