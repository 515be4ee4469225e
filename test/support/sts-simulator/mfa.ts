import { type Caller, userOf } from './caller.ts';
import type { MfaDeviceStore } from './mfa-devices.ts';
import { accessDenied } from './service-error.ts';
import type { TokenCodeChecker } from './token-codes.ts';

/** What a request says about MFA. */
export interface MfaParameters {
  readonly serialNumber: string | undefined;
  readonly tokenCode: string | undefined;
}

/** What a code is checked with; `now` is the server's time in ms since the epoch. */
export interface MfaCheck {
  readonly mfaDevices: MfaDeviceStore;
  readonly tokenCodes: TokenCodeChecker;
  readonly now: number;
}

/**
 * Whether the request proves MFA by a code of its own. Uses the code up, also when the request fails later.
 * Throws AWS's error for a device that is not the caller's and for a code that is wrong or was used.
 */
export const provesMfa = (
  caller: Caller,
  { serialNumber, tokenCode }: MfaParameters,
  { mfaDevices, tokenCodes, now }: MfaCheck,
): boolean => {
  if (serialNumber === undefined && tokenCode === undefined) return false;
  if (serialNumber === undefined || tokenCode === undefined) {
    throw accessDenied(
      'MultiFactorAuthentication failed, must provide both MFA serial number and one time pass code.',
    );
  }
  const device = mfaDevices.find(serialNumber);
  if (device?.secret === undefined || device.enabled?.user !== userOf(caller)) {
    throw accessDenied(
      'MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA serial number is valid and associated with this user.',
    );
  }
  if (!tokenCodes.accept(device, tokenCode, now)) {
    throw accessDenied('MultiFactorAuthentication failed with invalid MFA one time pass code.');
  }
  return true;
};
