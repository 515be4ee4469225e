import type { ProfileView, ViewState } from '../../shared/view-state.ts';
import type { ActionResult, Bridge } from '../bridge.ts';
import { ProfileCard } from './profile-card.tsx';

interface ProfileListProps {
  readonly state: ViewState | undefined;
  readonly now: number;
  readonly bridge: Bridge;
  readonly onStart: (profile: ProfileView) => Promise<ActionResult>;
}

const Introduction = ({ state }: { state: ViewState | undefined }) => {
  if (state === undefined) return <p>Connecting to Metafob…</p>;
  if (state.profiles.length === 0) {
    return <p>No profiles yet. Add one to a configuration file and it appears here.</p>;
  }
  return (
    <p>
      Programs on this computer get credentials of <strong>{state.activeProfile}</strong>.
    </p>
  );
};

/** All profiles in the order of the configuration; switching does not move them. */
export const ProfileList = ({ state, now, bridge, onStart }: ProfileListProps) => (
  <section aria-labelledby="profiles-heading">
    <div class="section-heading">
      <h1 id="profiles-heading">Profiles</h1>
      <Introduction state={state} />
    </div>
    <ul class="profiles">
      {state?.profiles.map((profile) => (
        <li key={profile.name}>
          <ProfileCard
            profile={profile}
            activeProfile={state.activeProfile}
            now={now}
            bridge={bridge}
            onStart={onStart}
          />
        </li>
      ))}
    </ul>
  </section>
);
