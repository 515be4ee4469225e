import { useRef, useState } from 'preact/hooks';
import type { ProfileView } from '../../../shared/view-state.ts';
import { ActionButton } from '../../components/action-button.tsx';
import type { DesktopBridge } from '../../desktop/desktop-bridge.ts';
import { useAction } from '../../hooks/use-action.ts';
import { AddMfaDevice } from '../../mfa-device/add-mfa-device.tsx';
import type { MfaDeviceBridge } from '../../mfa-device/use-mfa-enrolment.ts';
import { deviceName } from '../../view/aws-names.ts';
import { type SecretSource, secretSourceText } from '../../view/secret-source.ts';
import { ActionProblem } from '../action-problem.tsx';
import { RemoveConfirmation } from './remove-confirmation.tsx';
import { SecretForm } from './secret-form.tsx';

type SecretBridge = Pick<DesktopBridge, 'storeSecret' | 'testSecret' | 'removeSecret'>;

interface SecretRowProps {
  readonly profile: ProfileView;
  readonly source: SecretSource;
  readonly bridge: SecretBridge;
  readonly mfaDevices: MfaDeviceBridge;
}

/** One profile: where its codes come from, and the secret to add, test or remove. */
export const SecretRow = ({ profile, source, bridge, mfaDevices }: SecretRowProps) => {
  const { name } = profile;
  const { serialNumber } = profile.mfa;
  const action = useAction();
  const [open, setOpen] = useState<'form' | 'removal'>();
  const [tested, setTested] = useState<string>();
  const changeButton = useRef<HTMLButtonElement>(null);

  const close = (): void => {
    setOpen(undefined);
    changeButton.current?.focus();
  };
  const show = (what: 'form' | 'removal'): void => {
    setTested(undefined);
    setOpen(what === open ? undefined : what);
  };
  const test = async (): Promise<void> => {
    setTested(undefined);
    const result = await action.run(() => bridge.testSecret(name));
    if (result?.ok)
      setTested(`It works: a code was made, which is good for ${result.value.secondsLeft} s more.`);
  };
  const remove = async (): Promise<void> => {
    const result = await action.run(() => bridge.removeSecret(name));
    if (result?.ok) close();
  };

  return (
    <li class="secret">
      <div class="secret-top">
        <div>
          <h2>{name}</h2>
          {serialNumber !== undefined && (
            <p class="about" title={serialNumber}>
              {deviceName(serialNumber)}
            </p>
          )}
        </div>
        <p class={`secret-source ${source}`}>{secretSourceText(source)}</p>
      </div>
      <div class="actions">
        <ActionButton
          buttonRef={changeButton}
          target={`of ${name}`}
          expanded={open === 'form'}
          onClick={() => show('form')}
        >
          {source === 'store' ? 'Replace the secret' : 'Add the secret'}
        </ActionButton>
        {source === 'store' && (
          <>
            <ActionButton
              target={`the secret of ${name}`}
              unavailable={action.busy}
              onClick={() => void test()}
            >
              Test
            </ActionButton>
            <ActionButton
              target={`the secret of ${name}`}
              expanded={open === 'removal'}
              onClick={() => show('removal')}
            >
              Remove
            </ActionButton>
          </>
        )}
        <AddMfaDevice profile={name} offered={source === 'person'} bridge={mfaDevices} />
      </div>
      {open === 'form' && <SecretForm profile={name} bridge={bridge} onStored={close} onCancel={close} />}
      {open === 'removal' && (
        <RemoveConfirmation profile={name} onRemove={() => void remove()} onKeep={close} />
      )}
      <p class="secret-tested" role="status">
        {tested}
      </p>
      <ActionProblem error={action.error} />
    </li>
  );
};
