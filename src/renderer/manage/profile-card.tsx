import { useId } from 'preact/hooks';
import type { ProfileView } from '../../shared/view-state.ts';
import type { ActionResult, Bridge } from '../bridge.ts';
import { Facts } from '../components/facts.tsx';
import { StateGlyph } from '../components/state-glyph.tsx';
import { useAction } from '../hooks/use-action.ts';
import { useReveal } from '../hooks/use-reveal.ts';
import { profileFacts } from '../view/profile-facts.ts';
import { sessionEnd, sessionLabel, sessionProblem } from '../view/session-text.ts';
import { CredentialsPanel } from './credentials-panel.tsx';
import { Expiry } from './expiry.tsx';
import { ProfileActions } from './profile-actions.tsx';

interface ProfileCardProps {
  readonly profile: ProfileView;
  readonly activeProfile: string;
  readonly now: number;
  readonly bridge: Bridge;
  readonly onStart: (profile: ProfileView) => Promise<ActionResult>;
}

/** One profile: where its session stands, who it is, and what can be done with it. */
export const ProfileCard = ({ profile, activeProfile, now, bridge, onStart }: ProfileCardProps) => {
  const headingId = useId();
  const { session } = profile;
  const end = sessionEnd(session);
  const action = useAction();
  const reveal = useReveal(bridge, profile.name, `${activeProfile} ${end}`);
  const problem = action.error?.message ?? reveal.error?.message ?? sessionProblem(session);

  return (
    <article class={profile.active ? 'profile in-use' : 'profile'} aria-labelledby={headingId}>
      <div class="profile-top">
        <div class="profile-name">
          <h2 id={headingId}>{profile.name}</h2>
          <p class={`session-state state-${session.state}`}>
            <StateGlyph state={session.state} />
            {sessionLabel(session)}
          </p>
        </div>
        {end !== undefined && <Expiry expiresAt={end} now={now} soon={session.state === 'expiring'} />}
      </div>
      <Facts facts={profileFacts(profile)} />
      {problem !== undefined && <p class="problem">{problem}</p>}
      {profile.notice !== undefined && <p class="notice">{profile.notice}</p>}
      <div class="profile-foot">
        <ProfileActions profile={profile} bridge={bridge} action={action} reveal={reveal} onStart={onStart} />
        <p class="origin">{profile.origin}</p>
      </div>
      {reveal.credentials && <CredentialsPanel credentials={reveal.credentials} profile={profile.name} />}
    </article>
  );
};
