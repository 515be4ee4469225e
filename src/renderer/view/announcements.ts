import type { ProfileView, ViewState } from '../../shared/view-state.ts';
import { sessionAnnouncement, sessionEnd, sessionProblem } from './session-text.ts';

const sessionChanged = (before: ProfileView | undefined, after: ProfileView): boolean =>
  before !== undefined &&
  (before.session.state !== after.session.state ||
    sessionEnd(before.session) !== sessionEnd(after.session) ||
    sessionProblem(before.session) !== sessionProblem(after.session));

/**
 * What changed between two states, for a polite live region; empty when nothing worth saying did. Prompts are
 * left out: their dialog announces itself.
 */
export const describeChanges = (before: ViewState | undefined, after: ViewState): string => {
  if (before === undefined) return '';
  const sentences: string[] = [];
  if (before.activeProfile !== after.activeProfile) {
    sentences.push(`Programs now use the profile ${after.activeProfile}.`);
  }
  for (const profile of after.profiles) {
    const previous = before.profiles.find(({ name }) => name === profile.name);
    const dialogTells = profile.session.state === 'waiting-for-code';
    if (sessionChanged(previous, profile) && !dialogTells) {
      sentences.push(sessionAnnouncement(profile, after.now));
    }
  }
  return sentences.join(' ');
};
