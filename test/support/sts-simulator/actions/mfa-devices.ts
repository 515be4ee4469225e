import { randomBytes } from 'node:crypto';
import { isVirtual, type MfaDevice } from '../mfa-devices.ts';
import { readParameters } from '../parameters.ts';
import { qrCodePng } from '../qr-code.ts';
import {
  deleteConflict,
  entityAlreadyExists,
  invalidAuthenticationCode,
  limitExceeded,
  noSuchEntity,
} from '../service-error.ts';
import { base32 } from '../unique-id.ts';
import type { Account, User } from '../world.ts';
import { type Action, type ActionContext, timestamp } from './action.ts';
import { authorizeIam, requestedUser, userXml } from './iam-user.ts';

const DEVICES_PER_USER = 8;
/** As long as AWS's own seeds: 64 letters. */
const SEED_BYTES = 40;

const enableDate = ({ enabled }: MfaDevice): string | undefined =>
  enabled === undefined ? undefined : timestamp(enabled.at);

const base64 = (data: string | Buffer): string => Buffer.from(data).toString('base64');

export const listMfaDevices: Action = (context) => {
  const { user } = requestedUser(context, 'iam:ListMFADevices', ({ mayListMfaDevices }) => mayListMfaDevices);
  return {
    IsTruncated: false,
    MFADevices: context.mfaDevices.ofUser(user).map((device) => ({
      UserName: user.name,
      SerialNumber: device.serialNumber,
      EnableDate: enableDate(device),
    })),
  };
};

export const listVirtualMfaDevices: Action = (context) => {
  const { account } = context.caller;
  authorizeIam(context, 'iam:ListVirtualMFADevices', `arn:${account.partition}:iam::${account.id}:mfa/`);
  const reader = readParameters(context.parameters);
  const status = reader.optional('assignmentStatus') ?? 'Any';
  reader.finish();
  const devices = context.mfaDevices
    .ofAccount(account)
    .filter(isVirtual)
    .filter(({ enabled }) => status === 'Any' || (status === 'Assigned') === (enabled !== undefined));
  return {
    IsTruncated: false,
    VirtualMFADevices: devices.map((device) => ({
      SerialNumber: device.serialNumber,
      EnableDate: enableDate(device),
      User: device.enabled && userXml(account, device.enabled.user),
    })),
  };
};

export const createVirtualMfaDevice: Action = (context) => {
  const { account } = context.caller;
  const reader = readParameters(context.parameters);
  const name = reader.required('virtualMFADeviceName');
  const path = reader.optional('path') ?? '/';
  reader.finish();
  const serialNumber = `arn:${account.partition}:iam::${account.id}:mfa${path}${name}`;
  authorizeIam(context, 'iam:CreateVirtualMFADevice', serialNumber);
  if (context.mfaDevices.find(serialNumber) !== undefined) {
    throw entityAlreadyExists('MFADevice entity at the same path and name already exists.');
  }
  const secret = base32(randomBytes(SEED_BYTES));
  context.mfaDevices.put({ serialNumber, secret, account });
  return {
    VirtualMFADevice: {
      SerialNumber: serialNumber,
      Base32StringSeed: base64(secret),
      QRCodePNG: base64(qrCodePng(`otpauth://totp/${name}@${account.id}?secret=${secret}`)),
    },
  };
};

const doesNotExist = (serialNumber: string) =>
  noSuchEntity(`VirtualMFADevice with serial number ${serialNumber} doesn't exist.`);

export const deleteVirtualMfaDevice: Action = (context) => {
  const reader = readParameters(context.parameters);
  const serialNumber = reader.required('serialNumber');
  reader.finish();
  authorizeIam(context, 'iam:DeleteVirtualMFADevice', serialNumber);
  const device = context.mfaDevices.find(serialNumber);
  if (device === undefined || device.account !== context.caller.account || !isVirtual(device)) {
    throw doesNotExist(serialNumber);
  }
  if (device.enabled !== undefined) throw deleteConflict('MFA VirtualDevice in use. Must deactivate first.');
  context.mfaDevices.delete(serialNumber);
  return undefined;
};

/** The parameters of EnableMFADevice and ResyncMFADevice. */
const readPair = ({ parameters }: ActionContext) => {
  const reader = readParameters(parameters);
  reader.required('userName');
  const serialNumber = reader.required('serialNumber');
  const codes = [reader.required('authenticationCode1'), reader.required('authenticationCode2')] as const;
  reader.finish();
  return { serialNumber, codes };
};

const checkPair = (context: ActionContext, device: MfaDevice, codes: readonly [string, string]): void => {
  if (!context.tokenCodes.acceptPair(device, codes, context.now)) throw invalidAuthenticationCode();
};

export const enableMfaDevice: Action = (context) => {
  const { serialNumber, codes } = readPair(context);
  const { account, user } = requestedUser(context, 'iam:EnableMFADevice');
  const device = context.mfaDevices.find(serialNumber);
  if (device === undefined || device.account !== account) throw doesNotExist(serialNumber);
  if (device.enabled !== undefined) throw entityAlreadyExists('MFA Device is already in use.');
  if (context.mfaDevices.ofUser(user).length >= DEVICES_PER_USER) {
    throw limitExceeded('MFADevicesPerUser', DEVICES_PER_USER);
  }
  checkPair(context, device, codes);
  context.mfaDevices.put({ ...device, enabled: { user, at: context.now } });
  return undefined;
};

const deviceOf = ({ mfaDevices }: ActionContext, user: User, serialNumber: string): MfaDevice => {
  const device = mfaDevices.find(serialNumber);
  if (device?.enabled?.user !== user) throw noSuchEntity('MFA Device invalid for user.');
  return device;
};

export const resyncMfaDevice: Action = (context) => {
  const { serialNumber, codes } = readPair(context);
  const { user } = requestedUser(context, 'iam:ResyncMFADevice');
  checkPair(context, deviceOf(context, user, serialNumber), codes);
  return undefined;
};

/** A virtual device stays in the account, without a user; any other is gone. */
const unassign = ({ mfaDevices }: ActionContext, account: Account, device: MfaDevice): void => {
  const { serialNumber, secret } = device;
  if (isVirtual(device)) mfaDevices.put({ serialNumber, secret, account });
  else mfaDevices.delete(serialNumber);
};

export const deactivateMfaDevice: Action = (context) => {
  const reader = readParameters(context.parameters);
  const serialNumber = reader.required('serialNumber');
  reader.finish();
  const { account, user } = requestedUser(context, 'iam:DeactivateMFADevice');
  unassign(context, account, deviceOf(context, user, serialNumber));
  return undefined;
};
