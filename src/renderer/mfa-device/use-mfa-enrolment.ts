import { useEffect, useRef, useState } from 'preact/hooks';
import type { EnabledMfaDevice, MfaDeviceProof, MfaEnrolment } from '../../shared/manage-api.ts';
import type { Bridge } from '../bridge.ts';
import { type Action, useAction } from '../hooks/use-action.ts';

export type MfaDeviceBridge = Pick<Bridge, 'addMfaDevice' | 'enableMfaDevice' | 'cancelMfaDevice'>;

export type EnrolmentStage =
  | { readonly kind: 'starting' }
  | { readonly kind: 'not-started' }
  | { readonly kind: 'open'; readonly enrolment: MfaEnrolment }
  | { readonly kind: 'enabled'; readonly device: EnabledMfaDevice };

export interface MfaEnrolmentControl {
  readonly stage: EnrolmentStage;
  readonly action: Action;
  enable(proof: MfaDeviceProof): Promise<void>;
  /** Takes the device back where it is not enabled yet. */
  leave(): Promise<void>;
}

/**
 * Makes a device when the dialog opens. Whichever way the dialog goes away, a device that is not enabled is
 * taken back; where the service does not hear of it, it does so by itself after a while.
 */
export const useMfaEnrolment = (
  bridge: MfaDeviceBridge,
  profile: string,
  onClose: () => void,
): MfaEnrolmentControl => {
  const [stage, setStage] = useState<EnrolmentStage>({ kind: 'starting' });
  const action = useAction();
  /** The enrolment to take back when the dialog goes away. */
  const openId = useRef<string | undefined>(undefined);
  const gone = useRef(false);

  useEffect(() => {
    const takeBack = (): void => {
      gone.current = true;
      if (openId.current !== undefined) void bridge.cancelMfaDevice(profile, openId.current);
      openId.current = undefined;
    };
    void action
      .run(() => bridge.addMfaDevice(profile))
      .then((result) => {
        if (result?.ok) {
          openId.current = result.value.enrolmentId;
          if (gone.current) return takeBack();
          setStage({ kind: 'open', enrolment: result.value });
        } else setStage({ kind: 'not-started' });
      });
    window.addEventListener('pagehide', takeBack);
    return () => {
      window.removeEventListener('pagehide', takeBack);
      takeBack();
    };
  }, []);

  return {
    stage,
    action,
    async enable(proof) {
      if (stage.kind !== 'open') return;
      const result = await action.run(() =>
        bridge.enableMfaDevice(profile, stage.enrolment.enrolmentId, proof),
      );
      if (!result?.ok) return;
      openId.current = undefined;
      setStage({ kind: 'enabled', device: result.value });
    },
    async leave() {
      if (stage.kind !== 'open') return onClose();
      const { enrolmentId } = stage.enrolment;
      const result = await action.run(() => bridge.cancelMfaDevice(profile, enrolmentId));
      if (result === undefined) return;
      openId.current = undefined;
      if (result.ok || result.error.kind === 'not-found') onClose();
      // What is left at AWS has to be read before the dialog goes.
      else setStage({ kind: 'not-started' });
    },
  };
};
