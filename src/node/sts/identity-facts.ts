import type { IdentityFacts } from '../../core/ports.ts';

interface ListedDevice {
  readonly UserName?: string | undefined;
  readonly SerialNumber?: string | undefined;
}

/** FIDO keys and passkeys give no codes and cannot be used with STS. */
const givesCodes = (serialNumber: string): boolean => !/:(u2f|fido|passkey)\//.test(serialNumber);

/** The answer of iam:ListMFADevices names user and, in the ARN of a virtual device, account. */
export function factsOfDevices(devices: readonly ListedDevice[]): IdentityFacts {
  const serialNumbers = devices
    .map(({ SerialNumber }) => SerialNumber)
    .filter((serial) => serial !== undefined);
  const accountId = serialNumbers
    .map((serial) => serial.match(/^arn:[^:]*:iam::(\d{12}):/)?.[1])
    .find(Boolean);
  const userName = devices.find(({ UserName }) => UserName)?.UserName;
  return {
    mfaDevices: serialNumbers.filter(givesCodes),
    ...(accountId === undefined ? {} : { accountId }),
    ...(userName === undefined ? {} : { userName }),
  };
}

/** The ARN of sts:GetCallerIdentity: `arn:PARTITION:iam::ACCOUNT:user/PATH/NAME` for users. */
export function factsOfArn(arn: string | undefined): IdentityFacts {
  const [, partition, accountId, kind, name] =
    arn?.match(/^arn:([^:]+):[^:]*:[^:]*:(\d{12}):([^/]+)(?:\/(?:.*\/)?([^/]+))?$/) ?? [];
  if (partition === undefined || accountId === undefined) return {};
  return { partition, accountId, ...(kind === 'user' && name !== undefined ? { userName: name } : {}) };
}
