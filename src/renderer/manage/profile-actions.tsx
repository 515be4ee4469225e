import { useRef } from 'preact/hooks';
import type { ProfileView } from '../../shared/view-state.ts';
import type { ActionResult, Bridge } from '../bridge.ts';
import { ActionButton } from '../components/action-button.tsx';
import type { Action } from '../hooks/use-action.ts';
import type { Reveal } from '../hooks/use-reveal.ts';
import { AddMfaDevice } from '../mfa-device/add-mfa-device.tsx';
import { canAddMfaDevice } from '../view/mfa-device-offer.ts';
import { sessionAction } from '../view/session-action.ts';
import { sessionEnd } from '../view/session-text.ts';

interface ProfileActionsProps {
  readonly profile: ProfileView;
  readonly bridge: Bridge;
  readonly action: Action;
  readonly reveal: Reveal;
  readonly onStart: (profile: ProfileView) => Promise<ActionResult>;
}

export const ProfileActions = ({ profile, bridge, action, reveal, onStart }: ProfileActionsProps) => {
  const startButton = useRef<HTMLButtonElement>(null);
  const { label, available, important } = sessionAction(profile.session);
  const hasSession = sessionEnd(profile.session) !== undefined;

  const clear = async (): Promise<void> => {
    const result = await action.run(() => bridge.clearSession(profile.name));
    // The button that had the keyboard focus goes away with the session.
    if (result?.ok) startButton.current?.focus();
  };

  return (
    <div class="actions">
      <ActionButton
        key="use"
        target={profile.name}
        look={profile.active ? 'chosen' : 'plain'}
        unavailable={profile.active || action.busy}
        onClick={() => void action.run(() => bridge.switchProfile(profile.name))}
      >
        {profile.active ? 'In use' : 'Use'}
      </ActionButton>
      <ActionButton
        key="start"
        target={`for ${profile.name}`}
        look={important && profile.active ? 'primary' : 'plain'}
        unavailable={!available || action.busy}
        buttonRef={startButton}
        onClick={() => void action.run(() => onStart(profile))}
      >
        {label}
      </ActionButton>
      {hasSession && (
        <>
          <ActionButton
            key="reveal"
            target={`of ${profile.name}`}
            unavailable={reveal.busy}
            expanded={reveal.credentials !== undefined}
            onClick={reveal.toggle}
          >
            {reveal.credentials === undefined ? 'Show credentials' : 'Hide credentials'}
          </ActionButton>
          <ActionButton
            key="clear"
            target={`the session of ${profile.name}`}
            unavailable={action.busy}
            onClick={() => void clear()}
          >
            Clear
          </ActionButton>
        </>
      )}
      <AddMfaDevice
        key="mfa-device"
        profile={profile.name}
        offered={canAddMfaDevice(profile)}
        bridge={bridge}
      />
    </div>
  );
};
