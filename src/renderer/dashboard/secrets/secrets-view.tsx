import type { DesktopView } from '../../../shared/ipc.ts';
import type { ProfileView } from '../../../shared/view-state.ts';
import type { DesktopBridge } from '../../desktop/desktop-bridge.ts';
import type { MfaDeviceBridge } from '../../mfa-device/use-mfa-enrolment.ts';
import { profilesWithMfa, secretSource } from '../../view/secret-source.ts';
import { ViewHeading } from '../view-heading.tsx';
import { SecretRow } from './secret-row.tsx';

interface SecretsViewProps {
  readonly profiles: readonly ProfileView[];
  readonly desktop: DesktopView;
  readonly bridge: DesktopBridge;
  readonly mfaDevices: MfaDeviceBridge;
}

/** Which profiles have an MFA secret, and the ways to give them one. */
export const SecretsView = ({ profiles, desktop, bridge, mfaDevices }: SecretsViewProps) => {
  const shown = profilesWithMfa(profiles);
  return (
    <section>
      <ViewHeading title="MFA secrets" />
      <p class="introduction">
        With the secret of a virtual MFA device Metafob makes the codes itself and never asks. This window can
        store secrets but not read them. Where they are kept: {desktop.secretStore}.
      </p>
      {shown.length === 0 ? (
        <p class="about">No profile uses an MFA device.</p>
      ) : (
        <ul class="rows">
          {shown.map((profile) => (
            <SecretRow
              key={profile.name}
              profile={profile}
              source={secretSource(profile, desktop.storedSecrets)}
              bridge={bridge}
              mfaDevices={mfaDevices}
            />
          ))}
        </ul>
      )}
    </section>
  );
};
