import { useState } from 'preact/hooks';
import type { DesktopBridge } from '../../desktop/desktop-bridge.ts';
import { profilesWithMfa, secretSource } from '../../view/secret-source.ts';
import type { DashboardState } from '../dashboard-state.ts';
import { SecretForm } from '../secrets/secret-form.tsx';

interface MfaStepProps {
  readonly current: DashboardState;
  readonly bridge: Pick<DesktopBridge, 'storeSecret'>;
}

/** Step 2: asked for each code, or codes made from a stored secret. */
export const MfaStep = ({ current: { state, desktop }, bridge }: MfaStepProps) => {
  const profiles = profilesWithMfa(state.profiles);
  const initial = profiles.find(({ active }) => active) ?? profiles[0];
  const [profileName, setProfileName] = useState(initial?.name);
  const [stores, setStores] = useState(false);
  const profile = profiles.find(({ name }) => name === profileName) ?? initial;
  if (profile === undefined)
    return <p>None of your profiles uses an MFA device. There is nothing to do here.</p>;
  const isStored = secretSource(profile, desktop.storedSecrets) === 'store';

  return (
    <>
      <p>Where should the six-digit codes come from? You can change this later under MFA secrets.</p>
      <fieldset class="choices">
        <legend class="visually-hidden">Where the codes come from</legend>
        <label class="choice">
          <input type="radio" name="mfa" checked={!stores} onChange={() => setStores(false)} />
          <span>
            <strong>Ask me each time</strong>
            <span class="about">A small window asks for the code when a program needs one.</span>
          </span>
        </label>
        <label class="choice">
          <input type="radio" name="mfa" checked={stores} onChange={() => setStores(true)} />
          <span>
            <strong>Make the codes for me</strong>
            <span class="about">
              Metafob keeps the secret of your virtual MFA device and never asks. Where it is kept:{' '}
              {desktop.secretStore}.
            </span>
          </span>
        </label>
      </fieldset>
      {stores && profiles.length > 1 && (
        <div class="profile-choice">
          <label for="secret-profile">Profile</label>
          <select
            id="secret-profile"
            class="select-field"
            value={profile.name}
            onChange={({ currentTarget }) => setProfileName(currentTarget.value)}
          >
            {profiles.map(({ name }) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </div>
      )}
      {stores && !isStored && (
        <SecretForm key={profile.name} profile={profile.name} bridge={bridge} onStored={() => {}} />
      )}
      <p class="stored" role="status">
        {stores && isStored && `The secret of ${profile.name} is stored: Metafob makes its codes.`}
      </p>
    </>
  );
};
