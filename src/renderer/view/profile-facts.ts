import type { ProfileView } from '../../shared/view-state.ts';
import { deviceName, roleName } from './aws-names.ts';

export interface ProfileFact {
  readonly term: string;
  readonly value: string;
  /** The full form when `value` is a short one. */
  readonly title?: string;
}

const mfaText = ({ mode, serialNumber }: ProfileView['mfa']): string => {
  switch (mode) {
    case 'none':
      return 'not used';
    case 'stored-secret':
      return serialNumber === undefined ? 'automatic' : `${deviceName(serialNumber)} (automatic)`;
    case 'prompt':
      return serialNumber === undefined ? 'asks for a code' : deviceName(serialNumber);
    case 'unknown':
      return serialNumber === undefined ? 'not looked up yet' : deviceName(serialNumber);
  }
};

/** Who a profile is and where it works, short enough for one line. */
export const profileFacts = (profile: ProfileView): readonly ProfileFact[] => {
  const { accountId, userName, roleArn, region, mfa } = profile;
  return [
    ...(accountId === undefined ? [] : [{ term: 'Account', value: accountId }]),
    ...(roleArn === undefined ? [] : [{ term: 'Role', value: roleName(roleArn), title: roleArn }]),
    ...(userName === undefined ? [] : [{ term: 'User', value: userName }]),
    { term: 'Region', value: region },
    {
      term: 'MFA device',
      value: mfaText(mfa),
      ...(mfa.serialNumber === undefined ? {} : { title: mfa.serialNumber }),
    },
  ];
};
