import type { ProfileView, ViewState } from '../../shared/view-state.ts';
import { eventItems } from './event-items.ts';
import { action, line, separator, type TrayMenuItem, type TrayView } from './tray-menu.ts';
import { activeProfile, sessionEnd, type TrayInput, trayStatus } from './tray-status.ts';

export type { TrayCommand, TrayIcon, TrayMenuItem, TrayView } from './tray-menu.ts';
export type { TrayInput } from './tray-status.ts';

/** More profiles than this go into a submenu. */
const inlineProfiles = 10;
/** Windows cuts the tooltip of a tray icon after 127 characters. */
const tooltipLength = 120;
const lineLength = 72;

/**
 * The tray for a state of the engine and of the app.
 * @param now this machine's clock (`Date.now()`), ms since the epoch
 */
export function trayView(input: TrayInput, now: number): TrayView {
  const { icon, tooltip, headline, expiry } = trayStatus(input, now);
  const { view, desktop } = input;
  return {
    icon,
    tooltip: shorten(tooltip, tooltipLength),
    menu: [
      line(shorten(headline, lineLength)),
      ...(expiry === undefined ? [] : [line(expiry)]),
      ...problemLines(input),
      ...(codeIsWanted(view, now) ? [action('Enter code…', { type: 'enter-code' })] : []),
      separator,
      ...profileItems(view.profiles),
      separator,
      action('Clear session', { type: 'clear-session' }, sessionEnd(view, now) !== undefined),
      action('Copy environment line for a terminal', { type: 'copy-environment' }),
      eventItems(desktop.eventsScheduled === true),
      action('Open dashboard', { type: 'open-dashboard' }),
      separator,
      action('Settings…', { type: 'open-settings' }),
      launchAtLoginItem(desktop.launchAtLogin),
      separator,
      action(desktop.paused ? 'Resume' : 'Pause', { type: 'set-paused', paused: !desktop.paused }),
      action('Quit Metafob', { type: 'quit' }),
    ],
  };
}

/** Somebody waits for a code, or a new session of the active profile needs one. */
function codeIsWanted(view: ViewState, now: number): boolean {
  if (view.prompts.length > 0) return true;
  const profile = activeProfile(view);
  if (profile === undefined || profile.session.state === 'working') return false;
  if (profile.session.state === 'failed' && profile.session.problem.kind === 'stored-secret-refused')
    return true;
  if (profile.mfa.mode !== 'prompt') return false;
  return profile.session.state === 'expiring' || sessionEnd(view, now) === undefined;
}

/** What is wrong, in one line each; a click leads to the dashboard, which has the room to say it all. */
function problemLines({ view, desktop }: TrayInput): TrayMenuItem[] {
  const session = activeProfile(view)?.session;
  const problems = [
    desktop.paused ? undefined : desktop.listenerProblem,
    view.prompts.find(({ problem }) => problem !== undefined)?.problem?.message,
    session !== undefined && 'problem' in session ? session.problem?.message : undefined,
    view.warnings.length > 1 ? `${view.warnings.length} warnings about the configuration` : view.warnings[0],
  ];
  return problems
    .filter((problem) => problem !== undefined)
    .map((problem) => action(shorten(firstSentence(problem), lineLength), { type: 'open-dashboard' }));
}

const firstSentence = (text: string): string => /^.*?[.!?](?=\s)/s.exec(text)?.[0] ?? text;

const shorten = (text: string, length: number): string => {
  const characters = [...text.replaceAll(/\s+/g, ' ')];
  return characters.length <= length ? characters.join('') : `${characters.slice(0, length - 1).join('')}…`;
};

/** In the order of the configuration, so that each stays where it was; the active one is never hidden. */
function profileItems(profiles: readonly ProfileView[]): TrayMenuItem[] {
  if (profiles.length === 0) return [line('No profiles in the configuration')];
  const inline = inlineNames(profiles);
  const shown = profiles.filter(({ name }) => inline.has(name));
  const more = profiles.filter(({ name }) => !inline.has(name));
  // Electron ticks the first of a group of radio items when none is ticked; so they are radio items only where one is.
  const items = shown.some(({ active }) => active) ? shown.map(profileRadio) : shown.map(profileAction);
  if (more.length === 0) return items;
  return [...items, { type: 'submenu', label: 'More profiles', items: more.map(profileAction) }];
}

function inlineNames(profiles: readonly ProfileView[]): ReadonlySet<string> {
  const names = profiles.map(({ name }) => name);
  const active = profiles.findIndex((profile) => profile.active);
  if (active < inlineProfiles) return new Set(names.slice(0, inlineProfiles));
  return new Set([...names.slice(0, inlineProfiles - 1), ...names.slice(active, active + 1)]);
}

const profileRadio = ({ name, active }: ProfileView): TrayMenuItem => ({
  type: 'radio',
  label: name,
  enabled: true,
  checked: active,
  command: { type: 'use-profile', profile: name },
});

const profileAction = ({ name }: ProfileView): TrayMenuItem =>
  action(name, { type: 'use-profile', profile: name });

const launchAtLoginItem = (state: boolean | 'not-possible'): TrayMenuItem => ({
  type: 'checkbox',
  label: 'Launch at login',
  enabled: state !== 'not-possible',
  checked: state === true,
  command: { type: 'set-launch-at-login', on: state !== true },
});
