import type { ViewState } from '../../shared/view-state.ts';

/** At most one is shown; a newer one takes its place. Bodies name the profile and nothing else. */
export type Note =
  | { readonly kind: 'code-needed'; readonly profile: string }
  | { readonly kind: 'expiring'; readonly profile: string };

export interface NoteFacts {
  readonly enabled: boolean;
  /** A window that says the same is before the user. */
  readonly windowVisible: boolean;
}

export const noteText = ({ kind, profile }: Note): { readonly title: string; readonly body: string } => {
  switch (kind) {
    case 'code-needed':
      return { title: 'A code is needed', body: `A program waits for credentials of “${profile}”.` };
    case 'expiring':
      return { title: 'A session ends soon', body: `Enter a code to renew the session of “${profile}”.` };
  }
};

export const mayShow = ({ enabled, windowVisible }: NoteFacts): boolean => enabled && !windowVisible;

/** The profile whose session began to expire with this change; the one in use comes first. */
export function newlyExpiring(before: ViewState, now: ViewState): Note | undefined {
  const wasExpiring = (name: string) =>
    before.profiles.some((profile) => profile.name === name && profile.session.state === 'expiring');
  const candidates = now.profiles.filter(
    ({ name, session }) => session.state === 'expiring' && !wasExpiring(name),
  );
  const profile = candidates.find(({ active }) => active) ?? candidates[0];
  return profile && { kind: 'expiring', profile: profile.name };
}

/** Whether what a notification says is still so. */
export function isStillTrue({ kind, profile }: Note, view: ViewState): boolean {
  switch (kind) {
    case 'code-needed':
      return view.prompts.length > 0;
    case 'expiring':
      return view.profiles.some(({ name, session }) => name === profile && session.state === 'expiring');
  }
}
