import type { ProfileView } from '../../shared/view-state.ts';
import type { Bridge } from '../bridge.ts';
import { Facts } from '../components/facts.tsx';
import { useAction } from '../hooks/use-action.ts';
import { profileFacts } from '../view/profile-facts.ts';
import { CodeForm } from './code-form.tsx';
import { Modal } from './modal.tsx';

interface StartSessionDialogProps {
  readonly profile: ProfileView;
  readonly bridge: Bridge;
  readonly now: number;
  readonly onClose: () => void;
}

/** Asks for the code of a session that the user wants to start now. */
export const StartSessionDialog = ({ profile, bridge, now, onClose }: StartSessionDialogProps) => {
  const action = useAction();
  const start = async (code: string): Promise<void> => {
    const result = await action.run(() => bridge.startSession(profile.name, code));
    if (result?.ok) onClose();
  };

  return (
    <Modal heading={`Code for ${profile.name}`} descriptionId="start-session-facts" onCancel={onClose}>
      <Facts id="start-session-facts" facts={profileFacts(profile)} />
      <CodeForm
        busy={action.busy}
        problem={action.error?.message}
        nextCodeAt={action.error?.nextCodeAt}
        now={now}
        onSubmit={(code) => void start(code)}
        onCancel={onClose}
      />
    </Modal>
  );
};
