import type { ProfileView } from '../../shared/view-state.ts';

/**
 * Whether to offer a new MFA device at a profile: as long as none of its user is known. The state does not say
 * whether the keys are those of a user; where they are not, the service refuses and says why.
 */
export const canAddMfaDevice = ({ mfa }: ProfileView): boolean =>
  mfa.serialNumber === undefined && mfa.mode !== 'stored-secret';
