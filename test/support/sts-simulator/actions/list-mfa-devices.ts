import type { Action } from './action.ts';
import { CREATION_DATE, requestedUser } from './iam-user.ts';

export const listMfaDevices: Action = (context) => {
  const { user } = requestedUser(context, 'iam:ListMFADevices', ({ mayListMfaDevices }) => mayListMfaDevices);
  return {
    IsTruncated: false,
    MFADevices: user.mfaDevices.map(({ serialNumber }) => ({
      UserName: user.name,
      SerialNumber: serialNumber,
      EnableDate: CREATION_DATE,
    })),
  };
};
